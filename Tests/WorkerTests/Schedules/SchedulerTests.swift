import JobModel
import JobStore
import JobStoreTesting
import Testing
import Worker

@Suite("Scheduler")
struct SchedulerTests {
    private let bench = SchedulerBench()

    @Test("plans its rows and fires what has been due for long, before the worker begins")
    func begins() async throws {
        let start = bench.now
        let book = ScriptedBook()
        book.write {
            $0.plans = [
                bench.plan(SchedulerBench.key("acme")), bench.plan(SchedulerBench.key("globex"), after: .seconds(9)),
            ]
        }
        bench.clock.advance(by: .seconds(5))
        try await bench.scheduler(book).begin()
        #expect(try await bench.instants("acme") == [start])
        #expect(try await bench.instants("globex").isEmpty)
        #expect(bench.woken.entries == [bench.now])
        let row = try #require(try await bench.store.schedule(SchedulerBench.key("acme")))
        #expect(row.nextFireAt == start + ScriptedBook.interval && row.lastFireAt == start)
        #expect(try await bench.store.nextScheduleDue() == start + .seconds(9))
    }

    @Test("fires when the time has come, never before, and wakes the worker then")
    func onTime() async throws {
        let start = bench.now
        let book = ScriptedBook()
        book.write { $0.plans = [bench.plan(after: .seconds(30))] }
        try await bench.whileRunning(bench.scheduler(book)) {
            try await bench.pass(.milliseconds(29_999))
            #expect(try await bench.instants().isEmpty && bench.woken.entries.isEmpty)
            // It looks at most every 20 ms.
            try await bench.pass(.milliseconds(20))
            #expect(try await bench.instants() == [start + .seconds(30)])
            let late = try #require(bench.woken.entries.first) - (start + .seconds(30))
            #expect(bench.woken.entries.count == 1 && late >= .zero && late < .milliseconds(20))
            try await bench.pass(.seconds(60))
            #expect(try await bench.instants() == [start + .seconds(30), start + .seconds(90)])
        }
    }

    @Test("writes at most two hundred fires at once, and does not rest before all are written")
    func chunks() async throws {
        let book = ScriptedBook()
        book.write { page in
            page.plans = (0..<450).map { bench.plan(SchedulerBench.key("seller-\($0)")) }
        }
        let store = TroubledStore(bench.memory)
        try await bench.scheduler(book, store: store).begin()
        #expect(store.count(.fire) == 3)
        #expect(try await bench.store.jobs(matching: JobFilter(limit: 1000)).count == 450)
        #expect(try await bench.store.dueSchedules(now: bench.now, limit: 10).isEmpty)
        #expect(bench.woken.entries.count == 3)
    }

    @Test("puts nothing in when another one was faster")
    func lost() async throws {
        let store = bench.memory
        let book = ScriptedBook { row in
            guard let expected = row.nextFireAt else { return }
            _ = try? await store.fire([
                ScheduleFire(
                    key: row.key, expected: expected, next: expected + .seconds(60), jobs: [], overlap: .queue,
                    lastFireAt: nil)
            ])
        }
        book.write { $0.plans = [bench.plan()] }
        try await bench.scheduler(book).begin()
        #expect(try await bench.instants().isEmpty && bench.woken.entries.isEmpty)
    }

    @Test("leaves a fire out when the last job has not ended, and goes on to the next one")
    func overlap() async throws {
        let start = bench.now
        let book = ScriptedBook()
        book.write {
            $0.plans = [bench.plan()]
            $0.overlap = .skip
        }
        try await bench.whileRunning(bench.scheduler(book)) {
            try await bench.pass(.seconds(60))
            #expect(try await bench.instants() == [start])
            #expect(try await bench.store.schedule(SchedulerBench.key())?.nextFireAt == start + .seconds(120))
            #expect(bench.woken.entries == [start])
        }
    }

    @Test("plans anew when the book's edition changes, and retires what is gone from it")
    func editions() async throws {
        let start = bench.now
        let book = ScriptedBook()
        book.write {
            $0.plans = [
                bench.plan(after: .seconds(3600)), bench.plan(SchedulerBench.key(of: "gone"), after: .seconds(3600)),
            ]
        }
        try await bench.whileRunning(bench.scheduler(book)) {
            book.write { $0.plans = [bench.plan(after: .seconds(20), signature: "s-2")] }
            try await bench.pass(.seconds(5))
            #expect(try await bench.store.nextScheduleDue() == start + .seconds(3600))
            book.write { $0.edition = 2 }
            try await bench.pass(.seconds(5))
            #expect(try await bench.store.nextScheduleDue() == start + .seconds(20))
            #expect(try await bench.store.schedule(SchedulerBench.key(of: "gone"))?.isActive == false)
            try await bench.pass(.seconds(10))
            #expect(try await bench.instants() == [start + .seconds(20)])
        }
    }

