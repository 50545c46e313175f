import Foundation
import Synchronization

/// A temporary folder with the programs that were started in it.
final class Workplace: Sendable {
    /// The folder, new and empty.
    let folder: URL
    private let logs: URL
    private let binary: URL
    private let programs = Mutex<[Program]>([])

    private init() throws {
        binary = try SpworkerBinary.locate()
        // Resolved, because the program names files by their real paths.
        folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appending(path: "spworker-e2e-\(UUID().uuidString)", directoryHint: .isDirectory)
        logs = folder.appending(path: "logs", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
    }

    /// Makes a workplace, and takes it down whatever happens in it.
    static func open(_ body: (Workplace) async throws -> Void) async throws {
        let workplace = try Workplace()
        do {
            try await body(workplace)
        } catch {
            await workplace.close()
            throw error
        }
        await workplace.close()
    }

    private func close() async {
        for program in programs.withLock({ $0 }).reversed() { await program.reap() }
        // For people who want to see what was left behind.
        guard ProcessInfo.processInfo.environment["SPWORKER_KEEP_SCENES"] == nil else { return }
        try? FileManager.default.removeItem(at: folder)
    }

    /// Starts `spworker`. It sees no environment but a path, a home and what is given.
    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Program {
        try start(binary, arguments, environment: environment)
    }

    /// Starts another program.
    func start(
        _ executable: URL, _ arguments: [String], environment: [String: String] = [:], hasInput: Bool = false
    ) throws -> Program {
        try programs.withLock { programs in
            let system = ProcessInfo.processInfo.environment
            let base = ["PATH": system["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path]
            let number = String(programs.count + 1)
            let name = String(repeating: "0", count: max(0, 3 - number.count)) + number + "-"
            let program = try Program(
                executable, arguments, in: folder, environment: base.merging(environment) { $1 }, logs: logs,
                name: name + executable.lastPathComponent, hasInput: hasInput)
            programs.append(program)
            return program
        }
    }

    /// Runs `spworker` to its end.
    func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Program.Ended {
        try await start(arguments, environment: environment).end()
    }

    /// Writes a file, beside and renamed: a reader never sees half of it.
    func write(_ name: String, _ text: String, mode: Int = 0o644) throws {
        let place = folder.appending(path: name)
        let draft = folder.appending(path: name + ".new")
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: NSNumber(value: mode)]
        guard
            FileManager.default.createFile(atPath: draft.path, contents: Data(text.utf8), attributes: attributes),
            rename(draft.path, place.path) == 0
        else { throw CocoaError(.fileWriteUnknown) }
    }

    /// The queue's file with this name.
    func queue(_ name: String = "spworker.db") -> QueueFile {
        QueueFile(workplace: self, place: folder.appending(path: name))
    }
}
