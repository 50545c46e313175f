import Foundation
import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Ports
import Secrets
import Testing

@testable import SellerJobs

@Suite("A notice that is posted", .timeLimit(.minutes(5)))
struct HookSenderTests {
    @Test("is signed as a receiver who knows HMAC-SHA-256 reckons it")
    func signature() {
        // By another implementation: printf '1767225600.{"a":1}' | openssl dgst -sha256 -hmac 'a key'
        let digits = "b252b4630267b515a67321ada33f46022ce7765022877b77722d1ec391b56130"
        let header = HookSignature.header(
            key: Secret("a key"), seconds: 1_767_225_600, body: Array(#"{"a":1}"#.utf8))
        #expect(header == "t=1767225600,v1=\(digits)")
    }

    @Test("says in JSON what happened, and carries the event's name and a signature of the moment")
    func request() async throws {
        let target = try HookBench.post("ops.example")
        let bench = HookBench([.onRevoked: [target]])
        try await bench.revoke("acme")
        let notice = try await bench.notice()
        bench.clock.advance(by: .seconds(30))
        #expect(try await bench.sender.send(notice, to: target) == nil)
        let request = try #require(bench.transport.requests.first)
        #expect(request.method == "POST" && request.url == "https://ops.example/planted-path")
        #expect(request.timeout == .seconds(10))
        #expect(request.headers.first("content-type") == "application/json")
        #expect(request.headers.first("spworker-event-id") == notice.eventName)
        let body = try #require(request.body)
        #expect(
            request.headers.first("spworker-signature")
                == HookSignature.header(key: Secret("planted key"), seconds: 1_767_225_630, body: body))
        #expect(
            String(decoding: body, as: UTF8.self) == """
                {"actor":"worker","application":"main","at":"2026-01-01T00:00:00.000Z","from":"active",\
                "hook":"onRevoked","id":"1-1767225600000000","job":null,"kind":"invalid_grant",\
                "reason":"The grant is gone.","region":"EU","requestId":"r-1","seller":"acme","to":"revoked"}
                """)
    }

    @Test("about a job names it and its error, and holds no secret")
    func job() async throws {
        let target = try HookBench.post("ops.example")
        let bench = HookBench([:])
        bench.redactor.register(Secret("planted token"))
        let notice = NoticeRow(
            id: 9, eventID: 8, hook: .onJobFailed, at: bench.now, application: "main", from: "running", to: "failed",
            failure: JobFailure(kind: "rejected", message: "You sent planted token.", status: 400, requestID: "r"),
            job: .init(id: JobID(7), kind: "request", operation: "op"), nextAt: bench.now)
        #expect(try await bench.sender.send(notice, to: target) == nil)
        let body = try #require(bench.transport.requests.first?.body)
        let json = try JSONValue(parsing: body)
        let job: JSONValue = [
            "id": 7, "kind": "request", "operation": "op", "state": "failed",
            "error": [
                "kind": "rejected", "message": "You sent <redacted>.", "status": 400, "requestId": "r",
            ],
            "output": .null,
        ]
        #expect(json["job"] == job)
        #expect(json["id"] == "8-1767225600000000" && json["seller"] == .null && json["actor"] == .null)
    }

