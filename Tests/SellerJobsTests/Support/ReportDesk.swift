import JobModel
import JobStoreTesting
import OperationCatalogue
import Ports
import Synchronization

/// Makes reports as Amazon does, lists them and stores their documents; a test says how each fares.
final class ReportDesk: Sendable {
    /// How a report fares.
    struct Life: Sendable {
        /// What each look is told; the last holds from then on.
        var statuses = ["IN_QUEUE", "IN_PROGRESS", "DONE"]
        /// Its document, or that which explains why it failed.
        var content: [UInt8]?
        /// How many looks are told that there is no such report.
        var missing = 0
        /// What becomes of the call that asks for it.
        var fate = CreationDesk.Fate.answered

        static let done = Life(content: Array("sku\tprice\nA\t1\n".utf8))
        static let cancelled = Life(statuses: ["IN_QUEUE", "CANCELLED"])

        static func fatal(_ explanation: String?) -> Life {
            Life(statuses: ["IN_PROGRESS", "FATAL"], content: explanation.map { Array($0.utf8) })
        }
    }

    private struct Report {
        var json: [String: JSONValue]
        var life: Life
        var looks = 0
    }

    private struct State {
        var clock: VirtualTimekeeper?
        var lives: [Life]
        var reports: [Report] = []
        var orders: [JSONValue] = []
        var looks: [Duration] = []
        var listings: [String] = []
        var pageSize: Int?
        var isEndless = false
        var addresses = 0
        var lapsing = 0
        var breaking = 0
    }

    private let state: Mutex<State>

    /// - Parameter lives: How the first reports fare; the others are done.
    init(_ lives: [Life] = []) {
        state = Mutex(State(lives: lives))
    }

    /// The instants are measured by this clock.
    func use(_ clock: VirtualTimekeeper) { state.withLock { $0.clock = clock } }

    /// From now on the listing has so many reports on a page, the newest first.
    func page(by size: Int) { state.withLock { $0.pageSize = size } }
    /// From now on each page of the listing is empty and names another one.
    func listWithoutEnd() { state.withLock { $0.isEndless = true } }

    /// The next addresses of documents are refused by the storage, so many.
    func lapse(_ count: Int) { state.withLock { $0.lapsing = count } }
    /// The next documents break off half-way, so many.
    func breakOff(_ count: Int) { state.withLock { $0.breaking = count } }

    /// What was asked for.
    var orders: [JSONValue] { state.withLock { $0.orders } }
    /// How many reports there are.
    var count: Int { state.withLock { $0.reports.count } }
    /// When it was looked how far a report is.
    var looks: [Duration] { state.withLock { $0.looks } }
    /// The URLs of the looks at the listing.
    var listings: [String] { state.withLock { $0.listings } }
    /// How many addresses of documents were given out.
    var addresses: Int { state.withLock { $0.addresses } }

    /// Puts a report there that no job asked for.
    @discardableResult
    func add(_ type: String, _ life: Life = .done, _ members: [String: JSONValue] = [:]) -> String {
        state.withLock { state in
            let order: JSONValue = ["reportType": .string(type), "marketplaceIds": ["A1PA6795UKMFR9"]]
            let id = make(order, life, &state)
            state.reports[state.reports.count - 1].json.merge(members) { $1 }
            // Nobody has to wait for it.
            state.reports[state.reports.count - 1].looks = life.statuses.count - 1
            return id
        }
    }

    var amazon: FakeAmazon {
        FakeAmazon(onCall: { try await self.answer($0) }, onFetch: { try self.fetch($0) })
    }

    // MARK: Answers

    private func answer(_ call: FakeAmazon.Call) async throws -> HTTPResponse {
        let path = String(call.request.url.prefix { $0 != "?" })
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        if path.contains("/documents/") { return address(of: name) }
        if name != "reports" { return look(at: name) }
        return call.request.method == "GET" ? list(call.request.url) : try await create(call.request.body ?? [])
    }

