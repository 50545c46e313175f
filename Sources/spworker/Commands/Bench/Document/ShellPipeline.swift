import Foundation

/// Runs programs of the system that are connected by a shell.
enum ShellPipeline {
    /// Runs a script, and ends it when the task is cancelled.
    ///
    /// - Parameters:
    ///   - script: What the shell does. `$1` is the first of `arguments`.
    /// - Throws: `Failure` when it cannot be started or fails; `CancellationError`.
    static func run(_ script: String, _ arguments: [String]) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script, "sh"] + arguments
        process.standardInput = FileHandle.nullDevice
        try await withTaskCancellationHandler {
            try Task.checkCancellation()
            let code = try await Offload.run {
                do { try process.run() } catch { throw Failure(.usage, "error: /bin/sh cannot be started.") }
                process.waitUntilExit()
                return process.terminationStatus
            }
            try Task.checkCancellation()
            guard code == 0 else {
                throw Failure(
                    .usage,
                    "error: a program that is measured beside this one failed (exit code \(code)). Install curl and gzip, and "
                        + "see whether the disk has room.")
            }
        } onCancel: {
            if process.isRunning { process.terminate() }
        }
    }
}
