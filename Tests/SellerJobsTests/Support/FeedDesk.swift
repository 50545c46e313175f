import JobModel
import JobStoreTesting
import OperationCatalogue
import Ports
import Synchronization

/// Takes feeds as Amazon does: gives places for their content, works on them and stores the results; a test says how
/// each fares.
final class FeedDesk: Sendable {
    /// How a feed fares.
    struct Life: Sendable {
        /// What each look is told; the last holds from then on.
        var statuses = ["IN_QUEUE", "IN_PROGRESS", "DONE"]
        /// The document with its results, or that which explains why it failed.
        var result: String?
        /// What becomes of the call that asks for it.
        var fate = CreationDesk.Fate.answered

        /// - Parameters:
        ///   - count: Messages that were processed.
        ///   - invalid: Those of them that had errors.
        static func done(_ count: Int = 2, invalid: Int = 0, fate: CreationDesk.Fate = .answered) -> Life {
            let issues = (0..<invalid).map {
                #"{"messageId":\#($0 + 1),"code":"90220","severity":"ERROR","message":"A value is missing."}"#
            }
            return Life(
                result: #"{"header":{},"issues":[\#(issues.joined(separator: ","))],"summary":{"errors":\#(invalid),"#
                    + #""warnings":0,"messagesProcessed":\#(count),"messagesAccepted":\#(count - invalid),"#
                    + #""messagesInvalid":\#(invalid)}}"#, fate: fate)
        }
    }

    private struct Feed {
        var json: [String: JSONValue]
        var life: Life
        var looks = 0
    }

    private struct State {
        var clock: VirtualTimekeeper?
        var lives: [Life]
        var feeds: [Feed] = []
        var orders: [JSONValue] = []
        var types: [String] = []
        var contents: [String: String] = [:]
        var lapsing = 0
        var putTypes: [String?] = []
    }

    private let state: Mutex<State>

    /// - Parameter lives: How the first feeds fare; the others are done.
    init(_ lives: [Life] = []) {
        state = Mutex(State(lives: lives))
    }

    /// The instants are measured by this clock.
    func use(_ clock: VirtualTimekeeper) { state.withLock { $0.clock = clock } }

    /// The next places for content are refused by the storage, so many.
    func lapse(_ count: Int) { state.withLock { $0.lapsing = count } }

    /// What was asked for.
    var orders: [JSONValue] { state.withLock { $0.orders } }
    /// How many feeds there are.
    var count: Int { state.withLock { $0.feeds.count } }
    /// How many places for content were given out.
    var places: Int { state.withLock { $0.types.count } }
    /// What was brought, by its document's id.
    var contents: [String: String] { state.withLock { $0.contents } }
    /// The types that content was brought with.
    var putTypes: [String?] { state.withLock { $0.putTypes } }

    var amazon: FakeAmazon {
        FakeAmazon(onCall: { try await self.answer($0) }, onFetch: { try self.store($0) })
    }

    // MARK: Answers

    private func answer(_ call: FakeAmazon.Call) async throws -> HTTPResponse {
        let path = String(call.request.url.prefix { $0 != "?" })
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        let isPost = call.request.method == "POST"
        switch (name, isPost) {
        case ("documents", true): return try place(call.request.body ?? [])
        case ("feeds", true): return try await create(call.request.body ?? [])
        case ("feeds", false): return list()
        default: return path.contains("/documents/") ? address(of: name) : look(at: name)
        }
    }

