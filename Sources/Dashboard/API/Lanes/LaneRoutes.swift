import HTTPTypes
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// Looking at lanes, pausing and resetting them.
enum LaneRoutes {
    private static let lane = APIParameter("id", in: .path, .integer(1...Int64.max), "The lane's number.", example: 7)
    private static let seller = APIParameter("seller", .text(200), "Only this seller's lanes.", example: "acme")
    private static let application = APIParameter(
        "application", .text(200), "Only lanes of this application.", example: "main")
    private static let operation = APIParameter(
        "operation", .text(200), "Only operations whose name holds this, in small or capital letters.",
        example: "orders")
    private static let condition = APIParameter(
        "condition", .choice(LaneSearch.Condition.allCases.map(\.rawValue)),
        "Only lanes that Amazon's refusals block, that are paused, or that have waiting jobs.", example: "blocked")
    private static let after = APIParameter(
        "after", .integer(0...Int64.max), "Only lanes behind this number: `next` of the page before.", example: 120)
    private static let wrong: APIAnswer = .unprocessable("Something is wrong with the body; `errors` names what.")

    static let all = [
        APIRoute(
            .lanes, "listLanes", .get, "lanes", "List lanes by number",
            about: "Waiting jobs are counted up to 10000.",
            parameters: [seller, .region, application, operation, condition, after, .limit],
            answers: [.ok("LanePage", "The lanes."), .badRequest]
        ) { try await list($0) },
        APIRoute(
            .lanes, "pauseLane", .post, "lanes/{id}/pause", "Start no jobs of a lane until it is resumed",
            parameters: [lane], body: APIRoute.Body(schema: "Reason", isRequired: false),
            answers: [.ok("Lane", "It is paused."), .badRequest, .notFound, .tooLarge, .wrongType, wrong]
        ) { call in
            var body = try await call.readBody()
            let reason = body.text("reason", most: 500) ?? "no reason given"
            try body.finish()
            return try await change(call, .pause(reason), .lanesPaused, reason: reason)
        },
        APIRoute(
            .lanes, "resumeLane", .post, "lanes/{id}/resume", "Let the jobs of a paused lane run again",
            parameters: [lane], body: APIRoute.Body(schema: "Nothing", isRequired: false),
            answers: [.ok("Lane", "It goes on."), .badRequest, .notFound, .tooLarge, .wrongType, wrong]
        ) { call in
            var body = try await call.readBody()
            try body.finish()
            return try await change(call, .resume, .lanesResumed)
        },
        APIRoute(
            .lanes, "resetLane", .post, "lanes/{id}/reset", "Forget that Amazon throttled a lane, and fill its bucket",
            about: "The next calls may be throttled again.", parameters: [lane],
            body: APIRoute.Body(schema: "Nothing", isRequired: false),
            answers: [.ok("Lane", "It is reset."), .badRequest, .notFound, .tooLarge, .wrongType, wrong]
        ) { call in
            var body = try await call.readBody()
            try body.finish()
            return try await change(call, .reset, .lanesReset)
        },
    ]

    private static func list(_ call: APICall) async throws -> APIReply {
        let search = LaneSearch(
            seller: call.text(seller), region: call.text(.region), application: call.text(application),
            operation: call.text(operation),
            condition: call.text(condition).flatMap { LaneSearch.Condition(rawValue: $0) },
            afterID: call.integer(after), limit: call.limit + 1)
        let found = try await call.store.lanes(matching: search)
        let shown = found.prefix(call.limit)
        let next = found.count > shown.count ? shown.last?.lane.id : nil
        return APIReply(
            .object(["lanes": .array(shown.map(\.json)), "next": next.map { .integer($0) } ?? .null]))
    }

    private static func change(
        _ call: APICall, _ action: LaneAction, _ kind: Deed.Kind, reason: String? = nil
    ) async throws -> APIReply {
        let key = try await record(call).lane.key
        guard let id = call.integer(lane) else { throw Refusal.notFound() }
        let note = reason.map { "\(key.operation): \($0)" } ?? key.operation
        let deed = Deed(kind, to: Deed.Owner(of: [key]), note: note, actor: call.visitor.actor)
        try await call.store.change(lanes: [id], action, telling: deed)
        return APIReply(try await record(call).json)
    }

    /// The lane that is meant.
    ///
    /// - Throws: `Refusal` with status 404.
    private static func record(_ call: APICall) async throws -> LaneRecord {
        guard let id = call.integer(lane) else { throw Refusal.notFound() }
        let found = try await call.store.lanes(matching: LaneSearch(afterID: id - 1, limit: 1))
        guard let record = found.first, record.lane.id == id else {
            throw Refusal(.notFound, "No such lane", "There is no lane \(id).", cure: "GET /api/v1/lanes lists all.")
        }
        return record
    }
}
