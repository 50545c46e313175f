import JobModel
import JobStore
import Testing

@testable import Dashboard

@Suite("What is done to jobs from pages")
struct JobDeedsTests {
    @Test("happens to the picked ones, is told, and stands in the history with who did it")
    func picked() async throws {
        let installation = TestInstallation()
        try await installation.put(3)
        try await withSite(installation) { browser, installation in
            let csrf = try await browser.get("/jobs").csrf
            let seen = try await browser.post("/jobs/cancel", "_csrf=\(csrf)&seller=acme&id=1&id=3&id=3&id=x")
            #expect(seen.status == 303 && seen.field("Location") == "/jobs?seller=acme")
            #expect(try await browser.get("/jobs").body.contains("2\u{A0}jobs were cancelled."))
            #expect(try await installation.state(JobID(1)) == .cancelled)
            #expect(try await installation.state(JobID(2)) == .waiting)
            let event = try #require(try await installation.store.latestEvents(limit: 1).first)
            #expect(event.kind == "jobsCancelled" && event.note == "2 jobs: 1, 3" && event.seller == "acme")
            #expect(event.actor.hasPrefix("dashboard:local@"))
        }
    }

    @Test("needs the form of one's own session")
    func csrf() async throws {
        let installation = TestInstallation()
        try await installation.put()
        try await withSite(installation) { browser, installation in
            _ = try await browser.get("/jobs")
            for address in ["/jobs/cancel", "/jobs/all/cancel", "/jobs/1/cancel"] {
                #expect(try await browser.post(address, "id=1&state=waiting").status == 403)
            }
            #expect(try await installation.state(JobID(1)) == .waiting)
            #expect(try await installation.store.latestEvents(limit: 9).isEmpty)
        }
    }

    @Test("repeats a call that may have had its effect only when that is confirmed")
    func confirmation() async throws {
        let installation = TestInstallation()
        try await installation.put(3)
        _ = try await installation.run(.quarantine(.planted))
        _ = try await installation.run(.quarantine(.planted), inDoubt: true)
        _ = try await installation.run(.fail(.planted))
        try await withSite(installation) { browser, installation in
            let csrf = try await browser.get("/jobs").csrf
            _ = try await browser.post("/jobs/retry", "_csrf=\(csrf)&id=1&id=2&id=3")
            let told = try await browser.get("/jobs").body
            #expect(told.contains("Job 3 waits again.") && told.contains("look at Amazon"))
            #expect(try await installation.state(JobID(1)) == .quarantined)
            #expect(try await installation.state(JobID(2)) == .quarantined)
            #expect(try await installation.state(JobID(3)) == .waiting)
            _ = try await browser.post("/jobs/retry", "_csrf=\(csrf)&id=1&id=2&confirmed=1")
            #expect(try await installation.state(JobID(1)) == .waiting)
            #expect(try await installation.state(JobID(2)) == .waiting)
            let notes = try await installation.store.latestEvents(limit: 9).map(\.note)
            #expect(notes == ["2 jobs: 1, 2", "job 3"])
        }
    }

    @Test("happens to all that match after one more look")
    func all() async throws {
        let installation = TestInstallation()
        try await installation.put(12)
        try await installation.put(2, of: "bolt")
        try await withSite(installation) { browser, installation in
            let page = try await browser.get("/jobs/all?seller=acme&state=waiting")
            #expect(page.body.contains("12\u{A0}jobs match now.") && page.body.contains("waiting, of acme"))
            #expect(page.body.contains("Cancel them all") && !page.body.contains("Retry them all"))
            let seen = try await browser.post(
                "/jobs/all/cancel", "_csrf=\(page.csrf)&seller=acme&state=waiting")
            #expect(seen.field("Location") == "/jobs?state=waiting&seller=acme")
            let counts = try await installation.store.counts()
            #expect(counts == [.cancelled: 12, .waiting: 2])
            let event = try await installation.store.latestEvents(limit: 1).first
            #expect(event?.note == "12 jobs from 1 to 12 (waiting, of acme)")
        }
    }

    @Test("never happens to all jobs there are, nor is a retry of many done without a state")
    func tooMany() async throws {
        let installation = TestInstallation()
        try await installation.put(2)
        try await withSite(installation) { browser, installation in
            let csrf = try await browser.get("/jobs").csrf
            #expect(try await browser.get("/jobs/all").status == 303)
            #expect(try await browser.post("/jobs/all/cancel", "_csrf=\(csrf)").status == 422)
            #expect(try await browser.post("/jobs/all/retry", "_csrf=\(csrf)&seller=acme").status == 422)
            #expect(try await installation.store.counts() == [.waiting: 2])
        }
    }

    @Test("is looked for among labels and unique keys in bounded parts")
    func lister() async throws {
        let installation = TestInstallation()
        try await installation.put(60)
        let lister = JobLister(store: installation.memory, now: installation.now)
        var search = JobSearch(FormValues(encoded: "label=ready"))
        let first = try await lister.page(search)
        #expect(first.records.count == 50 && first.next == JobID(11) && !first.isCut)
        search.before = first.next
        let second = try await lister.page(search)
        #expect(second.records.count == 10 && second.next == nil && !second.isCut)
        let parked = try await lister.page(JobSearch(FormValues(encoded: "label=parked")))
        #expect(parked.records.isEmpty && parked.next == nil)
    }
}
