import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import Dashboard

@Suite("The page of schedules")
struct SchedulesPageTests {
    @Test("says how to begin while there are no definitions")
    func empty() async throws {
        try await withSite { browser, _ in
            let body = try await browser.get("/schedules").body
            #expect(body.contains("No definitions yet.") && body.contains("spworker init"))
        }
    }

    @Test("shows when each definition fires in words, and what became of each seller's last job")
    func contents() async throws {
        let installation = TestInstallation.with(
            .test("orders", sellers: 3), .test("by-hand", schedule: nil), .test("nobody", sellers: 0), .test("new"),
            DefinitionView(name: "<bad>.yaml", file: "jobs/<bad>.yaml", problem: "<bad>.yaml:2: 'schedule' is wrong"))
        try await installation.runOnce("orders", "acme")
        try await installation.runOnce("orders", "bob", .fail(JobFailure(kind: "x", message: "m")))
        try await installation.plan("orders", "carl")
        try await installation.runOnce("gone", "acme")
        try await withSite(installation) { browser, _ in
            let body = try await browser.get("/schedules").body
            #expect(body.contains("every 15 minutes") && body.contains("*/15 * * * *"))
            #expect(body.contains("1 succeeded, 1 failed, 1 never ran."))
            #expect(body.contains("<title>bob/EU: failed</title>") && body.contains("heat-bad"))
            #expect(body.contains("It runs by hand, and has not been run yet."))
            #expect(body.contains("It selects no seller that is configured."))
            #expect(body.contains("No worker has seen it yet."))
            #expect(body.contains("1\u{A0}file cannot be used.") && body.contains("&lt;bad&gt;.yaml:2"))
            #expect(!body.contains("<bad>") && body.contains("spworker schedules validate"))
            #expect(body.contains("/schedules/gone"))
        }
    }

    @Test("has as many fields for thousands of sellers as for sixty, those first that need a look")
    func bounded() {
        let strip = ResultStrip([.good: 4980, .failed: 15, .paused: 5], of: "x")
        #expect(strip.summary == "4\u{202F}980 succeeded, 15 failed, 5 paused.")
        #expect(strip.strip.cells.map(\.tone).prefix(3) == [.bad, .warning, .good])
        #expect(strip.strip.cells.count <= ResultStrip.most + ScheduleResult.allCases.count)
        #expect(ResultStrip([:], of: "x").strip.cells.isEmpty)
    }

    @Test("tells which definition has a seller that is behind")
    func behind() async throws {
        let installation = TestInstallation.with(.test("orders"))
        try await installation.runOnce("orders", "acme")
        try await withSite(installation) { browser, installation in
            let before = try await browser.get("/schedules").body
            #expect(before.contains("orders") && !before.contains("behind:"))
            installation.clock.advance(by: .seconds(46 * 60))
            let later = try await browser.get("/schedules").body
            #expect(later.contains("behind:"))
        }
    }
}
