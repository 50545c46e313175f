import HummingbirdTesting
import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import Dashboard

@Suite("Open pages")
struct ChangeWatcherTests {
    private func watcher(_ installation: TestInstallation) -> ChangeWatcher {
        ChangeWatcher(store: installation.store, timekeeper: installation.clock, logger: installation.logger)
    }

    @Test("are told of a change, once for many of them", .timeLimit(.minutes(1)))
    func change() async throws {
        let installation = TestInstallation()
        let watcher = watcher(installation)
        let news = try #require(await watcher.listen())
        var iterator = news.makeAsyncIterator()
        let clock = installation.clock
        await clock.waitForSleepers(1)
        for seller in ["a", "b", "c"] { try await installation.revoke(seller, because: "gone") }
        clock.advance(by: ChangeWatcher.interval)
        #expect(await iterator.next() == .change)
        // A change right after the last one rests a little.
        await clock.waitForSleepers(1)
        try await installation.revoke("d", because: "gone")
        clock.advance(by: ChangeWatcher.interval)
        await clock.waitForSleepers(1)
        clock.advance(by: ChangeWatcher.interval)
        #expect(await iterator.next() == .change)
        // And silence is told now and then.
        for _ in 0..<15 {
            await clock.waitForSleepers(1)
            clock.advance(by: ChangeWatcher.interval)
        }
        #expect(await iterator.next() == .nothing)
    }

    @Test(
        "are looked after by one watcher, which sleeps when they are gone, and are not too many",
        .timeLimit(.minutes(1)))
    func listeners() async throws {
        let installation = TestInstallation()
        let watcher = watcher(installation)
        var streams: [AsyncStream<ChangeWatcher.News>] = []
        for _ in 0..<ChangeWatcher.most { streams.append(try #require(await watcher.listen())) }
        #expect(await watcher.listen() == nil)
        await installation.clock.waitForSleepers(1)
        #expect(installation.clock.sleeperCount == 1)
        streams = []
        while await watcher.count > 0 { await Task.yield() }
        while installation.clock.sleeperCount > 0 { await Task.yield() }
    }

    @Test("hear nothing any more when their session has expired", .timeLimit(.minutes(1)))
    func ends() async throws {
        let listen = ListenAddress(host: "127.0.0.1", port: 0)
        try await withSite(token: Tokens.operators, listen: listen, setup: .live) { browser, installation in
            #expect(try await browser.post("/login", "token=\(Tokens.operators)").status == 303)
            async let seen = browser.get("/live", ["Accept": "text/event-stream"])
            let clock = installation.clock
            await clock.waitForSleepers(1)
            clock.advance(by: SessionBook.lifetime)
            // The watcher breaks its silence after so many looks, of which the last was one.
            for _ in 1..<15 {
                await clock.waitForSleepers(1)
                clock.advance(by: ChangeWatcher.interval)
            }
            let stream = try await seen
            #expect(stream.status == 200 && stream.body == "retry: 5000\n\n")
        }
    }

    @Test("read events that browsers understand")
    func text() {
        #expect(LivePart.text(.change) == "event: change\ndata: now\n\n")
        #expect(LivePart.text(.nothing).hasPrefix(":") && LivePart.text(.nothing).hasSuffix("\n\n"))
    }
}
