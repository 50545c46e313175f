import NIOCore
import NIOPosix
import Synchronization

/// A proxy on the loopback that tunnels connections.
final class LoopbackProxy: Sendable {
    let port: Int
    private let channel: any Channel
    private let seen: Seen

    /// What clients asked the proxy for, head by head.
    var heads: [String] { seen.heads.withLock { $0 } }

    /// Starts a proxy.
    ///
    /// - Parameter status: What it answers; it tunnels on `200 OK` alone.
    static func start(answering status: String = "200 OK") async throws -> LoopbackProxy {
        let seen = Seen()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ConnectHandler(status: status, seen: seen))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return LoopbackProxy(channel, seen)
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
        let heads = Mutex<[String]>([])
    }

    /// Reads what is asked for, and from then on hands bytes on.
    private final class ConnectHandler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let status: String
        private let seen: Seen
        private var head = ""
        private var target: (any Channel)?

        init(status: String, seen: Seen) {
            self.status = status
            self.seen = seen
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            if let target {
                target.writeAndFlush(buffer, promise: nil)
                return
            }
            head += String(decoding: buffer.readableBytesView, as: UTF8.self)
            guard head.hasSuffix("\r\n\r\n") else { return }
            seen.heads.withLock { $0.append(head) }
            let client = context.channel
            let reply = ByteBuffer(string: "HTTP/1.1 \(status)\r\n\r\n")
            let place = head.split(separator: " ")[1].split(separator: ":")
            guard status == "200 OK", let port = Int(place[1]) else {
                client.writeAndFlush(reply, promise: nil)
                return
            }
            ClientBootstrap(group: client.eventLoop)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(BackHandler(client: client))
                    }
                }
                .connect(host: String(place[0]), port: port)
                .assumeIsolated()
                .whenComplete { result in
                    switch result {
                    case .success(let target):
                        self.target = target
                        client.writeAndFlush(reply, promise: nil)
                    case .failure: client.close(promise: nil)
                    }
                }
        }

        func channelInactive(context: ChannelHandlerContext) {
            target?.close(promise: nil)
        }
    }

    /// Hands bytes back.
    private final class BackHandler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let client: any Channel

        init(client: any Channel) { self.client = client }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            client.writeAndFlush(unwrapInboundIn(data), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            client.close(promise: nil)
        }
    }
}
