import JobModel
import JobStore
import JobStoreTesting
import Testing
import Worker

@Suite("A worker and its store", .timeLimit(.minutes(5)))
struct TroubleTests {
    private let bench = WorkerBench()

    @Test("A store that fails for a while loses no job and repeats no run")
    func trouble() async throws {
        let store = TroubledStore(
            bench.store, troubles: [.claim: 2, .finish: 4, .changeMark: 2, .cancelRequests: 1, .prune: 1])
        let runs = Diary<JobID>()
        let kind = ScriptedKind { job, _ in
            runs.write(job.id)
            return .done
        }
        try await bench.whileRunning(bench.engine([kind], store: store)) {
            let ids = try await bench.put(.sample(), .sample(), .sample())
            for id in ids { try await bench.drive(id, to: .succeeded) }
            #expect(runs.entries.sorted() == ids)
            #expect(store.count(.finish) == 7)
        }
    }

    @Test("A worker whose heartbeat cannot be stored goes on")
    func heartbeat() async throws {
        let store = TroubledStore(bench.store)
        let troubled = TroubledStore(bench.store, troubles: [.heartbeat: 1])
        await #expect(throws: StoreError.self, "a worker that cannot announce itself does not start") {
            try await bench.engine([], store: troubled).run()
        }
        try await bench.whileRunning(bench.engine([ScriptedKind { _, _ in .done }], store: store)) {
            try await bench.drive { store.count(.heartbeat) >= 3 }
            let id = try await bench.put(.sample())[0]
            try await bench.drive(id, to: .succeeded)
        }
    }

    @Test("Jobs that another program puts in are noticed while nothing else happens")
    func changeMark() async throws {
        try await bench.whileRunning(bench.engine([ScriptedKind { _, _ in .done }])) {
            try await bench.drive { bench.clock.monotonic() > .seconds(3) }
            let id = try await bench.put(.sample())[0]
            try await bench.drive(id, to: .succeeded)
        }
    }

    @Test("Inbox rows become jobs, or are told why not, and a job of them runs")
    func inbox() async throws {
        try await bench.whileRunning(bench.engine([ScriptedKind { _, _ in .done }])) {
            await bench.store.post(InboxRow(id: 1, kind: "test", operation: "call"))
            await bench.store.post(InboxRow(id: 2, kind: "test", operation: "bad"))
            try await bench.drive { await bench.store.inboxCount(status: "new") == 0 }
            let rows = await bench.store.inboxRows(status: nil, limit: 10)
            let rejected = rows.first { $0.id == 2 }
            #expect(rejected?.status == "rejected" && rejected?.error == "The operation is bad.")
            let job = try #require(rows.first { $0.id == 1 }?.jobID)
            try await bench.drive(job, to: .succeeded)
        }
    }

    @Test("Inbox rows whose answers could not be stored are answered a little later")
    func inboxTrouble() async throws {
        let store = TroubledStore(bench.store, troubles: [.settle: 2])
        try await bench.whileRunning(bench.engine([ScriptedKind { _, _ in .done }], store: store)) {
            await bench.store.post(InboxRow(id: 1, kind: "test", operation: "call"))
            try await bench.drive { await bench.store.counts()[.succeeded] == 1 }
        }
    }

    @Test("A job for later runs when its time has come, not before")
    func later() async throws {
        let times = Diary<Timestamp>()
        let kind = ScriptedKind { _, context in
            times.write(context.now)
            return .done
        }
        try await bench.whileRunning(bench.engine([kind])) {
            let due = bench.now + .seconds(30)
            let id = try await bench.put(.sample(runAt: due))[0]
            try await bench.drive(id, to: .succeeded)
            #expect(times.entries.allSatisfy { $0 >= due })
        }
    }
}
