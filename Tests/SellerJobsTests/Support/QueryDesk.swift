import JobModel
import JobStoreTesting
import OperationCatalogue
import Ports
import Synchronization

/// Answers queries as Data Kiosk does, page by page, each page being a query of its own.
final class QueryDesk: Sendable {
    private struct Query {
        var json: [String: JSONValue]
        let page: Int
        var looks = 0
    }

    private struct State {
        var clock: VirtualTimekeeper?
        var fates: [CreationDesk.Fate]
        var queries: [Query] = []
        var orders: [JSONValue] = []
        var isRefusingTokens = false
        var lapsing = 0
    }

    /// What each page holds; `nil` is a page without a document.
    private let pages: [String?]
    private let statuses: [String]
    private let state: Mutex<State>

    /// - Parameters:
    ///   - pages: What each page holds; `nil` is a page without a document.
    ///   - statuses: What each look at a query is told; the last holds from then on.
    ///   - fates: What becomes of the first calls that ask; the others are answered.
    init(
        _ pages: [String?] = ["{\"a\":1}\n"], statuses: [String] = ["IN_QUEUE", "DONE"],
        _ fates: [CreationDesk.Fate] = []
    ) {
        self.pages = pages
        self.statuses = statuses
        state = Mutex(State(fates: fates))
    }

    /// The instants are measured by this clock.
    func use(_ clock: VirtualTimekeeper) { state.withLock { $0.clock = clock } }
    /// Whether the tokens of pages are refused.
    func refuseTokens(_ refuses: Bool) { state.withLock { $0.isRefusingTokens = refuses } }
    /// The next addresses of documents are refused by the storage, so many.
    func lapse(_ count: Int) { state.withLock { $0.lapsing = count } }

    /// What was asked.
    var orders: [JSONValue] { state.withLock { $0.orders } }
    /// How many queries there are.
    var count: Int { state.withLock { $0.queries.count } }

    var amazon: FakeAmazon {
        FakeAmazon(onCall: { try await self.answer($0) }, onFetch: { self.fetch($0) })
    }

    private func answer(_ call: FakeAmazon.Call) async throws -> HTTPResponse {
        let path = String(call.request.url.prefix { $0 != "?" })
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        if path.contains("/documents/") {
            let url = "\(FakeAmazon.storage)\(name)?X-Amz-Signature=signed"
            return .json(200, #"{"documentId":"\#(name)","documentUrl":"\#(url)"}"#)
        }
        if name != "queries" { return look(at: name) }
        if call.request.method == "POST" { return try await create(call.request.body ?? []) }
        return state.withLock { .json(200, JSONValue.object(["queries": .array($0.queries.map(told))]).text) }
    }

    private func create(_ body: [UInt8]) async throws -> HTTPResponse {
        let order = try JSONValue(parsing: body)
        let token = order["paginationToken"]?.string
        let (fate, id) = state.withLock { state -> (CreationDesk.Fate?, String) in
            state.orders.append(order)
            if token != nil, state.isRefusingTokens { return (nil, "") }
            let fate = state.fates.isEmpty ? .answered : state.fates.removeFirst()
            if case .failed = fate { return (fate, "") }
            let id = "Q\(state.queries.count + 1)"
            var json: [String: JSONValue] = ["queryId": .string(id)]
            json["query"] = order["query"]
            if let clock = state.clock {
                json["createdTime"] = .string(Timestamp(microseconds: clock.wallMicroseconds()).iso8601)
            }
            let page = token.flatMap { Int($0.dropFirst("page-".count)) } ?? 0
            state.queries.append(Query(json: json, page: page))
            return (fate, id)
        }
        guard let fate else { return .error(400, "The token has expired.") }
        return try await fate.answer(#"{"queryId":"\#(id)"}"#)
    }

    private func look(at id: String) -> HTTPResponse {
        state.withLock { state in
            guard let index = state.queries.firstIndex(where: { $0.json["queryId"] == .string(id) }) else {
                return .error(404, "There is no such query.")
            }
            let told = told(state.queries[index])
            state.queries[index].looks += 1
            return .json(200, told.text)
        }
    }

    private func told(_ query: Query) -> JSONValue {
        var json = query.json
        let status = statuses[min(query.looks, statuses.count - 1)]
        json["processingStatus"] = .string(status)
        if status == "DONE" {
            if pages[query.page] != nil { json["dataDocumentId"] = .string("page-\(query.page)") }
            if query.page + 1 < pages.count { json["pagination"] = ["nextToken": .string("page-\(query.page + 1)")] }
        }
        if status == "FATAL" { json["errorDocumentId"] = "page-0" }
        return .object(json)
    }

    private func fetch(_ request: HTTPRequest) -> HTTPResponse {
        let name = request.url.dropFirst(FakeAmazon.storage.count).prefix { $0 != "?" }
        let isLapsed = state.withLock { state in
            guard state.lapsing > 0 else { return false }
            state.lapsing -= 1
            return true
        }
        if isLapsed { return HTTPResponse(status: 403) }
        guard let page = Int(name.dropFirst("page-".count)), let content = pages[page] else {
            return HTTPResponse(status: 404)
        }
        return HTTPResponse(
            status: 200, headers: [HTTPHeader("Content-Length", "\(content.utf8.count)")],
            body: HTTPBody(Array(content.utf8)))
    }

    /// A wish for an answer.
    static func wish(_ text: String? = "query { a { b } }", options: String = "{}", output: String? = nil) -> JobRequest
    {
        JobRequest(kind: "query", seller: "acme", operation: "", body: text, options: options, output: output)
    }
}
