import JobStoreTesting
import Logging
import Ports
import Sandbox
import SellingPartner
import Testing

/// A sandbox in this process, and connections to it.
struct Stage: Sendable {
    let address: SandboxAddress
    let state: SandboxState
    let clock: SteppedClock
    let transport: AsyncHTTPClientTransport

    var world: World { state.world }

    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Plays `body` on a stage with this world, and takes the stage down.
    static func play(_ world: World, _ body: @escaping @Sendable (Stage) async throws -> Void) async throws {
        let clock = SteppedClock()
        let server = SandboxServer(world: world, timekeeper: clock, random: SeededRandom(seed: 7), logger: logger)
        var configuration = AsyncHTTPClientTransport.Configuration()
        // A busy machine must not look like a broken one.
        configuration.connectTimeout = .seconds(60)
        let transport = try AsyncHTTPClientTransport(configuration)
        let (ready, announce) = AsyncStream<SandboxAddress>.makeStream()
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    defer { announce.finish() }
                    try await server.run { announce.yield($0) }
                }
                var addresses = ready.makeAsyncIterator()
                let address = try #require(await addresses.next())
                defer { group.cancelAll() }
                try await body(Stage(address: address, state: server.state, clock: clock, transport: transport))
            }
        } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
    }

    /// Everything that a correct client never does, with how often the sandbox was asked more often than a plan allows.
    var faultsFound: [String] {
        state.withLedger { ledger in
            ledger.complaints.prefix(20).map { "complaint about \($0.operation): \($0.message)" }
                + ledger.throttles.prefix(20).map {
                    "429 for \($0.operation) of \($0.seller ?? "nobody") at \($0.at), \($0.early) too early"
                        + ($0.isApplicationLimit ? " for the application" : "")
                }
        }
    }
}

extension World {
    /// A world whose usage plans hold nobody up.
    static func unhurried(sellers: Int, orders: Int = 25) -> World {
        .standard(sellers: sellers, orders: orders, scale: unhurriedScale)
    }

    static let unhurriedScale = 100_000.0
}
