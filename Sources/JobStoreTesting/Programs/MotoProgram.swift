import Foundation

/// An AWS on this machine: the program `moto_server`, while it runs.
///
/// The environment variable `SPWORKER_MOTO` names the program; without it the tests that need it do not run.
package final class MotoProgram: Sendable {
    /// It did not come up.
    package struct Failed: Error, CustomStringConvertible {
        package let description: String
    }

    /// The program, if there is one to test with.
    package static var path: String? {
        ProcessInfo.processInfo.environment["SPWORKER_MOTO"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Its URL without a slash at the end.
    package let address: String
    private let process: ChildProgram
    private let folder: URL

    private init(address: String, process: ChildProgram, folder: URL) {
        self.address = address
        self.process = process
        self.folder = folder
    }

    /// Starts one at a port that is free.
    package static func start(_ program: String) async throws -> MotoProgram {
        let folder = FileManager.default.temporaryDirectory.appending(path: "moto-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let log = folder.appending(path: "log")
        let process = try ChildProgram(
            program, ["-H", "127.0.0.1", "-p", "0"],
            environment: [
                "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path,
                "PYTHONUNBUFFERED": "1",
            ],
            output: log.path)
        // Generous on purpose: it bounds a test that hangs and says nothing about speed.
        for _ in 0..<3000 {
            let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            if let start = text.firstRange(of: "http://127.0.0.1:"), text[start.upperBound...].contains("\n") {
                let port = text[start.upperBound...].prefix { $0.isNumber }
                return MotoProgram(address: "http://127.0.0.1:\(port)", process: process, folder: folder)
            }
            guard process.endCode == nil else { throw Failed(description: "moto_server ended: \(text)") }
            try await Task.sleep(for: .milliseconds(20))
        }
        process.kill()
        throw Failed(description: "moto_server did not say its address")
    }

    /// Ends it.
    package func stop() {
        process.kill()
        try? FileManager.default.removeItem(at: folder)
    }
}