    @Test("about a file tells where it lies, how large it is, and its checksum")
    func output() async throws {
        let target = try HookBench.post("ops.example")
        let bench = HookBench([:])
        let notice = NoticeRow(
            id: 9, eventID: 8, hook: .onOutput, at: bench.now, application: "main", seller: "acme", region: "EU",
            from: "running", to: "succeeded",
            job: .init(
                id: JobID(7), kind: "report", operation: "GET_X",
                output: .init(path: "s3://b/k.tsv", bytes: 12, sha256: "ab")), nextAt: bench.now)
        #expect(try await bench.sender.send(notice, to: target) == nil)
        let json = try JSONValue(parsing: try #require(bench.transport.requests.first?.body))
        let output: JSONValue = [
            "path": "s3://b/k.tsv", "bytes": 12, "sha256": "ab", "finishedAt": "2026-01-01T00:00:00.000Z",
        ]
        #expect(json["job"]?["output"] == output && json["job"]?["error"] == .null)
        #expect(json["seller"] == "acme" && json["hook"] == "onOutput")
    }

    @Test("is signed with the key that was read last while the key's source does not answer")
    func silentSource() async throws {
        let key = try SecretReference("aws-sm:KEY")
        let target = HookTarget(.post(.url(try HookURL("https://ops.example/x")), secret: key))
        let bench = HookBench([.onRevoked: [target]])
        try await bench.revoke("acme")
        let notice = try await bench.notice()
        for _ in 0..<3 { #expect(try await bench.sender.send(notice, to: target) == nil) }
        #expect(bench.vault.asked == ["KEY"])
        bench.vault.silence(true)
        bench.clock.advance(by: .seconds(3600))
        #expect(try await bench.sender.send(notice, to: target) == nil)
        let request = try #require(bench.transport.requests.last)
        let seconds = bench.clock.wallMicroseconds() / 1_000_000
        #expect(
            request.headers.first("spworker-signature")
                == HookSignature.header(key: Secret("planted key"), seconds: seconds, body: request.body ?? []))
    }

    @Test("without a secret is not signed, and a URL may come from a reference")
    func reference() async throws {
        let target = HookTarget(.post(.reference(.environment("URL")), secret: nil))
        let bench = HookBench([.onRevoked: [target]])
        try await bench.revoke("acme")
        let notice = try await bench.notice()
        #expect(try await bench.sender.send(notice, to: target)?.contains("nothing is there") == true)
        bench.vault["URL"] = "https://u:planted@ops.example/"
        #expect(try await bench.sender.send(notice, to: target)?.contains("user or password") == true)
        bench.vault["URL"] = "https://ops.example/x"
        #expect(try await bench.sender.send(notice, to: target) == nil)
        let request = try #require(bench.transport.requests.last)
        #expect(bench.transport.requests.count == 1 && request.url == "https://ops.example/x")
        #expect(request.headers.first("spworker-signature") == nil)
    }

    @Test(
        "is delivered when the answer is 2xx, and not otherwise",
        arguments: [
            (200, nil), (204, nil), (302, "it answered 302, and redirects are not followed"), (404, "it answered 404"),
            (500, "it answered 500"),
        ])
    func answers(status: Int, reason: String?) async throws {
        let target = try HookBench.post("ops.example")
        let bench = HookBench([.onRevoked: [target]]) { _ in .json(status, "planted answer") }
        try await bench.revoke("acme")
        #expect(try await bench.sender.send(bench.notice(), to: target) == reason)
    }

    @Test("whose secret is missing is not sent")
    func missingKey() async throws {
        let target = try HookBench.post("ops.example")
        let bench = HookBench([.onRevoked: [target]])
        bench.vault["KEY"] = nil
        try await bench.revoke("acme")
        #expect(try await bench.sender.send(bench.notice(), to: target)?.hasPrefix("env:KEY: ") == true)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test("that is not answered in time is not delivered")
    func slow() async throws {
        let clock = VirtualTimekeeper()
        let target = try HookBench.post("ops.example")
        let bench = HookBench([.onRevoked: [target]], clock: clock) { _ in
            try await clock.sleep(for: .seconds(3600))
            return HTTPResponse(status: 200)
        }
        try await bench.revoke("acme")
        let notice = try await bench.notice()
        async let reason = bench.sender.send(notice, to: target)
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(10))
        #expect(try await reason == "it took longer than 10 s")
    }

    @Test("whose answer is good is delivered although the answer never ends")
    func endless() async throws {
        let clock = VirtualTimekeeper()
        let target = try HookBench.post("ops.example")
        let endless = HTTPBody {
            {
                try await clock.sleep(for: .seconds(3600))
                return nil
            }
        }
        let bench = HookBench([.onRevoked: [target]], clock: clock) { _ in HTTPResponse(status: 200, body: endless) }
        try await bench.revoke("acme")
        let notice = try await bench.notice()
        async let reason = bench.sender.send(notice, to: target)
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(1))
        #expect(try await reason == nil)
    }

    @Test("that meets a broken connection says so without more")
    func broken() async throws {
        let target = try HookBench.post("ops.example")
        let bench = HookBench([.onRevoked: [target]]) { _ in
            throw HTTPTransportError(.connect, wasSent: false, message: "no connection could be made: refused")
        }
        try await bench.revoke("acme")
        #expect(
            try await bench.sender.send(bench.notice(), to: target) == "no connection could be made: refused")
    }
}
