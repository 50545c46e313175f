import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on the loopback that keeps connections open and counts them, with TLS if wanted.
final class LoopbackServer: Sendable {
    /// How the bytes of a connection are understood. They are read and written by hand, so that client and server
    /// cannot be wrong together.
    enum Speech: Sendable {
        case http1
        case http2
    }

    fileprivate struct State {
        var connections = 0
        var requests: [String] = []
        var isHolding: Bool
        var held: [@Sendable () -> Void] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    let port: Int
    private let channel: any Channel
    private let desk: Desk

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - speech: The protocol.
    ///   - usesTLS: Whether connections are encrypted; always for HTTP/2.
    ///   - body: The body of every answer.
    ///   - isHolding: Whether answers wait for ``release()``.
    static func start(
        _ speech: Speech = .http1, usesTLS: Bool = false, body: String = "hello", isHolding: Bool = false
    ) async throws -> LoopbackServer {
        let desk = Desk(isHolding: isHolding)
        let encryption = usesTLS || speech == .http2 ? try Self.encryption(speech) : nil
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let encryption { try pipeline.addHandler(NIOSSLServerHandler(context: encryption)) }
                    let speaker: any Speaker = speech == .http1 ? HTTP1Speaker(body: body) : HTTP2Speaker(body: body)
                    try pipeline.addHandler(SpeakingHandler(speaker, desk: desk))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return LoopbackServer(channel, desk)
    }

    private init(_ channel: any Channel, _ desk: Desk) {
        self.channel = channel
        self.desk = desk
        port = channel.localAddress?.port ?? 0
    }

    /// How many connections there were on which anything was said.
    var connections: Int { desk.state.withLock { $0.connections } }

    /// The requests so far: of HTTP/1.1 with everything, of HTTP/2 only that there was one.
    var requests: [String] { desk.state.withLock { $0.requests } }

    /// Returns when so many requests have come.
    func waitForRequests(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = desk.state.withLock { state in
                if state.requests.count < count { state.watchers.append((count, continuation)) }
                return state.requests.count >= count
            }
            if isReached { continuation.resume() }
        }
    }

    /// Lets all answers go.
    func release() {
        let held = desk.state.withLock { state in
            defer { state.held = [] }
            state.isHolding = false
            return state.held
        }
        for answer in held { answer() }
    }

    func stop() async {
        try? await channel.close().get()
    }

    private static func encryption(_ speech: Speech) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(TestCertificates.server.utf8))
                .map { .certificate($0) },
            privateKey: .privateKey(
                try NIOSSLPrivateKey(bytes: Array(TestCertificates.key.utf8), format: .pem)))
        configuration.applicationProtocols = [speech == .http2 ? "h2" : "http/1.1"]
        return try NIOSSLContext(configuration: configuration)
    }

    /// What all connections share.
    final class Desk: Sendable {
        fileprivate let state: Mutex<State>

        init(isHolding: Bool) { state = Mutex(State(isHolding: isHolding)) }

        func connected() { state.withLock { $0.connections += 1 } }

        /// Takes a request in, and has it answered at once or later.
        func received(_ request: String, answer: @escaping @Sendable () -> Void) {
            let (isHeld, reached) = state.withLock { state in
                state.requests.append(request)
                let count = state.requests.count
                let reached = state.watchers.filter { $0.count <= count }.map(\.continuation)
                state.watchers.removeAll { $0.count <= count }
                if state.isHolding { state.held.append(answer) }
                return (state.isHolding, reached)
            }
            for watcher in reached { watcher.resume() }
            if !isHeld { answer() }
        }
    }
}
