import Foundation

/// A child process. What it prints goes to files, so that nothing is lost when it is killed.
final class Program: Sendable {
    /// How a child process ended, and what it printed.
    struct Ended: Sendable {
        /// The exit code, or 128 and the signal's number.
        let code: Int32
        let output: String
        let errors: String

        /// What it printed, as JSON.
        func json<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try JSONDecoder().decode(type, from: Data(output.utf8))
        }
    }

    private let process: ChildProcess
    private let outputPlace: URL
    private let errorPlace: URL
    private let input: FileHandle?

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - logs: The folder for what it prints.
    ///   - hasInput: Whether `write(_:)` will be used; otherwise it reads nothing.
    init(
        _ executable: URL, _ arguments: [String], in folder: URL, environment: [String: String], logs: URL,
        name: String, hasInput: Bool = false
    ) throws {
        outputPlace = logs.appending(path: name + ".out")
        errorPlace = logs.appending(path: name + ".err")
        for place in [outputPlace, errorPlace] {
            guard FileManager.default.createFile(atPath: place.path, contents: nil) else {
                throw CocoaError(.fileWriteUnknown)
            }
        }
        let outputHandle = try FileHandle(forWritingTo: outputPlace)
        let errorHandle = try FileHandle(forWritingTo: errorPlace)
        let pipe = hasInput ? Pipe() : nil
        let inputHandle = try pipe?.fileHandleForReading ?? FileHandle(forReadingFrom: URL(filePath: "/dev/null"))
        input = pipe?.fileHandleForWriting
        process = try ChildProcess(
            executable, arguments, in: folder, environment: environment, input: inputHandle.fileDescriptor,
            output: outputHandle.fileDescriptor, errors: errorHandle.fileDescriptor)
        for handle in [inputHandle, outputHandle, errorHandle] { try handle.close() }
    }

    /// What it has printed to standard output.
    var output: String { Self.text(outputPlace) }

    /// What it has printed to standard error.
    var errors: String { Self.text(errorPlace) }

    /// Whether it still runs.
    var isRunning: Bool { process.endCode == nil }

    private static func text(_ place: URL) -> String {
        (try? Data(contentsOf: place)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Sends a signal.
    func send(_ signal: Int32) {
        process.send(signal)
    }

    /// Writes to standard input.
    func write(_ text: String) throws {
        try input?.write(contentsOf: Data(text.utf8))
    }

    /// The first whole line that holds `text`, once it is there, on either stream.
    func line(holding text: String) async throws -> String {
        try await eventually("a line holds '\(text)'") { () -> String? in
            let whole = [output, errors].flatMap {
                $0.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            }
            if let line = whole.first(where: { $0.contains(text) }) { return String(line) }
            guard isRunning else {
                throw NeverHappened(description: "The program ended without a line that holds '\(text)': \(errors)")
            }
            return nil
        }
    }

    /// Waits until it has ended.
    func end() async throws -> Ended {
        let code = try await eventually("the program ends", looks: 6000) { process.endCode }
        return Ended(code: code, output: output, errors: errors)
    }

    /// Kills it when it still runs, and waits until it is gone.
    func reap() async {
        try? input?.close()
        guard isRunning else { return }
        send(SIGKILL)
        _ = try? await end()
    }
}
