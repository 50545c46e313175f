import HTTPTypes
import HummingbirdCore
import NIOCore
import Ports

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension HTTPBridge {
    /// Ends a connection in the midst of a document.
    private struct BrokenOff: Error {}

    private static let pieceSize = 128 * 1024

    /// Sends a document piece by piece, as fast as the client takes it.
    static func write(
        _ delivery: DocumentDelivery, _ answer: Answer, to writer: consuming ResponseWriter, on channel: any Channel,
        timekeeper: any Timekeeper
    ) async throws {
        var fields = HTTPFields()
        for (name, value) in delivery.fields {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        fields[.date] = answer.date
        fields[.contentLength] = String(delivery.range.count)
        let head = HTTPTypes.HTTPResponse(status: .init(code: delivery.status), headerFields: fields)
        let body = ResponseBody { writer in
            var sent = 0
            while sent < delivery.range.count {
                let limit = min(pieceSize, delivery.range.count - sent)
                let piece = delivery.content.bytes(from: delivery.range.lowerBound + sent, limit: limit)
                if let mishap = delivery.mishap {
                    try await send(piece, behind: sent, mishap, to: &writer, on: channel, timekeeper)
                } else {
                    try await writer.write(ByteBuffer(bytes: piece))
                }
                sent += piece.count
            }
            try await writer.finish(nil)
        }
        try await writer.write(response: head, body: body)
    }

    /// Sends a piece in which something may go wrong.
    private static func send(
        _ piece: ArraySlice<UInt8>, behind sent: Int, _ mishap: DocumentDelivery.Mishap,
        to writer: inout any ResponseBodyWriter, on channel: any Channel, _ timekeeper: any Timekeeper
    ) async throws {
        switch mishap {
        case .flip(let place) where (sent..<sent + piece.count).contains(place):
            var piece = piece
            piece[piece.startIndex + place - sent] ^= 0x20
            try await writer.write(ByteBuffer(bytes: piece))
        case .end(let place) where place < sent + piece.count:
            try await writer.write(ByteBuffer(bytes: piece.prefix(max(0, place - sent))))
            try await breakOff(channel, isReset: false)
        case .reset(let place) where place < sent + piece.count:
            try await writer.write(ByteBuffer(bytes: piece.prefix(max(0, place - sent))))
            try await breakOff(channel, isReset: true)
        case .pause(let place, let pause) where (sent..<sent + piece.count).contains(place):
            try await writer.write(ByteBuffer(bytes: piece.prefix(place - sent)))
            try await timekeeper.sleep(for: pause)
            try await writer.write(ByteBuffer(bytes: piece.dropFirst(place - sent)))
        default: try await writer.write(ByteBuffer(bytes: piece))
        }
    }

    private static func breakOff(_ channel: any Channel, isReset: Bool) async throws -> Never {
        // What was written is on its way once the loop has had its turn.
        try await channel.eventLoop.submit {}.get()
        if isReset, let socket = channel as? any SocketOptionProvider {
            // A socket that does not linger is reset when it is closed.
            try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        throw BrokenOff()
    }
}
