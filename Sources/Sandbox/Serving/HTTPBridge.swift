import HTTPTypes
import HummingbirdCore
import NIOCore
import Ports

/// Carries requests and answers between the HTTP server's types and the sandbox's own.
struct HTTPBridge: Sendable {
    let exchange: Exchange
    let timekeeper: any Timekeeper

    /// Ends a connection without an answer.
    private struct Closed: Error {}

    func respond(to request: Request, with writer: consuming ResponseWriter, on channel: any Channel) async throws {
        var incoming = Self.incoming(request)
        let limit = Self.largestBody(of: incoming)
        if incoming.announcesBody {
            do {
                let buffer = try await request.body.collect(upTo: limit)
                incoming.body = Array(buffer.readableBytesView)
            } catch is NIOTooManyBytesError {
                let answer = exchange.plain(.error(413, "RequestTooLarge", message: "The request is too large."))
                guard case .reply(let reply) = answer.manner else { throw Closed() }
                try await Self.write(reply, answer, to: writer)
                throw Closed()
            }
        }
        let answer = exchange.answer(incoming)
        if answer.delay > .zero { try await timekeeper.sleep(for: answer.delay) }
        switch answer.manner {
        case .reply(let reply):
            try await Self.write(reply, answer, to: writer)
        case .document(let delivery):
            try await Self.write(delivery, answer, to: writer, on: channel, timekeeper: timekeeper)
        case .later(let find):
            try await Self.write(await find(), answer, to: writer)
        case .reset:
            throw Closed()
        case .hang:
            await Self.hang(on: channel)
            throw Closed()
        }
    }

    private static func incoming(_ request: Request) -> IncomingRequest {
        let target = request.head.path ?? "/"
        let question = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        return IncomingRequest(
            method: request.head.method.rawValue, path: target[..<(question ?? target.endIndex)],
            query: question.map { target[target.utf8.index(after: $0)...] },
            headers: request.head.headerFields.map { ($0.name.canonicalName, $0.value) }, body: [],
            authority: request.head.authority)
    }

    private static func write(_ reply: Reply, _ answer: Answer, to writer: consuming ResponseWriter) async throws {
        var fields = HTTPFields()
        fields.reserveCapacity(6)
        if let contentType = reply.contentType { fields[.contentType] = contentType }
        fields[.date] = answer.date
        if let name = requestIdName { fields[name] = answer.requestId }
        if let rate = answer.rate, let name = rateName { fields[name] = String(rate) }
        if reply.status != 204 { fields[.contentLength] = String(reply.body.count) }
        let head = HTTPTypes.HTTPResponse(status: .init(code: reply.status), headerFields: fields)
        let body = reply.body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body))
        try await writer.write(response: head, body: body)
    }

    /// Waits until the connection is closed or the sandbox stops.
    ///
    /// The server has a way of its own to notice a client that leaves, but the process ends when one leaves in the midst of it.
    private static func hang(on channel: any Channel) async {
        let (never, source) = AsyncStream<Never>.makeStream()
        channel.closeFuture.whenComplete { _ in source.finish() }
        for await _ in never {}
    }

    private static let requestIdName = HTTPField.Name("x-amzn-RequestId")
    private static let rateName = HTTPField.Name("x-amzn-RateLimit-Limit")

    /// Feeds may be longer than calls.
    private static func largestBody(of request: IncomingRequest) -> Int {
        (request.path.hasPrefix("/\(DocumentAddress.place)/") ? 64 : 10) * 1024 * 1024
    }
}
