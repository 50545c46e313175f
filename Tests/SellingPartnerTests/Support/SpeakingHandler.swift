import NIOCore

/// Finds requests in the bytes of a connection and says what goes back.
protocol Speaker {
    /// Takes bytes in. Returns what is said at once, and the requests that are complete.
    mutating func take(_ bytes: [UInt8]) -> (reply: [UInt8], requests: [SpokenRequest])
}

/// A request that is complete.
struct SpokenRequest: Sendable {
    var text: String
    var answer: [UInt8]
}

/// Joins a speaker to a connection.
final class SpeakingHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var speaker: any Speaker
    private let desk: LoopbackServer.Desk
    private var hasSpoken = false

    init(_ speaker: any Speaker, desk: LoopbackServer.Desk) {
        self.speaker = speaker
        self.desk = desk
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !hasSpoken { desk.connected() }
        hasSpoken = true
        let (reply, requests) = speaker.take(Array(unwrapInboundIn(data).readableBytesView))
        let channel = context.channel
        if !reply.isEmpty { channel.writeAndFlush(ByteBuffer(bytes: reply), promise: nil) }
        for request in requests {
            desk.received(request.text) {
                channel.writeAndFlush(ByteBuffer(bytes: request.answer), promise: nil)
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A client that does not trust the certificate says so and goes.
        context.close(promise: nil)
    }
}

/// HTTP/1.1 with connections that stay open.
struct HTTP1Speaker: Speaker {
    let body: String
    private var text = ""

    init(body: String) { self.body = body }

    mutating func take(_ bytes: [UInt8]) -> (reply: [UInt8], requests: [SpokenRequest]) {
        text += String(decoding: bytes, as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n") else { return ([], []) }
        let length =
            text.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).filter(\.isNumber)) } ?? 0
        guard text[end.upperBound...].utf8.count >= length else { return ([], []) }
        let request = SpokenRequest(
            text: text,
            answer: Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8))
        text = ""
        return ([], [request])
    }
}

/// As much of HTTP/2 as a client needs that asks for something small.
struct HTTP2Speaker: Speaker {
    private enum Kind {
        static let data: UInt8 = 0
        static let headers: UInt8 = 1
        static let settings: UInt8 = 4
        static let ping: UInt8 = 6
    }

    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
    private static let endsStream: UInt8 = 0x1
    private static let isAcknowledgement: UInt8 = 0x1
    private static let endsHeaders: UInt8 = 0x4

    let body: String
    private var bytes: [UInt8] = []
    private var hasBegun = false

    init(body: String) { self.body = body }

    mutating func take(_ new: [UInt8]) -> (reply: [UInt8], requests: [SpokenRequest]) {
        bytes += new
        var reply: [UInt8] = []
        var requests: [SpokenRequest] = []
        if !hasBegun {
            guard bytes.starts(with: Self.preface) else { return ([], []) }
            bytes.removeFirst(Self.preface.count)
            hasBegun = true
            reply += Self.frame(Kind.settings, 0, stream: 0, [])
        }
        while bytes.count >= 9 {
            let length = Int(bytes[0]) << 16 | Int(bytes[1]) << 8 | Int(bytes[2])
            guard bytes.count >= 9 + length else { break }
            let (kind, flags) = (bytes[3], bytes[4])
            let stream = bytes[5..<9].reduce(0) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
            let payload = Array(bytes[9..<(9 + length)])
            bytes.removeFirst(9 + length)
            switch kind {
            case Kind.settings where flags & Self.isAcknowledgement == 0:
                reply += Self.frame(Kind.settings, Self.isAcknowledgement, stream: 0, [])
            case Kind.ping where flags & Self.isAcknowledgement == 0:
                reply += Self.frame(Kind.ping, Self.isAcknowledgement, stream: 0, payload)
            case Kind.data where flags & Self.endsStream != 0, Kind.headers where flags & Self.endsStream != 0:
                // 0x88 stands for ":status: 200" in the table that every side knows.
                let answer =
                    Self.frame(Kind.headers, Self.endsHeaders, stream: stream, [0x88])
                    + Self.frame(Kind.data, Self.endsStream, stream: stream, Array(body.utf8))
                requests.append(SpokenRequest(text: "stream \(stream)", answer: answer))
            default: break
            }
        }
        return (reply, requests)
    }

    private static func frame(_ kind: UInt8, _ flags: UInt8, stream: UInt32, _ payload: [UInt8]) -> [UInt8] {
        let length = payload.count
        return [UInt8(length >> 16 & 0xFF), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF), kind, flags]
            + [24, 16, 8, 0].map { UInt8(stream >> UInt32($0) & 0xFF) } + payload
    }
}
