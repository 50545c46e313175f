import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import Dashboard

@Suite("What operators do to a seller")
struct SellerActionsTests {
    private static let page = "/sellers/acme?region=EU&application=main"
    private static func address(_ action: String) -> String { "/sellers/acme/\(action)?region=EU&application=main" }

    @Test("pauses it for a reason, and the history says who did it")
    func pause() async throws {
        let installation = TestInstallation()
        try await installation.put(1, of: .test("acme"))
        try await withSite(installation) { browser, installation in
            let csrf = try await browser.get(Self.page).csrf
            let seen = try await browser.post(Self.address("pause"), "_csrf=\(csrf)&reason=stock+count")
            #expect(seen.status == 303 && seen.field("Location") == Self.page)
            #expect(try await installation.store.authorizations().first?.pauseReason == "stock count")
            let event = try #require(try await installation.store.latestEvents(limit: 1).first)
            #expect(event.kind == "sellerPaused" && event.actor.hasPrefix("dashboard:"))
            let next = try await browser.get(Self.page).body
            #expect(next.contains("acme/EU is paused") && next.contains("/sellers/acme/resume"))
            #expect(!next.contains("/sellers/acme/pause"))
        }
    }

    @Test("resumes it, whatever held it, and says so when nothing did")
    func resume() async throws {
        let installation = TestInstallation()
        try await installation.revoke("acme", because: "gone")
        try await installation.memory.pause(.test("acme"), reason: "stock count", actor: "lena")
        try await withSite(installation) { browser, installation in
            let csrf = try await browser.get(Self.page).csrf
            #expect(try await browser.post(Self.address("resume"), "_csrf=\(csrf)").status == 303)
            let row = try #require(try await installation.store.authorizations().first)
            #expect(row.state == .active && row.pauseReason == nil)
            #expect(try await browser.get(Self.page).body.contains("It was revoked and is taken for active"))
            _ = try await browser.post(Self.address("resume"), "_csrf=\(csrf)")
            #expect(try await browser.get(Self.page).body.contains("nothing changed"))
        }
    }

    @Test("does nothing without the page's own form, nor for a seller that is not there")
    func refusals() async throws {
        let installation = TestInstallation()
        try await installation.put(1, of: .test("acme"))
        try await withSite(installation) { browser, installation in
            let csrf = try await browser.get(Self.page).csrf
            for action in ["pause", "resume", "probe"] {
                #expect(try await browser.post(Self.address(action), "reason=x").status == 403)
                #expect(try await browser.post("/sellers/nobody/\(action)", "_csrf=\(csrf)").status == 404)
            }
            #expect(try await installation.store.authorizations().first?.pauseReason == nil)
            #expect(try await installation.store.latestEvents(limit: 1).isEmpty)
        }
    }

    @Test("asks a worker to try it, and tells the answer")
    func probe() async throws {
        let installation = TestInstallation(holder: "process 7")
        try await installation.put(1, of: .test("acme"))
        try await installation.announce("w")
        try await withSite(installation) { browser, installation in
            let csrf = try await browser.get(Self.page).csrf
            async let seen = browser.post(Self.address("probe"), "_csrf=\(csrf)&reason=authorized+again")
            await installation.clock.waitForSleepers(1)
            let command = try #require(try await installation.store.newCommands(for: WorkerID("w"), limit: 10).first)
            #expect(command.verb == "probe" && command.argument.contains("authorized again"))
            #expect(command.argument.contains("dashboard:"))
            _ = try await installation.store.answer(
                commandID: command.id, .done("{\"state\":\"revoked\",\"reason\":\"the grant is gone\"}"))
            installation.clock.advance(by: .seconds(1))
            #expect(try await seen.field("Location") == Self.page)
            #expect(try await browser.get(Self.page).body.contains("does not work and is revoked: the grant is gone"))
        }
    }

    @Test("goes on without the answer when it takes long, and shows it on the page when it comes")
    func slowProbe() async throws {
        let installation = TestInstallation(holder: "process 7")
        try await installation.put(1, of: .test("acme"))
        try await installation.put(1, of: .test("other"))
        try await installation.announce("w")
        try await withSite(installation) { browser, installation in
            let csrf = try await browser.get(Self.page).csrf
            async let seen = browser.post(Self.address("probe"), "_csrf=\(csrf)")
            await installation.clock.waitForSleepers(1)
            installation.clock.advance(by: .seconds(4))
            let location = try #require(try await seen.field("Location"))
            let number = try #require(location.split(separator: "=").last)
            #expect(location == "\(Self.page)&probe=\(number)")
            #expect(try await browser.get(location).body.contains("it has not answered yet"))
            let other = try await browser.get("/sellers/other?probe=\(number)").body
            #expect(!other.contains("it has not answered yet"))
            let id = try #require(Int64(number))
            _ = try await installation.store.answer(commandID: id, .done("{\"state\":\"active\"}"))
            #expect(try await browser.get(location).body.contains("acme/EU works and is active."))
        }
    }

    @Test("asks nobody when no worker runs")
    func nobody() async throws {
        let installation = TestInstallation()
        try await installation.put(1, of: .test("acme"))
        try await withSite(installation) { browser, installation in
            let csrf = try await browser.get(Self.page).csrf
            #expect(try await browser.post(Self.address("probe"), "_csrf=\(csrf)").status == 303)
            #expect(try await browser.get(Self.page).body.contains("Start one with &#39;spworker run&#39;"))
            #expect(try await installation.store.newCommands(for: WorkerID("w"), limit: 10).isEmpty)
        }
    }
}
