import JobModel
import JobStore
import JobStoreTesting
import Overview
import Testing

@testable import Dashboard

@Suite("The list of events")
struct EventsPageTests {
    @Test("tells in words what happened, to whom and who did it, as text")
    func list() async throws {
        let installation = TestInstallation()
        try await installation.revoke("<b>acme</b>", because: "<script>alert(1)</script>")
        try await installation.store.record(Deed(.jobsCancelled, to: .queue, note: "job 7", actor: "<u>lena</u>"))
        try await withSite(installation) { browser, _ in
            let body = try await browser.get("/events").body
            #expect(body.contains("taken for revoked") && body.contains("&lt;script&gt;alert(1)"))
            #expect(body.contains("Jobs were called off") && body.contains("job 7"))
            #expect(body.contains("&lt;u&gt;lena") && !body.contains("<u>lena") && !body.contains("<script>alert"))
            #expect(body.contains("&lt;b&gt;acme&lt;/b&gt;/EU") && body.contains("/sellers/%3Cb%3Eacme%3C%2Fb%3E"))
        }
    }

    @Test("is narrowed by seller, kind and what they are about")
    func filters() async throws {
        let installation = TestInstallation()
        try await installation.revoke("acme", because: "no")
        try await installation.revoke("bolt", because: "no")
        try await installation.store.record(Deed(.lanesPaused, to: .queue, note: "lane 1", actor: "lena"))
        try await withSite(installation) { browser, _ in
            func rows(_ query: String) async throws -> Int {
                let page = try await browser.get("/events?\(query)")
                return page.body.ranges(of: "<td data-label=\"What\">").count
            }
            #expect(try await rows("") == 3)
            #expect(try await rows("seller=bolt") == 1)
            #expect(try await rows("kind=revoked") == 2)
            #expect(try await rows("topic=people") == 1)
            #expect(try await rows("topic=sellers&seller=acme") == 1)
            #expect(try await rows("topic=nonsense") == 3)
            let none = try await browser.get("/events?seller=%3Cx%3E").body
            #expect(none.contains("No event fits."))
        }
    }

    @Test("is read page by page")
    func pages() async throws {
        let installation = TestInstallation()
        for number in 1...60 {
            try await installation.store.record(
                Deed(.jobsRetried, to: .queue, note: "note-\(number).", actor: "lena"))
        }
        try await withSite(installation) { browser, _ in
            let first = try await browser.get("/events?topic=people").body
            #expect(first.contains("note-60.") && first.contains("note-11.") && !first.contains("note-10."))
            let last = try #require(try await installation.store.latestEvents(limit: 50).last?.id)
            #expect(first.contains("/events?topic=people&amp;before=\(last)"))
            let second = try await browser.get("/events?topic=people&before=\(last)").body
            #expect(second.contains("note-10.") && second.contains("note-1.") && !second.contains("note-11."))
            #expect(!second.contains("rel=\"next\"") && second.contains(">Newest</a>"))
        }
    }

    @Test("has words for every kind that it offers")
    func meanings() {
        for kind in EventTopic.allCases.flatMap(\.kinds) {
            let line = EventLine(EventRow(at: Timestamp(microseconds: 0), kind: kind, application: "", actor: "a"))
            #expect(line.meaning != kind, "\(kind)")
        }
        #expect(Set(EventTopic.allCases.flatMap(\.kinds)).count == EventTopic.allCases.flatMap(\.kinds).count)
    }

    @Test("says what will stand there")
    func empty() async throws {
        try await withSite { browser, _ in
            let body = try await browser.get("/events").body
            #expect(body.contains("Nothing has happened yet."))
        }
    }
}
