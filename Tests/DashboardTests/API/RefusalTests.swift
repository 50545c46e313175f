import JobModel
import JobStore
import OperationCatalogue
import Testing

@testable import Dashboard

@Suite("What the API refuses")
struct RefusalTests {
    @Test(
        "in a body is named",
        arguments: [
            (#"{"seler": "acme"}"#, ["seler"]), (#"{"seller": 1}"#, ["seller"]),
            (#"{"seller": "a\u0000b"}"#, ["seller"]),
            (#"{"priority": 10}"#, ["priority"]), (#"{"priority": "1"}"#, ["priority"]),
            (#"{"priority": 1.5}"#, ["priority"]),
            (#"{"priority": 99999999999999999999}"#, ["priority"]), (#"{"priority": 1e999}"#, ["priority"]),
            (#"{"maxAttempts": 0, "deadline": "soon"}"#, ["deadline", "maxAttempts"]), (#"{"runAt": -1}"#, ["runAt"]),
            (#"{"runAt": 1e300}"#, ["runAt"]), (#"{"params": [1]}"#, ["params"]),
            (#"{"params": {"x": 1e999}}"#, ["params"]),
            (#"{"options": "x"}"#, ["options"]), (#"{"options": {"file": "/etc/passwd"}}"#, ["options"]),
            (#"{"kind": "Request"}"#, ["kind"]), (#"{"region": "eu"}"#, ["region"]),
            (#"{"seller": "\ud800"}"#, ["seller"]),
            ("{\"seller\": \"\(String(repeating: "a", count: 201))\"}", ["seller"]),
        ])
    func fields(body: String, wrong: [String]) async throws {
        try await withAPI { api, installation in
            let answer = try await api.post("jobs", body)
            #expect(answer.status == 422 && answer.wrong == wrong, "\(answer)")
            #expect(answer.field("Content-Type") == "application/problem+json")
            #expect(answer["status"] == 422 && answer["type"] == "about:blank" && answer["title"]?.string != nil)
            #expect(await installation.memory.counts().isEmpty)
        }
    }

    @Test("is told shortly however much there is of it")
    func flood() async throws {
        let members = (0..<5000).map { "\"k\($0)\": 1" }.joined(separator: ",")
        try await withAPI { api, _ in
            let answer = try await api.post("jobs", "{\(members)}")
            #expect(answer.status == 422 && answer.text.utf8.count < 20_000)
            #expect(answer.text.contains("4980") && answer.wrong.count == 21)
        }
    }

    @Test("as no JSON, or no object, is told by its status")
    func bodies() async throws {
        let large = "{\"body\": \"\(String(repeating: "a", count: APICall.largestBody))\"}"
        let bodies: [(body: [UInt8], status: Int)] = [
            (Array("{".utf8), 400), ([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], 400),
            (Array(#"{"seller": "a", "seller": "b"}"#.utf8), 400),
            (Array(String(repeating: "[", count: 100_000).utf8), 400), (Array("[1]".utf8), 422),
            (Array("null".utf8), 422), ([], 400), (Array(large.utf8), 413),
        ]
        try await withAPI { api, _ in
            for (body, status) in bodies {
                let answer = try await api.send("POST", "jobs", body)
                #expect(answer.status == status, "\(answer)")
            }
            let plain = try await api.post("jobs", "{}", ["Content-Type": "text/plain"])
            #expect(plain.status == 415)
            let named = try await api.post("jobs", #"{"x": 1}"#, ["Content-Type": "Application/JSON; charset=utf-8"])
            #expect(named.status == 422 && named.wrong == ["x"])
            let none = try await api.post("jobs")
            #expect(none.status == 400)
        }
    }

    @Test(
        "in an address is named",
        arguments: [
            ("jobs?limit=0", "limit"), ("jobs?limit=201", "limit"), ("jobs?limit=x", "limit"),
            ("jobs?limit=1&limit=2", "limit"),
            ("jobs?before=99999999999999999999", "before"), ("jobs?before=-1", "before"), ("jobs?stat=failed", "stat"),
            ("jobs?state=failed,", "state"), ("jobs?state=Failed", "state"), ("jobs?label=none", "label"),
            ("jobs?seller=", "seller"), ("jobs?seller=a%00b", "seller"), ("jobs?seller=%FF", "seller=%FF"),
            ("jobs?seller=%2", "seller=%2"), ("jobs?older=1w", "older"), ("jobs?older=12345s", "older"),
            ("jobs?older=1.5h", "older"), ("jobs?newer=-1h", "newer"),
            ("jobs/abc", "id"),
            ("jobs/0", "id"), ("jobs/9223372036854775808", "id"), ("jobs/1?x=1", "x"), ("sellers?paused=yes", "paused"),
            ("sellers/%00", "seller"),
            ("sellers/%ZZ", "seller"), ("lanes?condition=odd", "condition"), ("events?after=x", "after"),
            ("status?x", "x"),
        ])
    func addresses(address: String, name: String) async throws {
        try await withAPI { api, _ in
            let answer = try await api.get(address)
            #expect(answer.status == 400 && answer.wrong == [name], "\(answer)")
        }
    }

    @Test("what strangers want, and does not tell them what there is")
    func strangers() async throws {
        try await withAPI { api, _ in
            for path in ["jobs", "jobs/1", "nothing", "openapi.json"] {
                let stranger = try await api.with(token: nil).get(path)
                #expect(stranger.status == 401 && stranger.field("WWW-Authenticate") == "Bearer realm=\"spworker\"")
                #expect(try await api.with(token: "wrong-token-0123456789").get(path).status == 401)
            }
            let nothing = try await api.get("nothing")
            #expect(nothing.status == 404 && nothing.field("Content-Type") == "application/problem+json")
        }
    }

    @Test("a request from another site's page")
    func otherSites() async throws {
        try await withAPI { api, installation in
            let body = #"{"seller": "acme", "operation": "a.b"}"#
            for fields in [["Sec-Fetch-Site": "cross-site"], ["Origin": "https://elsewhere.example"]] {
                let refused = try await api.post("jobs", body, fields)
                #expect(refused.status == 403)
            }
            #expect(await installation.memory.counts().isEmpty)
        }
    }
}
