import JobModel
import JobStore
import Testing

@testable import Dashboard

@Suite("What is done to a definition")
struct ScheduleActionsTests {
    private static func installation() async throws -> TestInstallation {
        let installation = TestInstallation.with(.test("orders", sellers: 2), .test("new"))
        for seller in ["acme", "bob"] { try await installation.plan("orders", seller) }
        return installation
    }

    @Test("runs it for one seller or for all, but for those whose last job has not ended")
    func running() async throws {
        try await withSite(try await Self.installation()) { browser, installation in
            let csrf = try await browser.get("/schedules/orders").csrf
            let one = try await browser.post(
                "/schedules/orders/run",
                "_csrf=\(csrf)&seller=acme&region=EU&back=%2Fschedules%2Forders%3Fonly%3Dfailed")
            #expect(one.status == 303 && one.field("Location") == "/schedules/orders?only=failed")
            #expect(try await browser.get("/schedules").body.contains("Job 1 runs orders for acme/EU now."))
            _ = try await browser.post("/schedules/orders/run", "_csrf=\(csrf)")
            let words = "Job 2 runs orders now; the last job of 1\u{A0}seller has not ended."
            #expect(try await browser.get("/schedules").body.contains(words))
            _ = try await browser.post("/schedules/orders/run", "_csrf=\(csrf)&seller=bob&region=EU")
            #expect(
                try await browser.get("/schedules").body.contains(
                    "Nothing was added for orders for bob/EU: its last job has not ended."))
            #expect(try await installation.store.counts()[.waiting] == 2)
            let events = try await installation.store.latestEvents(limit: 9)
            #expect(events.map(\.kind) == ["scheduleRun", "scheduleRun"])
            #expect(events.allSatisfy { $0.actor.hasPrefix("dashboard:") })
            #expect(try await browser.post("/schedules/none/run", "_csrf=\(csrf)").status == 422)
        }
    }

    @Test("pauses and resumes it for one seller or for all, those that come later too")
    func pausing() async throws {
        try await withSite(try await Self.installation()) { browser, installation in
            func paused() async throws -> [String?] {
                try await installation.store.schedules(matching: ScheduleFilter()).map(\.pauseReason)
            }
            let csrf = try await browser.get("/schedules/orders").csrf
            _ = try await browser.post(
                "/schedules/orders/pause", "_csrf=\(csrf)&seller=acme&region=EU&reason=stock+count")
            #expect(try await paused() == ["stock count", nil])
            let page = try await browser.get("/schedules/orders").body
            #expect(page.contains("orders for acme/EU is paused") && page.contains("stock count"))
            #expect(page.contains("Resume for acme/EU") && page.contains("Pause for bob/EU"))
            _ = try await browser.post("/schedules/orders/pause", "_csrf=\(csrf)&reason=all")
            #expect(try await paused() == ["all", "all"])
            _ = try await browser.post("/schedules/orders/resume", "_csrf=\(csrf)")
            #expect(try await paused() == [nil, nil])
            _ = try await browser.post("/schedules/orders/resume", "_csrf=\(csrf)")
            #expect(try await browser.get("/schedules").body.contains("orders was not paused."))
            _ = try await browser.post("/schedules/new/pause", "_csrf=\(csrf)&reason=later")
            try await installation.plan("new", "carl")
            #expect(try await paused().first == "later")
            for form in ["seller=zed", "region=FE"] {
                let path = "/schedules/orders/pause"
                #expect(try await browser.post(path, "_csrf=\(csrf)&reason=x&\(form)").status == 404, "\(form)")
            }
            #expect(try await browser.post("/schedules/none/resume", "_csrf=\(csrf)").status == 404)
        }
    }

    @Test("is not for readers, nor for pages of others")
    func guarded() async throws {
        let installation = try await Self.installation()
        try await withSite(installation, token: Tokens.operators, readToken: Tokens.readers) { browser, _ in
            _ = try await browser.post("/login", "token=\(Tokens.readers)&to=/")
            let page = try await browser.get("/schedules/orders")
            #expect(page.body.contains("acme") && !page.body.contains("/run\"") && !page.body.contains("/pause\""))
            #expect(try await browser.post("/schedules/orders/run", "_csrf=\(page.csrf)").status == 403)
        }
        try await withSite(installation) { browser, _ in
            _ = try await browser.get("/schedules/orders")
            #expect(try await browser.post("/schedules/orders/pause", "reason=x").status == 403)
        }
    }
}
