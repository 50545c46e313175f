import NIOCore
import NIOPosix
import Synchronization

/// A server on the loopback that begins a long answer at once and then gives it out byte by byte, without an end.
final class DribblingServer: Sendable {
    let port: Int
    private let channel: any Channel
    private let seen: Seen

    /// How many requests have come.
    var requests: Int { seen.requests.withLock { $0 } }

    static func start() async throws -> DribblingServer {
        let seen = Seen()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(DribblingHandler(seen))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return DribblingServer(channel, seen)
    }

    private init(_ channel: any Channel, _ seen: Seen) {
        self.channel = channel
        self.seen = seen
        port = channel.localAddress?.port ?? 0
    }

    func stop() async {
        try? await channel.close().get()
    }

    fileprivate final class Seen: Sendable {
        let requests = Mutex(0)
    }

    private final class DribblingHandler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let seen: Seen
        private var speaker = HTTP1Speaker(body: "")
        private var dribble: RepeatedTask?

        init(_ seen: Seen) {
            self.seen = seen
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let (_, requests) = speaker.take(Array(unwrapInboundIn(data).readableBytesView))
            guard !requests.isEmpty else { return }
            seen.requests.withLock { $0 += requests.count }
            let channel = context.channel
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"
            channel.writeAndFlush(ByteBuffer(string: head), promise: nil)
            dribble = context.eventLoop.scheduleRepeatedTask(
                initialDelay: .milliseconds(10), delay: .milliseconds(10)
            ) { _ in
                channel.writeAndFlush(ByteBuffer(string: " "), promise: nil)
            }
        }

        func channelInactive(context: ChannelHandlerContext) {
            dribble?.cancel()
            dribble = nil
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
