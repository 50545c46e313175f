import Foundation
import JobModel
import OperationCatalogue

/// Reads a job's result line by line, from a file in the output directory or from what is kept with the job.
///
/// Of a file it holds one line and a little more. It works on a thread of its own, because disks make their callers wait.
actor ResultLines {
    /// The longest line that is read, in bytes.
    static let longest = 16 << 20

    private enum Source {
        case file(FileHandle)
        case lines([[UInt8]])
    }

    private let executor = FileExecutor()
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let result: JobResult
    private let folder: String
    private var source: Source?
    private var buffer: [UInt8] = []
    /// Where in the buffer the next line begins.
    private var position = 0
    /// Where the next line begins: a byte of the file, or the number of a line.
    private(set) var offset: Int

    /// - Parameters:
    ///   - folder: The output directory.
    ///   - offset: Where to begin.
    init(_ result: JobResult, in folder: String, from offset: Int) {
        self.result = result
        self.folder = folder
        self.offset = offset
    }

    /// The next line without its end; `nil` after the last one.
    ///
    /// - Throws: `ChainFlaw` when there is no such regular file, `OutputError` when it cannot be read.
    func next() throws -> [UInt8]? {
        let opened = try source ?? open()
        source = opened
        switch opened {
        case .lines(let lines):
            guard offset < lines.count else { return nil }
            defer { offset += 1 }
            return lines[offset]
        case .file(let handle):
            return try line(handle)
        }
    }

    private func open() throws -> Source {
        guard let place = result.path else { return .lines(Self.lines(of: result.inline ?? "")) }
        let handle: FileHandle
        do throws(RegularFile.Refusal) {
            handle = try RegularFile.opened(folder + "/" + place).handle
        } catch {
            switch error {
            case .missing:
                throw ChainFlaw(
                    "The output \(place) is not in the output directory any more. Keep outputs for longer, and run the "
                        + "definition again.", kind: "chainResult")
            case .other:
                throw ChainFlaw(
                    "The output \(place) cannot be read: \(error.reason). Remove it, and run the definition again.",
                    kind: "chainResult")
            case .system: throw OutputError("The output \(place) cannot be read: \(error.reason).")
            }
        }
        do {
            try handle.seek(toOffset: UInt64(offset))
        } catch {
            throw OutputError("The output \(place) cannot be read: \(error.localizedDescription)")
        }
        return .file(handle)
    }

    /// A JSON text is one line, however it is laid out.
    private static func lines(of text: String) -> [[UInt8]] {
        if (try? JSONValue(parsing: text.utf8)) != nil { return [Array(text.utf8)] }
        return text.utf8.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
    }

    private func line(_ handle: FileHandle) throws -> [UInt8]? {
        var searched = position
        while true {
            if let end = buffer[searched...].firstIndex(of: 10) {
                defer {
                    offset += end + 1 - position
                    position = end + 1
                }
                return Array(buffer[position..<end])
            }
            buffer.removeSubrange(..<position)
            position = 0
            searched = buffer.count
            guard searched <= Self.longest else {
                throw ChainFlaw("is longer than \(Self.longest >> 20) MiB")
            }
            let more: Data?
            do {
                more = try handle.read(upToCount: 1 << 16)
            } catch {
                throw OutputError(
                    "The output \(result.path ?? "") cannot be read: \(error.localizedDescription)")
            }
            if let more, !more.isEmpty {
                buffer += more
                continue
            }
            guard !buffer.isEmpty else { return nil }
            defer {
                offset += buffer.count
                buffer = []
            }
            return buffer
        }
    }
}
