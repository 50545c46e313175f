import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import Dashboard

@Suite("A definition's page")
struct SchedulePageTests {
    @Test("shows what it does, its next fires, and each seller with its last job and cursor")
    func contents() async throws {
        var definition = DefinitionView.test("orders", sellers: 2)
        definition.zone = "Europe/Berlin"
        definition.then = "details for each orderId"
        let installation = TestInstallation.with(definition)
        try await installation.runOnce("orders", "acme")
        try await installation.runOnce("orders", "bob", .fail(JobFailure(kind: "x", message: "m")))
        let key = ScheduleKey(definition: "orders", seller: "acme", region: "EU")
        let cursor = (installation.now - .seconds(300)).iso8601
        _ = try await installation.store.setCursor(key, to: cursor, actor: "test")
        try await withSite(installation) { browser, _ in
            let body = try await browser.get("/schedules/orders").body
            #expect(body.contains("<h1>orders</h1>") && body.contains("every 15 minutes"))
            #expect(body.contains("Europe/Berlin") && body.contains("details for each orderId"))
            #expect(body.contains("45 m without a success") && body.contains("jobs/orders.yaml"))
            #expect(body.contains("in 15 m") && body.contains(cursor) && body.contains("5 m behind now"))
            #expect(body.contains("<span class=\"state bad\">failed</span>") && body.contains("href=\"/jobs/2\""))
            #expect(body.contains("heat-lines") && body.contains("1 succeeded, 1 failed."))
            #expect(body.contains("/schedules/orders?only=failed"))
            let failed = try await browser.get("/schedules/orders?only=failed").body
            #expect(failed.contains("Run for bob/EU") && !failed.contains("Run for acme/EU"))
            #expect(try await browser.get("/schedules/orders?seller=zed").body.contains("No seller matches."))
            #expect(try await browser.get("/schedules/none").status == 404)
        }
    }

    @Test("shows sellers in pages, and fields for as many as there is room for")
    func pages() async throws {
        let installation = TestInstallation.with(.test("orders", sellers: 700))
        for index in 100..<800 { try await installation.plan("orders", "s\(index)") }
        try await withSite(installation) { browser, _ in
            let first = try await browser.get("/schedules/orders").body
            #expect(first.contains(">s100<") && first.contains(">s149<") && !first.contains(">s150</a> <span"))
            #expect(first.contains("/schedules/orders?after=s149&amp;afterRegion=EU"))
            #expect(first.contains("a field stands for several"))
            let next = try await browser.get("/schedules/orders?after=s749&afterRegion=EU").body
            #expect(next.contains(">s799<") && !next.contains("Next page") && next.contains("First page"))
        }
    }

    @Test("says who is behind, and lists those first whose last success is longest ago")
    func behind() async throws {
        let installation = TestInstallation.with(.test("orders", sellers: 2))
        try await installation.runOnce("orders", "late")
        installation.clock.advance(by: .seconds(40 * 60))
        try await installation.runOnce("orders", "prompt")
        installation.clock.advance(by: .seconds(10 * 60))
        try await withSite(installation) { browser, _ in
            let body = try await browser.get("/schedules/orders").body
            #expect(body.contains("1 seller has not succeeded for 45 m") && body.contains("late/EU."))
            let behind = try await browser.get("/schedules/orders?only=behind").body
            #expect(behind.contains("Run for late/EU") && !behind.contains("Run for prompt/EU"))
        }
    }

    @Test("says what to do when nobody has planned it, its file is wrong or gone, or it follows another one")
    func hints() async throws {
        var follower = DefinitionView.test("follower", schedule: nil)
        follower.needsItem = true
        let installation = TestInstallation.with(
            .test("new"), follower, DefinitionView(name: "bad.yaml", file: "jobs/bad.yaml", problem: "'x' is wrong"))
        try await installation.runOnce("gone", "acme")
        try await withSite(installation) { browser, _ in
            #expect(try await browser.get("/schedules/new").body.contains("No worker has seen it yet."))
            let follower = try await browser.get("/schedules/follower").body
            #expect(follower.contains("for what another one finds") && !follower.contains("Run for all"))
            let bad = try await browser.get("/schedules/bad.yaml").body
            #expect(bad.contains("Its file cannot be used") && bad.contains("&#39;x&#39; is wrong"))
            let gone = try await browser.get("/schedules/gone").body
            #expect(gone.contains("No file that can be used has this name.") && !gone.contains("Run for all"))
        }
    }
}
