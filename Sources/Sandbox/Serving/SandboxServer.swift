import HummingbirdCore
package import Logging
import NIOCore
import NIOPosix
package import OperationCatalogue
package import Ports

/// A fake Login with Amazon and Selling Partner API for all three regions, on one port of the loopback interface.
///
/// It is stricter than Amazon: a request that a correct client would never send is refused and noted in the ledger as a
/// complaint. All time, random numbers and waiting come from outside, so that usage plans, expiries and latency run in
/// accelerated time when the clock does.
///
/// ```swift
/// let sandbox = SandboxServer(
///     world: .standard(sellers: 3), timekeeper: timekeeper, random: random, logger: logger)
/// try await sandbox.run { address in print(address.lwaEndpoint) }
/// ```
package final class SandboxServer: Sendable {
    /// The state, to look at and to meddle with while the sandbox runs.
    package let state: SandboxState
    private let exchange: Exchange
    private let logger: Logger

    /// Creates a sandbox. Its time begins now.
    ///
    /// - Parameters:
    ///   - world: Who is who, how fast, and what goes wrong.
    ///   - timekeeper: The clock of usage plans, token lifetimes, latency and order dates.
    ///   - random: Makes request ids, access tokens and the draws of faults.
    ///   - logger: Where starting and stopping is reported. Requests are not logged; see the ledger.
    ///   - operations: The operations that are served; the whole catalogue unless told otherwise.
    package init(
        world: World, timekeeper: any Timekeeper, random: any RandomSource, logger: Logger,
        operations: [Operation] = OperationCatalogue.builtIn.all
    ) {
        self.logger = logger
        state = SandboxState(world: world, timekeeper: timekeeper)
        exchange = Exchange(state: state, random: random, operations: operations)
    }

    /// Serves until the task is cancelled, then returns. To be called once.
    ///
    /// - Parameters:
    ///   - port: The port on 127.0.0.1; 0 lets the system choose one.
    ///   - onReady: Called once, with the address, when requests are accepted.
    /// - Throws: `WorldError` when the world contradicts itself, and an error of the system when the port cannot be had.
    package func run(port: Int = 0, onReady: @escaping @Sendable (SandboxAddress) -> Void) async throws {
        let conflicts = state.world.conflicts
        guard conflicts.isEmpty else {
            throw WorldError(file: "world", problems: conflicts.map { .init(line: nil, message: $0) })
        }
        // The HTTP server reports its own cancellation, which is how a sandbox is meant to end, as an error.
        var quiet = logger
        quiet.logLevel = .critical
        let logger = logger
        let bridge = HTTPBridge(exchange: exchange, timekeeper: state.timekeeper)
        let server = Server(
            childChannelSetup: HTTP1Channel(responder: { request, writer, channel in
                try await bridge.respond(to: request, with: writer, on: channel)
            }),
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: port), backlog: 1024),
            onServerRunning: { channel in
                guard let port = channel.localAddress?.port else { return }
                logger.info("sandbox listens", metadata: ["port": "\(port)"])
                onReady(SandboxAddress(port: port))
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet)
        do {
            try await server.run()
        } catch is CancellationError {
            // The normal end.
        }
        logger.info("sandbox stopped")
    }
}
