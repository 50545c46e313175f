import NIOCore
import NIOPosix
import Ports
import Synchronization

/// A Login with Amazon and Selling Partner API that answers everything at once with fixed bytes, or lets calls wait for
/// ever: what is measured against it is the caller. Plain HTTP/1.1 on 127.0.0.1, one thread.
final class MockServer: Sendable {
    /// How long an access token takes.
    let tokenDelay: Duration
    /// Whether calls get no answer; tokens do.
    let holdsCalls: Bool
    private let timekeeper: any Timekeeper
    private let counted = Mutex(MockCounts())

    init(tokenDelay: Duration, holdsCalls: Bool, timekeeper: any Timekeeper) {
        self.tokenDelay = tokenDelay
        self.holdsCalls = holdsCalls
        self.timekeeper = timekeeper
    }

    /// Serves while `body` runs.
    ///
    /// - Parameter body: Is told the URL, without a slash at its end.
    /// - Throws: What keeps it from listening, and what `body` throws.
    func serve(while body: (_ url: String) async throws -> Void) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let result: Result<Void, any Error>
        do {
            let channel = try await bootstrap(group).bind(host: "127.0.0.1", port: 0).get()
            try await body("http://127.0.0.1:\(channel.localAddress?.port ?? 0)")
            result = .success(())
        } catch {
            result = .failure(error)
        }
        // With its threads the listener and every connection end.
        try await group.shutdownGracefully()
        try result.get()
    }

    private func bootstrap(_ group: any EventLoopGroup) -> ServerBootstrap {
        ServerBootstrap(group: group)
            // A worker's runs may all connect at the same instant.
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(MockHandler(self))
                }
            }
    }

    // MARK: Counting

    var counts: MockCounts { counted.withLock { $0 } }

    /// Begins to count anew.
    func reset() { counted.withLock { $0 = MockCounts() } }

    /// Counts a token and gives its number.
    func countToken() -> Int {
        counted.withLock { counted in
            counted.tokens += 1
            return counted.tokens
        }
    }

    /// Counts a call.
    func countCall() {
        counted.withLock { counted in
            counted.calls += 1
            if counted.firstCallAt == nil { counted.firstCallAt = timekeeper.wallMicroseconds() }
        }
    }
}
