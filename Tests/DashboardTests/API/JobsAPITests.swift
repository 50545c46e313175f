import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Testing

@testable import Dashboard

@Suite("Jobs of the API")
struct JobsAPITests {
    private static let wish = #"{"seller": "acme", "operation": "a.b", "params": {"x": 1}}"#
    private static let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test("are put in, with who did it in the history")
    func enqueue() async throws {
        try await withAPI { api, installation in
            let body = """
                {"kind": "feed", "seller": "acme", "region": "EU", "operation": "POST_X",
                 "params": {"b": 1, "a": "\\u0000"},
                 "body": {"k": [1]}, "options": {"timeout": "5m"}, "runAt": "2027-01-01T00:00:00Z", "priority": 0,
                 "uniqueKey": "u", "maxAttempts": 3, "deadline": 1900000000, "output": "o/{job}"}
                """
            let answer = try await api.post("jobs", body)
            #expect(answer.status == 201 && answer["duplicate"] == false && answer["warnings"] == ["That is urgent."])
            #expect(answer.field("Location") == "/api/v1/jobs/1")
            let record = try #require(try await installation.store.job(JobID(1)))
            #expect(record.row.kind == "feed" && record.row.uniqueKey == "u" && record.row.maxAttempts == 3)
            #expect(record.row.deadline == Timestamp(microseconds: 1_900_000_000_000_000))
            #expect(record.content?.parameters == #"{"b": 1, "a": "\u0000"}"# && record.content?.body == #"{"k": [1]}"#)
            let again = try await api.post("jobs", #"{"seller": "acme", "operation": "POST_X", "uniqueKey": "u"}"#)
            #expect(again.status == 200 && again["duplicate"] == true && again["id"] == 1)
            #expect(await installation.deeds() == ["jobsEnqueued api:operator@unknown"])
        }
    }

    @Test("come once for a key, however often it is sent and whatever has become of them")
    func idempotency() async throws {
        try await withAPI { api, installation in
            let key = ["Idempotency-Key": "k-1"]
            let first = try await api.post("jobs", Self.wish, key)
            #expect(first.status == 201 && first["id"] == 1)
            // The same in another order.
            let second = try await api.post("jobs", #"{"params":{"x":1},"operation":"a.b","seller":"acme"}"#, key)
            #expect(second.status == 200 && second["id"] == 1 && second["duplicate"] == true)
            try await installation.run(.succeeded(JobResult(status: 200)))
            #expect(try await api.post("jobs", Self.wish, key)["id"] == 1)
            for other in [#"{"seller": "acme", "operation": "a.c"}"#, #"{"seller": "bolt", "operation": "a.b"}"#] {
                let refused = try await api.post("jobs", other, key)
                #expect(refused.status == 422 && refused.wrong == ["Idempotency-Key"], "\(refused)")
            }
            #expect(try await api.post("jobs", Self.wish, ["Idempotency-Key": "k-2"])["id"] == 2)
            #expect(try await api.post("jobs", Self.wish).status == 201)
            installation.clock.advance(by: RequestMarks.memory + .seconds(1))
            #expect(try await api.post("jobs", Self.wish, key).status == 201)
            // A key of one's own that looks like one of these would be taken for one.
            let forged = try await api.post(
                "jobs", #"{"seller": "acme", "operation": "a.b", "uniqueKey": "idempotency:k-2"}"#)
            #expect(forged.status == 422 && forged.wrong == ["uniqueKey"])
            let both = try await api.post("jobs", #"{"seller": "acme", "operation": "a.b", "uniqueKey": "u"}"#, key)
            #expect(both.status == 422 && both.wrong == ["uniqueKey"])
            #expect(try await api.post("jobs", Self.wish, ["Idempotency-Key": ""]).status == 400)
        }
    }

    @Test("carry the trace of the request that they came with, unless they have one")
    func traces() async throws {
        try await withAPI { api, installation in
            let fields = ["traceparent": Self.trace, "tracestate": "v=1", "Idempotency-Key": "k"]
            _ = try await api.post("jobs", Self.wish, fields)
            let own = #"{"seller": "acme", "operation": "a.b", "options": {"trace": {"traceparent": "mine"}}}"#
            _ = try await api.post("jobs", own, ["traceparent": Self.trace])
            _ = try await api.post("jobs", Self.wish, ["traceparent": "nonsense"])
            func trace(_ id: Int64) async throws -> JSONValue? {
                let options = try #require(try await installation.store.job(JobID(id))?.content?.options)
                return try JSONValue(parsing: options.utf8)["trace"]
            }
            #expect(try await trace(1) == ["traceparent": .string(Self.trace), "tracestate": "v=1"])
            #expect(try await trace(2) == ["traceparent": "mine"])
            #expect(try await trace(3) == nil)
        }
        #expect(RequestMarks.isWellFormed(Self.trace))
        #expect(RequestMarks.isWellFormed("01" + Self.trace.dropFirst(2) + "-more"))
        for wrong in ["", "00", Self.trace + "-more", "ff" + Self.trace.dropFirst(2), Self.trace.uppercased()] {
            #expect(!RequestMarks.isWellFormed(wrong), "\(wrong)")
        }
    }

    @Test("are listed page by page, by what they are")
    func list() async throws {
        try await withAPI { api, installation in
            try await installation.enqueue(5)
            try await installation.enqueue(1, of: "bolt", "orders.getOrders@v0")
            let first = try await api.get("jobs?limit=4")
            #expect(first["jobs"].list.map { $0["id"] } == [6, 5, 4, 3] && first["next"] == 3)
            let rest = try await api.get("jobs?limit=4&before=3")
            #expect(rest["jobs"].list.map { $0["id"] } == [2, 1] && rest["next"] == .null)
            func ids(_ query: String) async throws -> [Int64] {
                let answer = try await api.get("jobs?\(query)")
                #expect(answer.status == 200, "\(answer)")
                return answer["jobs"].list.compactMap { $0["id"].number }
            }
            try await installation.run(.succeeded(JobResult(status: 200, inline: "text")))
            #expect(try await ids("state=succeeded") == [1])
            #expect(try await ids("state=succeeded,waiting&seller=acme") == [5, 4, 3, 2, 1])
            #expect(try await ids("seller=bolt&kind=request") == [6])
            #expect(try await ids("operation=orders.getOrders") == [6])
            #expect(try await ids("label=ready&limit=2") == [6, 5])
            installation.clock.advance(by: .seconds(7200))
            #expect(try await ids("newer=1h") == [])
            #expect(try await ids("older=1h&limit=1") == [6])
            let done = try await api.get("jobs?state=succeeded")
            #expect(done["jobs"].list[0]["result"]?["inline"] == .null)
        }
    }

    @Test("are found by what they wait for behind many others")
    func labels() async throws {
        try await withAPI { api, installation in
            try await installation.enqueue(1)
            let later = NewJob(
                kind: "request", lane: LaneKey(authorization: TestInstallation.key("acme"), operation: "a"),
                plan: LanePlan(rate: 1, burst: 1), authorization: TestInstallation.key("acme"), operation: "a",
                runAt: installation.now + .seconds(3600))
            _ = try await installation.store.enqueue(Array(repeating: later, count: LabelledJobs.most))
            let first = try await api.get("jobs?label=ready")
            #expect(first["jobs"] == [])
            let next = try #require(first["next"].number)
            let second = try await api.get("jobs?label=ready&before=\(next)")
            #expect(second["jobs"].list.map { $0["id"] } == [1] && second["next"] == .null)
            let none = try await api.get("jobs?label=ready&state=failed,succeeded")
            #expect(none.status == 200 && none["jobs"] == [] && none["next"] == .null)
        }
    }

    @Test("show what they send and got to operators alone, and to nobody where it may be about people")
    func content() async throws {
        try await withAPI { api, installation in
            let result = JobResult(status: 200, bytes: 4, inline: "text")
            try await installation.enqueue(1, body: "sent")
            try await installation.run(.succeeded(result))
            try await installation.enqueue(1, "fulfillmentOutbound.createFulfillmentOrder", body: "an address")
            try await installation.run(.succeeded(result))
            let shown = try await api.get("jobs/1")
            #expect(shown["body"] == "sent" && shown["result"]?["inline"] == "text" && shown["withheld"] == [])
            #expect(shown["attempts"] != nil && shown["lastCall"]?["requestId"] == "r-1")
            let read = try await api.with(token: Tokens.readers).get("jobs/1")
            #expect(read["body"] == .null && read["result"]?["inline"] == .null && read["result"]?["bytes"] == 4)
            #expect(read["withheld"] == ["body", "result.inline"])
            let personal = try await api.get("jobs/2")
            #expect(personal["withheld"] == ["body", "result.inline"] && !personal.text.contains("address"))
        }
    }

    @Test("show feeds of products and stock, and no others, and never how a run goes on")
    func feeds() async throws {
        try await withAPI { api, installation in
            try await installation.enqueue(1, "JSON_LISTINGS_FEED", kind: "feed", body: "a SKU")
            try await installation.enqueue(
                1, "POST_FULFILLMENT_ORDER_REQUEST_DATA", kind: "feed", body: "Jane Doe, 1 Secret Street")
            #expect(try await api.get("jobs/1")["body"] == "a SKU")
            let orders = try await api.get("jobs/2")
            #expect(orders["withheld"] == ["body"] && !orders.text.contains("Jane"))
            let job = try await installation.claim()
            _ = try await installation.memory.checkpoint(
                job.fence, Checkpoint(text: "{\"page\":\"a part of an answer\"}", isStep: false, isDurable: false))
            #expect(try await !api.get("jobs/\(job.id)").text.contains("a part of an answer"))
            #expect(try await !api.get("jobs").text.contains("a part of an answer"))
        }
    }

    @Test("say why they wait")
    func explain() async throws {
        try await withAPI { api, installation in
            try await installation.enqueue(1)
            let ready = try await api.get("jobs/1/explain")
            #expect(ready["state"] == "waiting" && ready["ready"] == true)
            #expect(!ready["reasons"].list.isEmpty)
            #expect(try await api.get("jobs/2/explain").status == 404)
        }
    }
}