    private func place(_ body: [UInt8]) throws -> HTTPResponse {
        let type = try JSONValue(parsing: body)["contentType"]?.string ?? ""
        return state.withLock { state in
            state.types.append(type)
            let id = "in-\(state.types.count)"
            let url = "\(FakeAmazon.storage)\(id)?X-Amz-Signature=signed"
            return .json(201, #"{"feedDocumentId":"\#(id)","url":"\#(url)"}"#)
        }
    }

    private func create(_ body: [UInt8]) async throws -> HTTPResponse {
        let order = try JSONValue(parsing: body)
        let (fate, id) = state.withLock { state -> (CreationDesk.Fate?, String) in
            state.orders.append(order)
            guard state.contents[order["inputFeedDocumentId"]?.string ?? ""] != nil else { return (nil, "") }
            let life = state.lives.isEmpty ? .done() : state.lives.removeFirst()
            if case .failed = life.fate { return (life.fate, "") }
            let id = "F\(state.feeds.count + 1)"
            var json: [String: JSONValue] = ["feedId": .string(id)]
            for name in ["feedType", "marketplaceIds"] { json[name] = order[name] }
            if let clock = state.clock {
                json["createdTime"] = .string(Timestamp(microseconds: clock.wallMicroseconds()).iso8601)
            }
            state.feeds.append(Feed(json: json, life: life))
            return (life.fate, id)
        }
        guard let fate else { return .error(400, "There is no such document.") }
        return try await fate.answer(#"{"feedId":"\#(id)"}"#)
    }

    private func look(at id: String) -> HTTPResponse {
        state.withLock { state in
            guard let index = state.feeds.firstIndex(where: { $0.json["feedId"] == .string(id) }) else {
                return .error(404, "There is no such feed.")
            }
            let told = Self.told(state.feeds[index])
            state.feeds[index].looks += 1
            return .json(200, told.text)
        }
    }

    private static func told(_ feed: Feed) -> JSONValue {
        var json = feed.json
        let status = feed.life.statuses[min(feed.looks, feed.life.statuses.count - 1)]
        json["processingStatus"] = .string(status)
        if ["DONE", "FATAL"].contains(status), feed.life.result != nil, let id = feed.json["feedId"]?.string {
            json["resultFeedDocumentId"] = .string("result-\(id)")
        }
        return .object(json)
    }

    private func list() -> HTTPResponse {
        state.withLock { .json(200, JSONValue.object(["feeds": .array($0.feeds.map(Self.told))]).text) }
    }

    private func address(of document: String) -> HTTPResponse {
        let url = "\(FakeAmazon.storage)\(document)?X-Amz-Signature=signed"
        return .json(200, #"{"feedDocumentId":"\#(document)","url":"\#(url)"}"#)
    }

    private func store(_ request: HTTPRequest) throws -> HTTPResponse {
        let name = String(request.url.dropFirst(FakeAmazon.storage.count).prefix { $0 != "?" })
        return state.withLock { state in
            if request.method == "PUT" {
                state.putTypes.append(request.headers.first("Content-Type"))
                if state.lapsing > 0 {
                    state.lapsing -= 1
                    return HTTPResponse(
                        status: 403, body: HTTPBody(Array("<Error><Code>AccessDenied</Code></Error>".utf8)))
                }
                state.contents[name] = String(decoding: request.body ?? [], as: UTF8.self)
                return HTTPResponse(status: 200)
            }
            guard let feed = state.feeds.first(where: { "result-\($0.json["feedId"]?.string ?? "")" == name }),
                let result = feed.life.result
            else { return HTTPResponse(status: 404) }
            return HTTPResponse(
                status: 200, headers: [HTTPHeader("Content-Length", "\(result.utf8.count)")],
                body: HTTPBody(Array(result.utf8)))
        }
    }

    // MARK: Jobs

    static let content = #"{"header":{},"messages":[{"messageId":1,"sku":"A","operationType":"DELETE"}]}"#

    /// A wish for a feed of listings for Germany.
    ///
    /// - Parameter options: More of them, as JSON members that each begin with a comma.
    static func wish(_ content: String? = content, options: String = "", output: String? = nil) -> JobRequest {
        JobRequest(
            kind: "feed", seller: "acme", operation: "JSON_LISTINGS_FEED", body: content,
            options: #"{"marketplaces":["DE"]\#(options)}"#, output: output)
    }
}
