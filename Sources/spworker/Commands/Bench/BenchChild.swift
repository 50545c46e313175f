import Foundation

/// Another process of this program, for what must not share a process with what is measured.
enum BenchChild {
    /// Starts the program while `body` runs. The child ends when its standard input does, so it cannot outlive this
    /// process either.
    ///
    /// - Parameters:
    ///   - program: This program's file.
    ///   - body: Is told the first line that the child printed.
    /// - Throws: `Failure` when the child cannot be started or says nothing; what `body` throws.
    static func with<Value: Sendable>(
        _ program: String, _ arguments: [String], _ body: (_ greeting: String) async throws -> Value
    ) async throws -> Value {
        let (input, output) = (Pipe(), Pipe())
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        try await Offload.run {
            do { try process.run() } catch {
                throw Failure(.no, "error: \(program) cannot be started once more, which this bench needs.")
            }
        }
        let result: Result<Value, any Error>
        do {
            let greeting = try await Offload.run { try line(of: output.fileHandleForReading) }
            result = .success(try await body(greeting))
        } catch {
            result = .failure(error)
        }
        try? input.fileHandleForWriting.close()
        _ = try? await Offload.run { process.waitUntilExit() }
        return try result.get()
    }

    /// Reads a line, without its end. Blocks its thread.
    private static func line(of handle: FileHandle) throws -> String {
        var bytes = Data()
        while let byte = try handle.read(upToCount: 1), !byte.isEmpty {
            if byte.first == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes += byte
        }
        throw Failure(.no, "error: the other process of this bench ended before it began; its words are above.")
    }
}
