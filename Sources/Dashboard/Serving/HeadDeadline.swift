import NIOCore

/// Closes a connection on which no whole request head has come in time. Whoever opens connections and says nothing, or says
/// it byte by byte, must not keep others out.
final class HeadDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let patience: TimeAmount
    private var closing: Scheduled<Void>?

    /// - Parameter patience: How long the first head may take.
    init(_ patience: TimeAmount) {
        self.patience = patience
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        end()
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    private func begin(_ context: ChannelHandlerContext) {
        guard closing == nil else { return }
        let channel = context.channel
        closing = context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
    }

    private func end() {
        closing?.cancel()
        closing = nil
    }
}
