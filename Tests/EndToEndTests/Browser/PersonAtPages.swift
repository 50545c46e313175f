import Testing

/// A person at the pages, who looks after each click whether the real thing has changed.
struct PersonAtPages {
    private struct Sellers: Decodable {
        struct Seller: Decodable {
            let seller: String
            let state: String
            let pauseReason: String?
        }
        let sellers: [Seller]
    }

    private struct Lanes: Decodable {
        struct Lane: Decodable {
            let id: Int
            let seller: String
            let operation: String
            let pauseReason: String?
        }
        let lanes: [Lane]
    }

    private struct Schedules: Decodable {
        struct Definition: Decodable {
            let name: String
            let paused: Int
        }
        let definitions: [Definition]
    }

    private struct Events: Decodable {
        struct Event: Decodable {
            let kind: String
            let actor: String
        }
        let events: [Event]
    }

    let world: PageWorld
    let browser: Browser

    func pauseReason(of seller: String) async throws -> String? {
        try await world.scene.run("sellers", "list", "--json").json(Sellers.self).sellers
            .first { $0.seller == seller }?.pauseReason
    }

    func waitForJob(_ id: Int, _ state: String) async throws {
        try await eventually("job \(id) is \(state)") {
            try await world.scene.queue.count("id = \(id) AND state = '\(state)'") == 1
        }
    }

    /// Nobody sees anything without a token, and readers can do nothing.
    func refuseStrangers() async throws {
        try await browser.visit("/jobs?state=failed")
        #expect(try await browser.path().hasPrefix("/login"))
        try await world.logIn(browser, "not-the-token-at-all")
        #expect(try await browser.text("[role=alert]").contains("not the token"))
        try await browser.visit("/sellers/acme")
        #expect(try await browser.path().hasPrefix("/login"))
        try await world.logIn(browser, PageWorld.readerToken, as: "rita")
        for path in ["/jobs/4", "/sellers/crux", "/lanes", "/schedules/orders", "/workers"] {
            try await browser.visit(path)
            #expect(try await browser.count("main form[method=post]") == 0, "\(path) offers readers nothing to do")
        }
        try await browser.click("form[action='/logout'] button")
        #expect(try await browser.path() == "/login")
    }

    /// A page that is open shows what has happened since.
    func follow() async throws {
        try await browser.visit("/jobs")
        _ = try await browser.text("[data-live-state=on]")
        let _: Bool = try await browser.run("window.isTheSame = true; return true;")
        try await world.scene.queue.insert(sellers: ["acme"], each: 1)
        let id = try await eventually("the row is a job") { try await world.scene.queue.inbox().last?.jobId }
        try await eventually("the page shows job \(id)", looks: 200, pause: .milliseconds(50)) {
            try await browser.count("main a[href='/jobs/\(id)']") > 0
        }
        #expect(try await browser.run("return window.isTheSame === true;"), "the page was not loaded again")
    }

    func steerJobs() async throws {
        let jobs = world.jobs
        try await browser.visit("/jobs/\(jobs.failed[0])")
        try await browser.submit("/jobs/\(jobs.failed[0])/retry")
        try await waitForJob(jobs.failed[0], "succeeded")
        try await browser.visit("/jobs/\(jobs.scheduled[0])")
        try await browser.submit("/jobs/\(jobs.scheduled[0])/cancel")
        try await waitForJob(jobs.scheduled[0], "cancelled")
        // What nobody knows the end of wants a tick.
        try await browser.visit("/jobs/\(jobs.quarantined)")
        try await browser.submit("/jobs/\(jobs.quarantined)/retry")
        try await waitForJob(jobs.quarantined, "succeeded")
        // Several at once.
        try await browser.visit("/jobs")
        try await browser.click("input[name=id][value='\(jobs.failed[1])']")
        try await browser.click("form[action='/jobs/retry'] button:not([formaction])")
        try await waitForJob(jobs.failed[1], "succeeded")
        try await browser.visit("/jobs?state=waiting")
        try await browser.click("input[name=id][value='\(jobs.scheduled[1])']")
        try await browser.click("button[formaction='/jobs/cancel']")
        try await waitForJob(jobs.scheduled[1], "cancelled")
    }

    func steerSellers() async throws {
        try await browser.visit("/sellers/acme")
        try await browser.submit("/sellers/acme/pause", saying: "counting <stock>")
        #expect(try await pauseReason(of: "acme") == "counting <stock>")
        #expect(try await browser.text("main").contains("counting <stock>"))
        try await browser.submit("/sellers/acme/resume")
        #expect(try await pauseReason(of: "acme") == nil)
        // Amazon takes the token again, which the worker does not know before it tries.
        try await world.scene.steer("restore", #"{"seller": "crux"}"#)
        try await browser.visit("/sellers/crux")
        try await browser.submit("/sellers/crux/probe")
        try await world.scene.waitForSeller("crux", "active")
        try await world.scene.waitForJobs(0, "label = 'parked'")
    }

    func steerLanes() async throws {
        func lane() async throws -> Lanes.Lane {
            let lanes = try await world.scene.run("lanes", "list", "--json").json(Lanes.self).lanes
            return try #require(
                lanes.first { $0.seller == "bolt" && $0.operation.hasPrefix("orders.searchOrders") })
        }
        let id = try await lane().id
        try await browser.visit("/lanes")
        try await browser.submit("/lanes/\(id)/pause", saying: "too many refusals")
        #expect(try await lane().pauseReason == "too many refusals")
        try await browser.visit("/lanes")
        try await browser.submit("/lanes/\(id)/resume")
        #expect(try await lane().pauseReason == nil)
    }

    func steerSchedules() async throws {
        func paused() async throws -> Int? {
            try await world.scene.run("schedules", "list", "--json").json(Schedules.self).definitions
                .first { $0.name == "participations" }?.paused
        }
        let before = try await world.scene.queue.count("operation LIKE 'sellers.%'")
        try await browser.visit("/schedules/participations")
        try await browser.submit("/schedules/participations/run")
        #expect(try await world.scene.queue.count("operation LIKE 'sellers.%'") == before + 5)
        try await browser.visit("/schedules/participations")
        try await browser.submit("/schedules/participations/pause", saying: "not tonight")
        #expect(try await paused() == 5)
        try await browser.visit("/schedules/participations")
        try await browser.submit("/schedules/participations/resume")
        #expect(try await paused() == 0)
    }

    /// The history knows who it was.
    func tellWho() async throws {
        let events = try await world.scene.run("events", "--limit", "200", "--json").json(Events.self).events
        let deeds = events.filter { $0.actor == "dashboard:lena@127.0.0.1" }
        #expect(deeds.count >= 8, "\(deeds.map(\.kind))")
        #expect(!events.contains { $0.actor.contains("rita") })
        try await browser.visit("/events")
        #expect(try await browser.text("main").contains("lena"))
    }

    func drain() async throws {
        try await browser.visit("/workers")
        // What it says thereafter may come too late to be read: the pages go with the worker.
        try await browser.click("form[action='/workers/drain'] button")
    }
}
