import Foundation
import Testing

extension BrowserJourneys {
    @Suite("Pages")
    struct PageLookTests {
        /// What answers a link.
        private struct Answer: Decodable {
            let path: String
            let status: Int
        }

        /// Every page, by the name of its picture.
        private static func pages(_ jobs: PageWorld.Jobs) -> [(name: String, path: String)] {
            [
                ("overview", "/"), ("sellers", "/sellers"), ("sellers-none", "/sellers?q=nobody-has-this-name"),
                ("seller-revoked", "/sellers/crux"), ("seller-paused", "/sellers/dune"), ("seller", "/sellers/acme"),
                ("seller-long-name", "/sellers/\(PageWorld.long)"), ("jobs", "/jobs"),
                ("jobs-failed", "/jobs?state=failed"), ("job-quarantined", "/jobs/\(jobs.quarantined)"),
                ("job-scheduled", "/jobs/\(jobs.scheduled[0])"), ("job-failed", "/jobs/\(jobs.failed[0])"),
                ("lanes", "/lanes"), ("schedules", "/schedules"), ("schedule", "/schedules/orders"),
                ("schedule-at-night", "/schedules/participations"), ("workers", "/workers"), ("events", "/events"),
                ("applications", "/applications"), ("inbox", "/inbox"),
            ]
        }

        @Test("are right on a desk and a telephone, by day and by night, and no link leads nowhere")
        func everyPage() async throws {
            let audit = try PageAudit()
            try await PageWorld.play { world in
                let driver = try await ChromeDriver.start(in: world.scene.workplace)
                try await Browser.open(driver, at: world.site) { browser in
                    try await browser.noteViolations()
                    try await browser.visit("/login")
                    try await Self.check(browser, "login", audit)
                    try await world.logIn(browser)
                    #expect(try await browser.path() == "/")
                    // What the console says is told with the page that it says it of.
                    _ = try await browser.console()
                    var links: Set<String> = []
                    for page in Self.pages(world.jobs) {
                        try await browser.visit(page.path)
                        try await Self.check(browser, page.name, audit)
                        links.formUnion(
                            try await browser.run(
                                """
                                return [...document.querySelectorAll("a[href]")].map((link) => new URL(link.href))
                                  .filter((url) => url.origin === location.origin).map((url) => url.pathname + url.search);
                                """) as [String])
                        let lines = try await browser.console().filter { $0.level != "INFO" && $0.level != "DEBUG" }
                        #expect(lines.isEmpty, "\(page.path): \(lines.map(\.message))")
                    }
                    try await Self.follow(links.subtracting(["/logout"]), browser)
                }
                #expect(try await world.scene.stop(world.worker).code == 0)
            }
        }

        /// Looks at the page in every way.
        private static func check(_ browser: Browser, _ name: String, _ audit: PageAudit) async throws {
            for look in Look.all {
                try await browser.look(look)
                let findings = try await audit.findings(browser, isThorough: look.isThorough)
                #expect(findings.isEmpty, "\(name), \(look):\n\(findings.joined(separator: "\n"))")
                try await browser.keepPicture("\(name)-\(look)")
            }
            let violations = try await browser.violations()
            #expect(violations.isEmpty, "\(name): \(violations)")
        }

        /// Asks for what is linked to, as the page itself would.
        private static func follow(_ links: Set<String>, _ browser: Browser) async throws {
            let answers: [Answer] = try await browser.run(
                """
                return Promise.all(arguments[0].map(async (path) =>
                  ({path, status: (await fetch(path, {headers: {Accept: "text/html"}})).status})));
                """, [links.sorted()])
            #expect(answers.count > 30, "there are links at all")
            let dead = answers.filter { $0.status != 200 }
            #expect(dead.isEmpty, "\(dead.map { "\($0.path): \($0.status)" })")
        }
    }
}
