import Foundation

/// PgBouncer before a server, which hands connections out for a transaction at a time. It may be killed.
final class Pooler {
    /// Where the program is; `nil` where it is not installed.
    private static let program: URL? = {
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin") + ":/usr/sbin"
        return path.split(separator: ":").map { URL(filePath: String($0)).appending(path: "pgbouncer") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()
    /// Without it the tests are left out, but not in continuous integration, where they fail.
    static let isExpected =
        OwnServer.isExpected && (program != nil || ProcessInfo.processInfo.environment["CI"] != nil)

    /// Its configuration, in the workplace.
    private static let configuration = "pooler.ini"

    private let workplace: Workplace
    private let folder: URL
    private var running: Program?

    /// Describes it.
    ///
    /// - Parameters:
    ///   - socket: The folder of the server's socket.
    ///   - schema: What is looked into: no address says so here, as PgBouncer takes no `options` from one.
    init(to socket: String, schema: String, in workplace: Workplace) throws {
        self.workplace = workplace
        folder = workplace.folder.appending(path: "pooler", directoryHint: .isDirectory)
        // It gives up being root, and makes its socket afterwards.
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: NSNumber(value: 0o777)])
        try FileManager.default.setAttributes(
            [.posixPermissions: NSNumber(value: 0o777)], ofItemAtPath: folder.path)
        // Fewer connections than the workers have, so that they share them.
        try workplace.write(
            Self.configuration,
            """
            [databases]
            spworker = host=\(socket) port=5432 dbname=postgres user=spworker connect_query='SET search_path TO \(schema)'
            [pgbouncer]
            listen_addr =
            listen_port = 6432
            unix_socket_dir = \(folder.path)
            auth_type = any
            pool_mode = transaction
            default_pool_size = 4
            server_login_retry = 1

            """)
    }

    /// The address for `database:`.
    var address: String {
        "postgres://spworker@/spworker?host=\(folder.path)&port=6432&pool_mode=transaction"
    }

    /// Starts it, and waits until it takes connections.
    func start() async throws {
        guard let program = Self.program else {
            throw QueueFile.Failed(description: "These tests need PgBouncer: apt-get install pgbouncer")
        }
        let user = geteuid() == 0 ? ["-u", "nobody"] : []
        let started = try workplace.start(program, user + [Self.configuration])
        running = started
        _ = try await started.line(holding: "process up")
    }

    /// Kills it, and with it every connection.
    func kill() async throws {
        running?.send(SIGKILL)
        _ = try await running?.end()
        running = nil
    }
}
