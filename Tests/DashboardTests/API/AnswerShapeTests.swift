import JobModel
import JobStore
import OperationCatalogue
import Testing

@testable import Dashboard

@Suite("What the API answers")
struct AnswerShapeTests {
    private static let document = OpenAPIDocument(APIPart.routes, version: "1", needsToken: true).json

    /// What is wrong with an answer by its description.
    private static func problems(_ answer: APIClient.Answer, _ method: String, _ path: String) -> [String] {
        let told = document["paths"]?["/api/v1/\(path)"]?[method]?["responses"]?["\(answer.status)"]
        guard let told else { return ["the status \(answer.status) is not told of: \(answer)"] }
        let type = answer.field("Content-Type") ?? ""
        guard let schema = told["content"]?[type]?["schema"] else { return ["the type \(type) is not told of"] }
        return SchemaCheck(document: document).problems(answer.json, schema)
    }

    /// An installation in which much has happened.
    private static func busy() async throws -> TestInstallation {
        let installation = TestInstallation.withSellers
        let store = installation.store
        let report = NewJob(
            kind: "report",
            lane: LaneKey(authorization: TestInstallation.key("acme"), operation: "reports.createReport"),
            plan: LanePlan(rate: 1, burst: 10), authorization: TestInstallation.key("acme"),
            operation: "GET_FLAT_FILE_ORDERS", body: "secret", options: #"{"timeout":"5m"}"#, output: "x/{job}.txt")
        _ = try await store.enqueue([report])
        try await installation.run(.succeeded(JobResult(status: 200, bytes: 3, sha256: "ab", inline: "abc", pages: 1)))
        try await installation.enqueue(4)
        try await installation.run(.succeeded(JobResult(status: 200, bytes: 3, inline: "abc")))
        try await installation.run(.fail(JobFailure(kind: "http", message: "No.", status: 400, requestID: "r")))
        try await installation.run(.retry(JobFailure(kind: "http", message: "Later.", status: 500)))
        try await installation.revoke("bolt", because: "gone")
        try await store.pause(TestInstallation.key("acme"), reason: "rest", actor: "lena")
        try await store.pause(application: "main", reason: "rest", actor: "lena")
        try await store.heartbeat(
            WorkerRow(
                id: WorkerID("w"), host: "h", pid: 1, version: "1", startedAt: installation.now,
                leaseUntil: installation.now + .seconds(45)))
        try await store.saveTokens(
            [
                TokenRow(
                    worker: WorkerID("w"), key: "t", application: "main", seller: "acme", region: "EU",
                    obtainedAt: installation.now, expiresAt: installation.now + .seconds(3600))
            ], gone: [], of: WorkerID("w"))
        return installation
    }

    @Test(
        "is what its description says",
        arguments: [
            ("jobs", "jobs"), ("jobs?state=failed,succeeded&limit=1", "jobs"), ("jobs?label=paused", "jobs"),
            ("jobs/1", "jobs/{id}"), ("jobs/2", "jobs/{id}"), ("jobs/3", "jobs/{id}"), ("jobs/4", "jobs/{id}"),
            ("jobs/4/explain", "jobs/{id}/explain"), ("jobs/999", "jobs/{id}"), ("jobs/x", "jobs/{id}"),
            ("sellers", "sellers"), ("sellers?state=revoked", "sellers"), ("sellers/acme", "sellers/{seller}"),
            ("sellers/bolt?region=EU", "sellers/{seller}"), ("sellers/none", "sellers/{seller}"),
            ("lanes", "lanes"), ("schedules", "schedules"), ("applications", "applications"), ("workers", "workers"),
            ("status", "status"), ("events", "events"), ("events?after=1&limit=2", "events"),
            ("openapi.json", "openapi.json"),
        ])
    func reading(address: String, path: String) async throws {
        try await withAPI(try await Self.busy()) { api, _ in
            let answer = try await api.get(address)
            #expect(Self.problems(answer, "get", path) == [])
            let head = try await api.send("HEAD", address, nil)
            #expect(head.status == answer.status && head.text.isEmpty)
        }
    }

    @Test(
        "is what its description says, also where something is done",
        arguments: [
            ("jobs", "jobs", #"{"seller": "acme", "operation": "a.b", "priority": 0}"#),
            ("jobs", "jobs", #"{"seller": "nobody"}"#), ("jobs", "jobs", #"{"wrong": 1}"#), ("jobs", "jobs", "{"),
            ("jobs/3/retry", "jobs/{id}/retry", nil), ("jobs/2/retry", "jobs/{id}/retry", "{}"),
            ("jobs/999/retry", "jobs/{id}/retry", nil), ("jobs/5/cancel", "jobs/{id}/cancel", nil),
            ("jobs/retry", "jobs/retry", #"{"ids": [1, 3, 999]}"#), ("jobs/cancel", "jobs/cancel", #"{"ids": [4, 2]}"#),
            ("sellers/acme/pause", "sellers/{seller}/pause", #"{"reason": "r"}"#),
            ("sellers/acme/resume", "sellers/{seller}/resume", nil),
            ("sellers/none/resume", "sellers/{seller}/resume", nil),
            ("lanes/1/pause", "lanes/{id}/pause", #"{"reason": "r"}"#), ("lanes/1/resume", "lanes/{id}/resume", nil),
            ("lanes/1/reset", "lanes/{id}/reset", nil), ("lanes/99/reset", "lanes/{id}/reset", nil),
            ("schedules/orders/run", "schedules/{name}/run", #"{"seller": "acme"}"#),
            ("schedules/orders/pause", "schedules/{name}/pause", nil),
            ("schedules/orders/resume", "schedules/{name}/resume", nil),
            ("schedules/broken/run", "schedules/{name}/run", nil),
        ])
    func writing(address: String, path: String, body: String?) async throws {
        try await withAPI(try await Self.busy()) { api, _ in
            let answer = try await api.post(address, body)
            #expect(Self.problems(answer, "post", path) == [])
            let reader = try await api.with(token: Tokens.readers).post(address, body)
            #expect(reader.status == 403 && Self.problems(reader, "post", path) == [])
            let stranger = try await api.with(token: nil).post(address, body)
            #expect(stranger.status == 401 && Self.problems(stranger, "post", path) == [])
            #expect(stranger.field("WWW-Authenticate")?.hasPrefix("Bearer") ?? false)
        }
    }
}
