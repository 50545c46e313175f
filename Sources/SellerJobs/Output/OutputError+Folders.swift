import Foundation

extension OutputError {
    /// A folder for outputs cannot be made.
    ///
    /// - Parameter error: What Foundation says, whose own words are empty for most causes.
    static func unmade(_ folder: String, _ error: any Error) -> OutputError {
        let cause = ((error as? CocoaError)?.underlying as? POSIXError)?.code
        let isFull = cause == .ENOSPC || cause == .EDQUOT || (error as? CocoaError)?.code == .fileWriteOutOfSpace
        let reason =
            switch cause {
            case _ where isFull: "the disk is full. The job goes on when there is room"
            case .EEXIST, .ENOTDIR: "a file stands in its way. Move it, or name another path"
            case let code?: String(cString: strerror(code.rawValue))
            case nil: "\(error.localizedDescription)"
            }
        return OutputError("The folder \(folder) for the output cannot be made: \(reason).", isFull ? .full : .trouble)
    }

    /// The output's place is taken by a folder.
    static func folder(_ place: String) -> OutputError {
        OutputError(
            "The output \(place) cannot be written: a folder has that name. Move it away and run the job again, or name "
                + "another path.", .taken)
    }
}
