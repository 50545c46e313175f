import Foundation

/// A PostgreSQL server of a test's own, which may be taken down.
struct OwnServer {
    /// How a server is stopped, in the words of `pg_ctl`.
    enum Stop: String {
        /// It ends all connections, and writes what there is to write.
        case fast
        /// As in a crash: it begins anew with what is on the disk.
        case immediate
    }

    /// Where the tests use a server that somebody else has started there may be no programs to start another.
    static let isExpected =
        QueueServer.isExpected && (QueueServer.server?.contains("/spworker-postgres.") ?? true)
    /// What a server's socket is called in its folder.
    static let socketName = ".s.PGSQL.5432"

    /// Where it lies, with its socket.
    let folder: String

    /// The address for `database:`.
    var address: String { Self.address(in: folder) }
    /// The path of its socket.
    var socket: String { folder + "/" + Self.socketName }

    /// The address of a server whose socket lies in the folder.
    static func address(in folder: String) -> String { "postgres://spworker@/postgres?host=\(folder)" }

    /// Starts a server and stops it in the end, whatever happens.
    static func lend(_ body: (OwnServer) async throws -> Void) async throws {
        try await Workplace.open { workplace in
            let address = try await run([], workplace)
            guard let mark = address.range(of: "host=") else {
                throw QueueFile.Failed(description: ".ci/postgres prints no address of a socket: \(address)")
            }
            let server = OwnServer(folder: String(address[mark.upperBound...]))
            let result: Result<Void, any Error>
            do { result = .success(try await body(server)) } catch { result = .failure(error) }
            _ = try? await run(["stop", server.folder], workplace)
            try result.get()
        }
    }

    /// Stops it and starts it again.
    func restart(_ workplace: Workplace, _ stop: Stop) async throws {
        _ = try await Self.run(["restart", folder, stop.rawValue], workplace)
    }

    /// Runs the script that also makes the server of all other tests. It does not see which one that is.
    private static func run(_ arguments: [String], _ workplace: Workplace) async throws -> String {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let script = package.appending(path: ".ci/postgres").path
        let end = try await workplace.start(URL(filePath: "/usr/bin/env"), ["bash", script] + arguments).end()
        guard end.code == 0 else { throw QueueFile.Failed(description: ".ci/postgres: \(end.errors)") }
        return end.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
