import JobModel
import NIOCore
import OperationCatalogue

/// Answers the requests of one connection in their order.
final class MockHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// No client of ours sends more in one request; who does is let go.
    private static let longest = 1 << 20
    private static let order = ByteBuffer(bytes: MockAnswers.order)

    private let server: MockServer
    /// What has come and is not answered yet.
    private var received = ByteBuffer()

    init(_ server: MockServer) {
        self.server = server
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        received.writeBuffer(&bytes)
        while let request = received.withUnsafeReadableBytes({ MockRequest($0) }) {
            received.moveReaderIndex(forwardBy: request.length)
            answer(request, context)
        }
        received.discardReadBytes()
        if received.readableBytes > Self.longest { context.close(promise: nil) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.flush()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ request: MockRequest, _ context: ChannelHandlerContext) {
        switch request.subject {
        case .call:
            server.countCall()
            if server.holdsCalls { return }
            context.write(wrapOutboundOut(Self.order), promise: nil)
        case .token:
            let token = ByteBuffer(bytes: MockAnswers.token(server.countToken()))
            guard server.tokenDelay > .zero else {
                context.write(wrapOutboundOut(token), promise: nil)
                return
            }
            let channel = context.channel
            context.eventLoop.scheduleTask(in: .microseconds(server.tokenDelay.microseconds)) {
                channel.writeAndFlush(token, promise: nil)
            }
        case .counts:
            write(MockAnswers.answer(server.counts.json.text), context)
        case .reset:
            server.reset()
            write(MockAnswers.answer("{}"), context)
        }
    }

    private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }
}
