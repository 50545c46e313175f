import NIOCore

/// Closes a new connection when its address has too many already.
final class AddressBound: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let seats: ConnectionSeats
    /// The address for which a seat is held.
    private var address: String?

    init(_ seats: ConnectionSeats) {
        self.seats = seats
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    private func begin(_ context: ChannelHandlerContext) {
        guard address == nil, let peer = context.channel.remoteAddress?.ipAddress else { return }
        if seats.take(peer) { address = peer } else { context.close(promise: nil) }
    }

    private func end() {
        address.map(seats.free)
        address = nil
    }
}