    private func create(_ body: [UInt8]) async throws -> HTTPResponse {
        let order = try JSONValue(parsing: body)
        let (fate, id) = state.withLock { state -> (CreationDesk.Fate, String) in
            state.orders.append(order)
            let life = state.lives.isEmpty ? .done : state.lives.removeFirst()
            if case .failed = life.fate { return (life.fate, "") }
            return (life.fate, make(order, life, &state))
        }
        return try await fate.answer(#"{"reportId":"\#(id)"}"#)
    }

    private func make(_ order: JSONValue, _ life: Life, _ state: inout State) -> String {
        let id = "R\(state.reports.count + 1)"
        var json: [String: JSONValue] = ["reportId": .string(id)]
        for name in ["reportType", "marketplaceIds", "dataStartTime", "dataEndTime"] { json[name] = order[name] }
        if let clock = state.clock {
            json["createdTime"] = .string(Timestamp(microseconds: clock.wallMicroseconds()).iso8601)
        }
        state.reports.append(Report(json: json, life: life))
        return id
    }

    private func look(at id: String) -> HTTPResponse {
        state.withLock { state in
            state.looks.append(state.clock?.monotonic() ?? .zero)
            guard let index = state.reports.firstIndex(where: { $0.json["reportId"] == .string(id) }) else {
                return .error(404, "There is no such report.")
            }
            if state.reports[index].life.missing > 0 {
                state.reports[index].life.missing -= 1
                return .error(404, "There is no such report.")
            }
            let told = Self.told(state.reports[index])
            state.reports[index].looks += 1
            return .json(200, told.text)
        }
    }

    private static func told(_ report: Report) -> JSONValue {
        var json = report.json
        let status = report.life.statuses[min(report.looks, report.life.statuses.count - 1)]
        json["processingStatus"] = .string(status)
        if ["DONE", "FATAL"].contains(status), report.life.content != nil, let id = report.json["reportId"]?.string {
            json["reportDocumentId"] = .string("doc-\(id)")
        }
        return .object(json)
    }

    private func list(_ url: String) -> HTTPResponse {
        state.withLock { state in
            state.listings.append(url)
            if state.isEndless { return .json(200, #"{"reports":[],"nextToken":"\#(state.listings.count)"}"#) }
            if let size = state.pageSize {
                let token = url.split(whereSeparator: { "?&".contains($0) }).first { $0.hasPrefix("nextToken=") }
                let start = token.flatMap { Int($0.dropFirst(10)) } ?? 0
                let end = start + size
                var answer: [String: JSONValue] = [
                    "reports": .array(state.reports.reversed().dropFirst(start).prefix(size).map(Self.told))
                ]
                if end < state.reports.count { answer["nextToken"] = .string("\(end)") }
                return .json(200, JSONValue.object(answer).text)
            }
            return .json(200, JSONValue.object(["reports": .array(state.reports.map(Self.told))]).text)
        }
    }

    private func address(of document: String) -> HTTPResponse {
        state.withLock { state in
            state.addresses += 1
            let url = "\(FakeAmazon.storage)\(document)?X-Amz-Signature=signed\(state.addresses)"
            return .json(200, #"{"reportDocumentId":"\#(document)","url":"\#(url)"}"#)
        }
    }

    private func fetch(_ request: HTTPRequest) throws -> HTTPResponse {
        let name = request.url.dropFirst(FakeAmazon.storage.count).prefix { $0 != "?" }
        return try state.withLock { state in
            guard let report = state.reports.first(where: { "doc-\($0.json["reportId"]?.string ?? "")" == name }),
                let content = report.life.content
            else { return HTTPResponse(status: 404) }
            if state.lapsing > 0 {
                state.lapsing -= 1
                return HTTPResponse(status: 403, body: HTTPBody(Array("<Error><Code>AccessDenied</Code></Error>".utf8)))
            }
            if state.breaking > 0 {
                state.breaking -= 1
                throw HTTPTransportError(.connectionLost, wasSent: true, message: "the connection broke")
            }
            return HTTPResponse(
                status: 200,
                headers: [
                    HTTPHeader("Content-Type", "text/plain; charset=UTF-8"),
                    HTTPHeader("Content-Length", "\(content.count)"),
                ], body: HTTPBody(content))
        }
    }

    // MARK: Jobs

    static let type = "GET_MERCHANT_LISTINGS_ALL_DATA"

    /// A wish for a report of Germany.
    ///
    /// - Parameter options: More of them, as JSON members that each begin with a comma.
    static func wish(
        _ type: String = type, options: String = "", output: String? = nil, maxAttempts: Int = 8,
        uniqueKey: String? = nil
    ) -> JobRequest {
        JobRequest(
            kind: "report", seller: "acme", operation: type, options: #"{"marketplaces":["DE"]\#(options)}"#,
            uniqueKey: uniqueKey, maxAttempts: maxAttempts, output: output)
    }
}
