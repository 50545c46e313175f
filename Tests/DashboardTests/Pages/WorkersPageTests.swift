import JobModel
import JobStore
import Testing

@testable import Dashboard

@Suite("The page of workers")
struct WorkersPageTests {
    private func announce(_ id: String, to installation: TestInstallation, isDraining: Bool = false) async throws {
        let now = installation.now
        try await installation.store.heartbeat(
            WorkerRow(
                id: WorkerID(id), host: "<host>", pid: 42, version: "1.2.3", startedAt: now,
                leaseUntil: now + .seconds(45), isDraining: isDraining,
                obstacle: isDraining ? nil : "The disk is <full>."))
    }

    @Test("tells how each stands, what it runs and how many tokens it holds")
    func list() async throws {
        let installation = TestInstallation(holder: "process 42")
        try await announce("worker-1", to: installation)
        try await installation.put(2)
        _ = try await installation.start()
        let now = installation.now
        try await installation.store.saveTokens(
            [
                TokenRow(
                    worker: WorkerID("worker-1"), key: "a", application: "main", seller: "acme", region: "EU",
                    obtainedAt: now, expiresAt: now + .seconds(3600)),
                TokenRow(
                    worker: WorkerID("worker-1"), key: "b", application: "main", seller: "bolt", region: "EU",
                    obtainedAt: now, expiresAt: now - .seconds(1)),
            ], gone: [], of: WorkerID("worker-1"))
        try await withSite(installation) { browser, _ in
            let body = try await browser.get("/workers").body
            #expect(body.contains("&lt;host&gt;") && !body.contains("<host>"))
            #expect(body.contains("claims no jobs") && body.contains("The disk is &lt;full&gt;."))
            #expect(body.contains("href=\"/jobs/1\"") && !body.contains("href=\"/jobs/2\""))
            #expect(body.contains("<dt>Tokens held</dt><dd>1</dd>"))
        }
    }

    @Test("lets operators stop one, which is asked of it and written down")
    func drain() async throws {
        let installation = TestInstallation(holder: "process 42")
        try await announce("worker-1", to: installation)
        try await announce("worker-2", to: installation)
        try await withSite(installation) { browser, installation in
            let page = try await browser.get("/workers")
            #expect(page.body.contains("Drain all"))
            let seen = try await browser.post("/workers/drain", "_csrf=\(page.csrf)&worker=worker-2")
            #expect(seen.status == 303)
            let store = installation.store
            #expect(try await store.newCommands(for: WorkerID("worker-2"), limit: 9).map(\.verb) == ["drain"])
            #expect(try await store.newCommands(for: WorkerID("worker-1"), limit: 9).isEmpty)
            let event = try await store.latestEvents(limit: 1).first
            #expect(event?.kind == "workersDrained" && event?.actor.hasPrefix("dashboard:") == true)
            #expect(try await browser.get("/workers").body.contains("was asked to stop"))
            _ = try await browser.post("/workers/drain", "_csrf=\(page.csrf)&worker=nobody")
            #expect(try await browser.get("/workers").body.contains("nobody was asked to stop"))
            _ = try await browser.post("/workers/drain", "_csrf=\(page.csrf)")
            #expect(try await store.newCommands(for: WorkerID("worker-1"), limit: 9).map(\.verb) == ["drain"])
        }
    }

    @Test("lets readers stop none")
    func readers() async throws {
        let installation = TestInstallation(holder: "process 42")
        try await announce("worker-1", to: installation)
        try await withSite(installation, token: Tokens.operators, readToken: Tokens.readers) { browser, installation in
            _ = try await browser.post("/login", "token=\(Tokens.readers)")
            let page = try await browser.get("/workers")
            #expect(page.status == 200 && !page.body.contains("/workers/drain"))
            #expect(try await browser.post("/workers/drain", "_csrf=\(page.csrf)").status == 403)
            #expect(try await installation.store.newCommands(for: WorkerID("worker-1"), limit: 9).isEmpty)
        }
    }

    @Test("says how to start one, and what has died")
    func empty() async throws {
        try await withSite { browser, _ in
            let body = try await browser.get("/workers").body
            #expect(body.contains("No worker is running.") && body.contains("spworker run"))
        }
        let installation = TestInstallation()
        try await announce("worker-1", to: installation)
        try await withSite(installation) { browser, _ in
            let page = try await browser.get("/workers")
            #expect(
                page.body.contains("<span class=\"state bad\">gone</span>") && !page.body.contains("/workers/drain"))
        }
    }
}
