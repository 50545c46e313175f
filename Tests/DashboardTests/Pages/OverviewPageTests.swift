import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import Dashboard

@Suite("The overview")
struct OverviewPageTests {
    @Test("says that everything works when it does")
    func healthy() async throws {
        let installation = TestInstallation(holder: "process 7 on prod-1")
        try await installation.announce("w")
        try await withSite(installation) { browser, _ in
            let body = try await browser.get("/").body
            #expect(body.contains("Everything works") && body.contains("No seller is stuck."))
            #expect(body.contains("prod-1, process 7"))
        }
    }

    @Test("says what is wrong and what to do when work waits and nobody works")
    func idle() async throws {
        let installation = TestInstallation()
        try await installation.put(3, of: .test("acme"))
        try await withSite(installation) { browser, _ in
            let body = try await browser.get("/").body
            #expect(body.contains("No worker is running, and work waits"))
            #expect(body.lowercased().ranges(of: "no worker is running").count == 1)
            #expect(body.contains("<code class=\"command\">spworker run</code>"))
            #expect(
                body.contains("<span class=\"figure-value none\">3</span><span class=\"figure-name\">waiting</span>"))
            #expect(body.contains("/jobs?state=waiting"))
        }
    }

    @Test("tells times as other pages do, with the exact one behind it")
    func times() async throws {
        let start = TestInstallation().now
        let installation = TestInstallation(holder: "process 7 on prod-1, since \(start.iso8601)")
        try await installation.announce("w")
        installation.clock.advance(by: .seconds(20))
        try await withSite(installation) { browser, _ in
            let body = try await browser.get("/").body
            let iso = start.iso8601
            #expect(
                body.contains(
                    "(process 7 on prod-1, since <time datetime=\"\(iso)\" title=\"\(iso)\">20 s ago</time>)"))
            #expect(!body.contains("since \(iso)"))
        }
    }

    @Test("lists who is stuck, why, and what to do, the most urgent first and the rest as a number")
    func stuck() async throws {
        let installation = TestInstallation(holder: "process 7")
        try await installation.announce("w")
        for number in 0..<12 { try await installation.put(1, of: .test("paused\(number)")) }
        for number in 0..<12 {
            try await installation.memory.pause(.test("paused\(number)"), reason: "stock count", actor: "lena")
        }
        try await installation.revoke("zed", because: "the grant is gone")
        try await withSite(installation) { browser, _ in
            let body = try await browser.get("/").body
            #expect(body.contains("It works, and 13\u{A0}sellers need attention"))
            #expect(body.contains("The 10 most urgent of 13"))
            #expect(body.contains("the grant is gone") && body.contains("Let the seller authorize again"))
            #expect(body.contains("/sellers/zed?region=EU&amp;application=main"))
            #expect(body.contains("/sellers?state=paused") && body.contains(">12 paused<"))
            let first = try #require(body.firstRange(of: "/sellers/zed?")?.lowerBound)
            let second = try #require(body.firstRange(of: "/sellers/paused0?")?.lowerBound)
            #expect(first < second)
        }
    }

    @Test("draws what was counted within the last hour, or the last day")
    func trends() async throws {
        let installation = TestInstallation(holder: "process 7")
        try await installation.put(5, of: .test("acme"))
        installation.clock.advance(by: .seconds(2 * 3600))
        try await withSite(installation) { browser, installation in
            let hour = try await browser.get("/").body
            #expect(hour.contains("0 put in") && hour.contains("aria-current=\"true\">Last hour<"))
            #expect(hour.split(separator: "<svg class=\"chart spark").count == 6)
            installation.clock.advance(by: .seconds(1))
            let day = try await browser.get("/?span=day").body
            #expect(day.contains("5 put in") && day.contains("aria-current=\"true\">Last 24 hours<"))
            #expect(day.contains("2 h") && day.contains("age of the oldest ready job"))
        }
    }

    @Test("tells what happened last, and who did it")
    func events() async throws {
        let installation = TestInstallation(holder: "process 7")
        try await installation.memory.pause(.test("acme"), reason: "stock <b>count</b>", actor: "dashboard:lena@::1")
        try await withSite(installation) { browser, _ in
            let body = try await browser.get("/").body
            #expect(body.contains("stock &lt;b&gt;count&lt;/b&gt;") && body.contains("by dashboard:lena@::1"))
        }
    }

    @Test("asks the store once for all who look at the same time")
    func sharing() async throws {
        let installation = TestInstallation()
        let shared = SharedLook<Int>(timekeeper: installation.clock)
        #expect(try await shared.value { 1 } == 1)
        #expect(try await shared.value { 2 } == 1)
        installation.clock.advance(by: .seconds(1))
        await #expect(throws: Refusal.self) { try await shared.value { throw Refusal.notFound() } }
        #expect(try await shared.value { 3 } == 3)
    }
}
