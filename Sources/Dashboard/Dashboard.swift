package import Hummingbird
import JobModel
import Logging
import NIOCore
import Ports
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The web pages that show the installation and steer it.
package struct Dashboard: Service {
    /// How long answers under way may take to end when it is asked to stop.
    private static let patience = Duration.seconds(5)
    /// How long a connection may take to say what it wants.
    private static let headPatience = TimeAmount.seconds(10)
    /// The most connections; more wait.
    private static let connections = 512

    /// Where it listens.
    package let listen: ListenAddress
    private let site: Site
    private let announce: @Sendable (ListenAddress) -> Void

    /// Puts the pages together.
    ///
    /// - Parameters:
    ///   - access: Who is let in.
    ///   - announce: Told the address once it listens, with the port that it really has.
    /// - Throws: `DashboardError` when a template is wrong.
    package init(
        _ installation: any Installation, listen: ListenAddress, access: AccessRules,
        announce: @escaping @Sendable (ListenAddress) -> Void = { _ in }
    ) throws(DashboardError) {
        self.listen = listen
        self.announce = announce
        site = try Site(installation, listen: listen, access: access)
    }

    /// The application with all routes.
    package var application: Application<RouterResponder<DashboardContext>> {
        let (listen, announce) = (listen, announce)
        let seats = ConnectionSeats()
        let quiet = Logger(label: "spworker.dashboard") { _ in SwiftLogNoOpLogHandler() }
        return Application(
            router: site.router(),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [AddressBound(seats), HeadDeadline(Self.headPatience)],
                    idleTimeout: .seconds(120),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
            configuration: ApplicationConfiguration(
                address: .hostname(listen.host, port: listen.port),
                availableConnectionsDelegate: .maximum(Self.connections, logger: quiet)),
            onServerRunning: { channel in
                announce(ListenAddress(host: listen.host, port: channel.localAddress?.port ?? listen.port))
            },
            // What is worth telling is told by the pages.
            logger: quiet)
    }

    /// Serves pages until it is asked to stop; answers under way may end.
    ///
    /// - Throws: `DashboardError` when the address cannot be listened on.
    package func run() async throws {
        let (application, timekeeper) = (application, site.installation.timekeeper)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.run() }
                group.addTask {
                    try await gracefulShutdown()
                    try await timekeeper.sleep(for: Self.patience)
                }
                try await group.next()
                group.cancelAll()
            }
        } catch let error as IOError {
            throw Self.words(error, listen)
        } catch let error where !(error is CancellationError) {
            throw DashboardError(
                .address,
                "the dashboard cannot listen on \(listen): \(error); correct dashboard.listen, for example "
                    + "127.0.0.1:8088")
        }
    }

    private static func words(_ error: IOError, _ listen: ListenAddress) -> DashboardError {
        let problem =
            switch error.errnoCode {
            case EADDRINUSE:
                "another program listens on \(listen); set dashboard.listen to another port, or stop it ('ss -ltnp' "
                    + "shows who it is)"
            case EACCES:
                "this user may not listen on \(listen); set dashboard.listen to a port from 1024"
            case EADDRNOTAVAIL:
                "\(listen) is no address of this machine; set dashboard.listen to one of its own, such as "
                    + "127.0.0.1:\(listen.port)"
            default:
                "the dashboard cannot listen on \(listen): \(error); correct dashboard.listen"
            }
        return DashboardError(.address, problem)
    }
}
