import HTTPTypes
import Hummingbird
import JobModel
import JobStore
import NIOCore
import OperationCatalogue
import Overview
import ServiceLifecycle

/// Reading and following events.
enum EventRoutes {
    private static let after = APIParameter(
        "after", .integer(0...Int64.max),
        "Only events behind this number: `next` of the page before. Without it the last ones are listed.", example: 310)
    private static let from = APIParameter(
        "after", .integer(0...Int64.max), "Begin behind this number; without it, with what happens from now on.",
        example: 310)
    private static let lastEvent = APIParameter(
        "Last-Event-ID", in: .header, .integer(0...Int64.max), "Like `after`, which browsers send by themselves.",
        example: 310)
    private static let full: APIAnswer = .tooMany("Too many programs follow events already.")

    /// The routes.
    ///
    /// - Parameter seats: How many may follow.
    static func all(_ seats: StreamSeats) -> [APIRoute] {
        [
            APIRoute(
                .events, "listEvents", .get, "events", "List events, oldest first",
                about: "Whoever accepts `text/event-stream` gets what `/api/v1/events/stream` answers.",
                parameters: [after, .limit, lastEvent],
                answers: [.listOrStream("EventPage", "The events."), .badRequest, full]
            ) { call in
                let accepted = call.request.headers[.accept]?.lowercased() ?? ""
                return accepted.hasPrefix("text/event-stream") ? try await stream(call, seats) : try await list(call)
            },
            APIRoute(
                .events, "followEvents", .get, "events/stream", "Follow events as they come",
                about:
                    "Server-sent events: each has the event's number as `id`, its kind as `event` and its JSON as "
                    + "`data`. At least every 15 s there is something, be it a comment. A stream that a browser's "
                    + "session opened ends with it.",
                parameters: [from, lastEvent],
                answers: [.stream("What happens."), .badRequest, full]
            ) { try await stream($0, seats) },
        ]
    }

    private static func list(_ call: APICall) async throws -> APIReply {
        let events: [EventRow]
        if let last = call.integer(after) {
            events = try await call.store.events(after: last, limit: call.limit)
        } else {
            events = Array(try await call.store.latestEvents(limit: call.limit).reversed())
        }
        let next = events.last?.id ?? call.integer(after) ?? 0
        return APIReply(.object(["events": .array(events.map(\.json)), "next": .integer(next)]))
    }

    private static func stream(_ call: APICall, _ seats: StreamSeats) async throws -> APIReply {
        var last = call.integer(lastEvent) ?? call.integer(from)
        if last == nil { last = try await call.store.latestEvents(limit: 1).first?.id }
        guard let seat = seats.take() else {
            throw Refusal(
                .tooManyRequests, "Too many follow already", "\(StreamSeats.most) programs follow events already.",
                cure: "Ask for /api/v1/events with 'after' now and then.", headers: [.retryAfter: "60"])
        }
        let feed = EventFeed(
            store: call.store, timekeeper: call.installation.timekeeper, last: last ?? 0,
            isWelcome: call.site.welcome(of: call.session))
        let request = call.request
        let body = ResponseBody { writer in
            // At once: a browser takes the connection for open only then.
            try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                for await text in feed.cancelOnGracefulShutdown() {
                    try await writer.write(ByteBuffer(string: text))
                }
            }
            try await writer.finish(nil)
            withExtendedLifetime(seat) {}
        }
        return APIReply(
            Response(
                status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body))
    }
}
