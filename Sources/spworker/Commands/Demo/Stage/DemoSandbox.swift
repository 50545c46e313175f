import Logging
import Ports
import Sandbox
import SellingPartner

/// A sandbox that lives as long as somebody plays with it.
struct DemoSandbox: Sendable {
    let world: World
    let timekeeper: any Timekeeper

    /// Starts the sandbox and lets `play` have it to the end.
    ///
    /// - Throws: What `play` and the sandbox throw.
    func run<End: Sendable>(
        _ play: @escaping @Sendable (SandboxState, SandboxAddress) async throws -> End
    ) async throws -> End {
        let server = SandboxServer(
            world: world, timekeeper: timekeeper, random: SystemRandom(),
            logger: Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() })
        let (addresses, announce) = AsyncStream<SandboxAddress>.makeStream()
        return try await withThrowingTaskGroup(of: End?.self) { group in
            group.addTask {
                try await server.run { announce.yield($0) }
                return nil
            }
            group.addTask {
                for await address in addresses { return try await play(server.state, address) }
                return nil
            }
            defer { group.cancelAll() }
            for try await end in group {
                if let end { return end }
            }
            throw Failure(.no, "error: the sandbox did not start.")
        }
    }
}
