import HTTPTypes
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// Looking at sellers.
enum SellerRoutes {
    private static let text = APIParameter(
        "text", .text(200), "Only sellers whose `id/region` holds this, in small or capital letters.",
        example: "acme")
    private static let state = APIParameter(
        "state", .choices(AuthorizationState.allCases.map(\.word)), "Only sellers in one of these states.",
        example: "revoked")
    private static let application = APIParameter(
        "application", .text(200), "Only sellers of this application.", example: "main")
    private static let paused = APIParameter("paused", .flag, "Only sellers that are paused, or only the others.")

    static let all = [
        APIRoute(
            .sellers, "listSellers", .get, "sellers", "List sellers, one entry for each region",
            about: "By id, region and application. Waiting jobs are counted up to 1000.",
            parameters: [text, state, application, paused, Cursor.parameter, .limit],
            answers: [.ok("SellerPage", "The sellers."), .badRequest]
        ) { try await list($0) },
        APIRoute(
            .sellers, "getSeller", .get, "sellers/{seller}",
            "Tell a seller's story: state, since when, why, what to do",
            parameters: [.seller, .region],
            answers: [.ok("SellerStories", "The seller, for each of its regions."), .badRequest, .notFound]
        ) { try await one($0) },
    ]

    private static func list(_ call: APICall) async throws -> APIReply {
        var search = AuthorizationSearch(
            text: call.text(text), application: call.text(application),
            states: Set(call.words(state).compactMap { word in AuthorizationState.allCases.first { $0.word == word } }),
            isPaused: call.flag(paused), limit: call.limit)
        if let parts = call.text(Cursor.parameter).map({ Cursor.parts($0, count: 3) }) {
            search.after = AuthorizationKey(application: parts[2], seller: parts[0], region: parts[1])
        }
        let (found, hasMore) = try await SellerMerge(
            search: search, configured: await call.installation.sellers(), store: call.store
        ).page()
        // Those of the page alone: each looks for its own among them.
        let shown = Set(found.map(\.seller.key))
        let tokens = try await call.store.tokens().filter { $0.authorization.map(shown.contains) ?? false }
        let last = hasMore ? found.last?.seller.key : nil
        return APIReply(
            .object([
                "sellers": .array(found.map { $0.json(tokens) }),
                "next": .text(last.map { Cursor.text([$0.seller, $0.region, $0.application]) }),
            ]))
    }

    private static func one(_ call: APICall) async throws -> APIReply {
        let sellers = try await SellerTarget(call).sellers(region: call.text(.region))
            .with(try await call.store.tokens())
        var stories: [JSONValue] = []
        for seller in sellers { stories.append(try await story(of: seller, call).json) }
        return APIReply(.object(["sellers": .array(stories)]))
    }

    private static func story(of seller: SellerOverview, _ call: APICall) async throws -> SellerStory {
        let (store, installation) = (call.store, call.installation)
        let application = try await store.applications().first { $0.name == seller.key.application }
        return SellerStory(
            seller: seller, application: application,
            events: try await store.latestEvents(of: seller.key, limit: 100),
            applicationEvents: application?.pauseReason == nil ? [] : try await store.latestEvents(limit: 500),
            grace: installation.grace, probeEvery: installation.probeEvery, now: installation.now)
    }
}
