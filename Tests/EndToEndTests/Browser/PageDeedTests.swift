import Foundation
import Testing

extension BrowserJourneys {
    @Suite("Deeds")
    struct PageDeedTests {
        @Test("by click change the real thing, are told with a name, and pages follow by themselves")
        func clicks() async throws {
            try await PageWorld.play { world in
                let driver = try await ChromeDriver.start(in: world.scene.workplace)
                try await Browser.open(driver, at: world.site) { browser in
                    let person = PersonAtPages(world: world, browser: browser)
                    try await person.refuseStrangers()
                    try await world.logIn(browser)
                    try await person.follow()
                    try await person.steerJobs()
                    try await person.steerSellers()
                    try await person.steerLanes()
                    try await person.steerSchedules()
                    try await person.tellWho()
                    try await person.drain()
                }
                #expect(try await world.worker.end().code == 0)
                let logs = world.worker.output + world.worker.errors
                for token in [PageWorld.operatorToken, PageWorld.readerToken] { #expect(!logs.contains(token)) }
            }
        }

        @Test("work without scripts, the way from the login to a job that is retried")
        func withoutScripts() async throws {
            try await PageWorld.play { world in
                let driver = try await ChromeDriver.start(in: world.scene.workplace)
                try await Browser.open(driver, at: world.site, runsScripts: false) { browser in
                    let person = PersonAtPages(world: world, browser: browser)
                    try await world.logIn(browser)
                    #expect(try await browser.path() == "/")
                    #expect(try await browser.count("[data-live-state=off]") == 1, "no script has run")
                    for section in ["sellers", "lanes", "schedules", "workers", "events", "applications", "jobs"] {
                        try await browser.click("nav.menu a[href='/\(section)']")
                        #expect(try await browser.path() == "/\(section)")
                        #expect(try await browser.count("main h1") == 1)
                    }
                    try await browser.type("acme", into: "form[role=search] input[name=seller]")
                    try await browser.click("form[role=search] button[type=submit]")
                    #expect(try await browser.path().contains("seller=acme"))
                    let id = world.jobs.failed[0]
                    try await browser.click("main a[href='/jobs/\(id)']")
                    try await browser.submit("/jobs/\(id)/retry")
                    try await person.waitForJob(id, "succeeded")
                    try await browser.visit("/sellers/acme")
                    try await browser.submit("/sellers/acme/pause")
                    #expect(try await person.pauseReason(of: "acme") == "a person clicked")
                    try await browser.click("form[action='/logout'] button")
                    #expect(try await browser.path() == "/login")
                }
            }
        }
    }
}
