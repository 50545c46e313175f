import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Testing

@testable import Dashboard

@Suite("Jobs that the API changes")
struct JobDeedsAPITests {
    @Test("are reopened when that may be done, and called off")
    func change() async throws {
        try await withAPI { api, installation in
            try await installation.enqueue(3)
            try await installation.run(.fail(JobFailure(kind: "k", message: "No.")))
            try await installation.run(.quarantine(JobFailure(kind: "k", message: "Who knows.")))
            #expect(try await api.post("jobs/1/retry")["state"] == "waiting")
            let doubtful = try await api.post("jobs/2/retry", #"{"confirmed": false}"#)
            #expect(doubtful.status == 409 && doubtful.text.contains("confirmed"))
            #expect(try await api.post("jobs/2/retry", #"{"confirmed": true}"#).status == 200)
            #expect(try await api.post("jobs/3/retry").status == 409)
            let running = try await installation.claim().id
            let asked = try await api.post("jobs/\(running)/cancel")
            #expect(asked.status == 202 && asked["state"] == "running")
            let other: Int64 = running == JobID(3) ? 1 : 3
            let cancelled = try await api.post("jobs/\(other)/cancel", "{}")
            #expect(cancelled.status == 200 && cancelled["state"] == "cancelled")
            #expect(try await api.post("jobs/\(other)/cancel").status == 409)
            #expect(try await api.post("jobs/99/cancel").status == 404)
            let actor = "api:operator@unknown"
            #expect(
                await installation.deeds() == [
                    "jobsRetried \(actor)", "jobsRetried \(actor)", "jobsCancelled \(actor)", "jobsCancelled \(actor)",
                ])
        }
    }

    @Test("are changed many at a time")
    func bulk() async throws {
        try await withAPI { api, installation in
            try await installation.enqueue(4)
            try await installation.run(.fail(JobFailure(kind: "k", message: "No.")))
            let reopened = try await api.post("jobs/retry", #"{"ids": [1, 2, 77]}"#)
            #expect(reopened.status == 200 && reopened["reopened"] == [1] && reopened["deadlineDropped"] == [])
            #expect(reopened["refused"].list.compactMap { $0["id"].number } == [2, 77])
            let cancelled = try await api.post("jobs/cancel", #"{"ids": [4, 3, 78]}"#)
            #expect(cancelled["cancelled"] == [4, 3] && cancelled["requested"] == [])
            let events = await installation.memory.latestEvents(limit: 1)
            #expect(
                events.first?.seller == "acme" && events.first?.note?.contains("3, 4") ?? false || events.count == 1)
            for wrong in [
                "{}", #"{"ids": []}"#, #"{"ids": [1, 1]}"#, #"{"ids": [0]}"#, #"{"ids": ["1"]}"#, #"{"ids": null}"#,
                "{\"ids\": [\((1...1001).map(String.init).joined(separator: ","))]}",
            ] {
                let refused = try await api.post("jobs/cancel", wrong)
                #expect(refused.status == 422 && refused.wrong == ["ids"], "\(wrong.prefix(60)): \(refused)")
            }
        }
    }
}
