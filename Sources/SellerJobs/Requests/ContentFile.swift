import JobModel

import struct Foundation.Data

/// The file that a job names with the option `file`.
enum ContentFile {
    /// The first bytes of a regular file, `limit` and one more at most: whoever gets more than `limit` knows that it is too
    /// large. Blocks; not for the cooperative pool.
    ///
    /// - Parameters:
    ///   - path: Where it is. Links are followed.
    ///   - what: Whose file it is, for people, for example `feed`.
    ///   - check: Is told the file's length before anything of it is in memory.
    /// - Throws: `JobRejection` for what is not there, may not be read or is no regular file; what `check` throws.
    static func bytes(
        of path: String, what: String, upTo limit: Int, check: (Int64) throws -> Void = { _ in }
    ) throws -> [UInt8] {
        let file = try opened(path, what: what)
        defer { try? file.handle.close() }
        try check(file.bytes)
        return Array(try file.handle.read(upToCount: limit + 1) ?? Data())
    }

    /// The open file. Blocks; not for the cooperative pool.
    ///
    /// - Throws: `JobRejection` for what is not there, may not be read or is no regular file.
    static func opened(_ path: String, what: String) throws(JobRejection) -> RegularFile.Opened {
        do throws(RegularFile.Refusal) {
            return try RegularFile.opened(path)
        } catch {
            switch error {
            case .other(let kind):
                throw JobRejection(
                    "The \(what)'s file \(path) cannot be read: it is \(kind). Name a regular file with the option 'file'."
                )
            case .missing, .system:
                throw JobRejection("The \(what)'s file \(path) cannot be read (\(error.reason)).")
            }
        }
    }
}