    @Test("tries again when the store fails, and loses no fire", arguments: [TroubledStore.Verb.planSchedules, .fire])
    func trouble(verb: TroubledStore.Verb) async throws {
        let start = bench.now
        let book = ScriptedBook()
        book.write { $0.plans = [bench.plan()] }
        let store = TroubledStore(bench.memory, troubles: [verb: 2])
        try await bench.whileRunning(bench.scheduler(book, store: store)) {
            #expect(bench.log.entries.count == 1 && bench.log.entries[0].contains("it is tried again"))
            try await bench.pass(.seconds(5))
            #expect(try await bench.instants().isEmpty)
            try await bench.pass(.seconds(5))
            #expect(try await bench.instants() == [start])
            #expect(bench.log.entries.count == 2)
        }
    }

    @Test("retires a row of which the book knows nothing any more, and fires the others")
    func unknown() async throws {
        let start = bench.now
        let (gone, kept) = (SchedulerBench.key(of: "gone"), SchedulerBench.key("globex"))
        let book = ScriptedBook()
        book.write { $0.plans = [bench.plan(gone), bench.plan(kept)] }
        // It goes between the plan and the fire, and the book's edition tells nothing of it yet.
        try await bench.scheduler(book).begin()
        book.write { $0.forgotten = ["gone"] }
        try await bench.whileRunning(bench.scheduler(book)) {
            try await bench.pass(.seconds(60))
            #expect(bench.log.entries.contains { $0.contains("nothing is known of gone for acme/EU") })
            book.write { $0.plans = [bench.plan(kept)] }
            try await bench.pass(.seconds(5))
            #expect(try await bench.store.schedule(gone)?.isActive == false)
            #expect(try await bench.instants("globex") == [start, start + .seconds(60)])
        }
    }

    @Test("that fires once fires what is due at the beginning, and nothing later")
    func once() async throws {
        let start = bench.now
        let book = ScriptedBook()
        book.write { $0.plans = [bench.plan()] }
        let scheduler = bench.scheduler(book, firesOnce: true)
        try await scheduler.begin()
        bench.clock.advance(by: .seconds(600))
        try await scheduler.run()
        #expect(try await bench.instants() == [start])
    }

    @Test("fires nothing more while the worker stops")
    func stopping() async throws {
        let book = ScriptedBook()
        book.write { $0.plans = [bench.plan(after: .seconds(10))] }
        let isStopping = Flag()
        try await bench.whileRunning(bench.scheduler(book, isStopping: { isStopping.isRaised })) {
            isStopping.raise()
            try await bench.pass(.seconds(60))
            try await bench.pass(.seconds(60))
            #expect(try await bench.instants().isEmpty)
            #expect(try await bench.store.dueSchedules(now: bench.now, limit: 10).count == 1)
        }
    }

    @Test("tells in the seller's history why a job could not be made, and goes on")
    func rejection() async throws {
        let start = bench.now
        let book = ScriptedBook()
        book.write {
            $0.plans = [bench.plan()]
            $0.rejection = JobRejection("The seller has no marketplaces.")
        }
        try await bench.scheduler(book).begin()
        let key = AuthorizationKey(application: "main", seller: "acme", region: "EU")
        let event = try #require(try await bench.store.latestEvents(of: key, limit: 1).first)
        #expect(event.kind == "scheduleRejected")
        #expect(event.failure?.message.contains("sync") == true)
        #expect(event.failure?.message.contains("The seller has no marketplaces.") == true)
        #expect(try await bench.store.nextScheduleDue() == start + .seconds(60) && bench.woken.entries.isEmpty)
    }

    @Test("says so when fires were missed")
    func missed() async throws {
        let book = ScriptedBook()
        book.write {
            $0.plans = [bench.plan()]
            $0.passedOverSince = bench.now
        }
        try await bench.scheduler(book).begin()
        #expect(bench.log.entries == ["notice: Fires of a schedule were missed."])
    }
}
