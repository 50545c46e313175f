import JobModel
import JobStore
import JobStoreTesting
import Overview
import Testing

@testable import Dashboard

@Suite("The page of lanes")
struct LanesPageTests {
    @Test("says how lanes come into being while there are none, and what matches nothing")
    func empty() async throws {
        try await withSite { browser, _ in
            let body = try await browser.get("/lanes").body
            #expect(body.contains("No lanes yet.") && body.contains("spworker enqueue request"))
            #expect(try await browser.get("/lanes?only=blocked").body.contains("No lane is blocked."))
            #expect(try await browser.get("/lanes?seller=x&only=blocked").body.contains("No lane matches."))
            #expect(try await browser.get("/lanes?only=nonsense").body.contains("No lanes yet."))
            #expect(try await browser.get("/lanes?after=9").body.contains("There are no further lanes."))
        }
    }

    @Test("shows the plan, what is left of it, and why no call is made")
    func contents() async throws {
        let installation = TestInstallation()
        try await installation.lane("acme", "orders.getOrders", jobs: 3)
        try await installation.lane("<b>bob</b>", "feeds.getFeed")
        let lanes = try await installation.store.lanes()
        try await installation.store.change(
            laneID: lanes[0].lane.id, .block(until: installation.now + .seconds(120)))
        try await installation.store.change(laneID: lanes[1].lane.id, .pause("odd <answers>"))
        try await withSite(installation) { browser, _ in
            let body = try await browser.get("/lanes").body
            #expect(body.contains("orders.getOrders") && body.contains("0.5/s, burst 20"))
            #expect(body.contains("<span class=\"pieces\">orders.<wbr>getOrders</span>"))
            #expect(body.contains("20 of 20 left") && body.contains("Burst of orders.getOrders of acme/EU"))
            #expect(body.contains("blocked, free") && body.contains("in 2 m"))
            #expect(body.contains("odd &lt;answers&gt;") && body.contains("&lt;b&gt;bob&lt;/b&gt;"))
            #expect(!body.contains("<b>bob"))
            #expect(
                body.contains("<a href=\"/jobs?seller=acme&amp;operation=orders.getOrders&amp;state=waiting\">3</a>"))
            let blocked = try await browser.get("/lanes?only=blocked").body
            #expect(blocked.contains("orders.getOrders") && !blocked.contains("feeds.getFeed"))
            let found = try await browser.get("/lanes?operation=GETFEED").body
            #expect(!found.contains("orders.getOrders") && found.contains("feeds.getFeed"))
        }
    }

    @Test("tells a plan that Amazon has taught from the configured one")
    func learned() {
        let configured = LanePlan(rate: 0.5, burst: 20)
        let now = Timestamp(microseconds: 0)
        let taught = LaneUse(
            Limiter(plan: LanePlan(rate: 2, burst: 20), arrival: now + .seconds(5), refusals: 3),
            configured: configured, blockedUntil: now + .seconds(60), subject: "op", now: now)
        #expect(taught.plan == "2/s, burst 20" && taught.configured == "0.5/s, burst 20")
        #expect(taught.left == "10 of 20 left" && taught.refusals == "3 refusals (429) in a row")
        #expect(taught.blocked?.told == "in 60 s")
        let plain = LaneUse(
            Limiter(plan: configured), configured: configured, blockedUntil: nil, subject: "op", now: now)
        #expect(plain.configured == nil && plain.refusals == nil && plain.left == "20 of 20 left")
    }

    @Test("comes in pages of fifty, and keeps what was chosen")
    func pages() async throws {
        let installation = TestInstallation()
        for index in 0..<120 { try await installation.lane("s\(index)", "op") }
        try await withSite(installation) { browser, _ in
            let first = try await browser.get("/lanes?operation=op")
            #expect(first.body.contains(">s0<") && first.body.contains(">s49<") && !first.body.contains(">s50<"))
            let second = try await browser.get(#require(first.link(before: " rel=\"next\"")))
            #expect(second.body.contains(">s50<") && second.body.contains(">s99<"))
            let address = try #require(second.link(before: " rel=\"next\""))
            #expect(address.hasPrefix("/lanes?operation=op&after="))
            let last = try await browser.get(address).body
            #expect(last.contains(">s119<") && !last.contains("Next page") && last.contains("First page"))
        }
    }

    @Test("shows limits that sellers share and what cools down, on its first page")
    func beside() async throws {
        let installation = TestInstallation()
        try await installation.lane("acme", "shared.call", applicationRate: 5)
        let key = AuthorizationKey(application: "main", seller: "acme", region: "EU")
        try await installation.store.beginCoolDown(
            CoolDownRow(
                authorization: key, scope: "reportType:GET_X", until: installation.now + .seconds(1800), refusals: 2,
                reason: "Amazon cancelled it twice"))
        try await withSite(installation) { browser, installation in
            let body = try await browser.get("/lanes").body
            #expect(
                body.contains("Limits that all sellers share")
                    && body.contains("Burst of shared.call of the application"))
            #expect(body.contains("report type GET_X") && body.contains("Amazon cancelled it twice"))
            let other = try await browser.get("/lanes?seller=other").body
            #expect(!other.contains("report type GET_X") && !other.contains("Limits that all sellers share"))
            #expect(!(try await browser.get("/lanes?after=1").body.contains("report type GET_X")))
            installation.clock.advance(by: .seconds(3600))
            #expect(!(try await browser.get("/lanes").body.contains("report type GET_X")))
        }
    }

    @Test("lets operators pause, resume and reset a lane, each time as an event, and come back to what they looked at")
    func steering() async throws {
        let installation = TestInstallation()
        try await installation.lane("acme", "orders.getOrders")
        let id = try await installation.store.lanes()[0].lane.id
        try await withSite(installation) { browser, installation in
            let csrf = try await browser.get("/lanes").csrf
            let back = "back=%2Flanes%3Fseller%3Dacme%26evil%3D%2F%2Fhost"
            let paused = try await browser.post("/lanes/\(id)/pause", "_csrf=\(csrf)&reason=odd+answers&\(back)")
            #expect(paused.status == 303 && paused.field("Location") == "/lanes?seller=acme")
            #expect(try await installation.store.lanes()[0].lane.pauseReason == "odd answers")
            let page = try await browser.get("/lanes").body
            #expect(page.contains("orders.getOrders of acme/EU is paused") && page.contains("/lanes/\(id)/resume"))
            _ = try await browser.post("/lanes/\(id)/resume", "_csrf=\(csrf)")
            #expect(try await installation.store.lanes()[0].lane.pauseReason == nil)
            try await installation.store.change(laneID: id, .block(until: installation.now + .seconds(120)))
            _ = try await browser.post("/lanes/\(id)/reset", "_csrf=\(csrf)")
            #expect(try await installation.store.lanes()[0].blockedUntil == nil)
            let events = try await installation.store.latestEvents(limit: 9)
            #expect(events.map(\.kind) == ["lanesReset", "lanesResumed", "lanesPaused"])
            #expect(events.last?.note == "orders.getOrders: odd answers" && events.last?.seller == "acme")
            #expect(events.allSatisfy { $0.actor.hasPrefix("dashboard:") })
            for path in [
                "/lanes/\(id + 1)/pause", "/lanes/0/reset", "/lanes/x/resume", "/lanes/-9223372036854775808/reset",
            ] {
                #expect(try await browser.post(path, "_csrf=\(csrf)").status == 404, "\(path)")
            }
        }
    }

    @Test("has no buttons for readers, and refuses what they send")
    func readers() async throws {
        let installation = TestInstallation()
        try await installation.lane("acme", "orders.getOrders")
        try await withSite(installation, token: Tokens.operators, readToken: Tokens.readers) { browser, _ in
            _ = try await browser.post("/login", "token=\(Tokens.readers)&to=/lanes")
            let page = try await browser.get("/lanes")
            #expect(page.body.contains("orders.getOrders") && !page.body.contains("/pause\""))
            #expect(try await browser.post("/lanes/1/pause", "_csrf=\(page.csrf)&reason=x").status == 403)
        }
    }
}

extension TestInstallation {
    /// Makes a lane by putting jobs in.
    fileprivate func lane(
        _ seller: String, _ operation: String, jobs: Int = 1, applicationRate: Double? = nil
    ) async throws {
        let key = AuthorizationKey(application: "main", seller: seller, region: "EU")
        let job = NewJob(
            kind: "request", lane: LaneKey(authorization: key, operation: operation),
            plan: LanePlan(rate: 0.5, burst: 20), applicationRate: applicationRate, authorization: key,
            operation: operation)
        _ = try await memory.enqueue(Array(repeating: job, count: jobs))
    }
}
