import JobModel
import JobStore
import JobStoreTesting
import Synchronization
import Testing
import Worker

@Suite("Something in the way of claiming", .timeLimit(.minutes(5)))
struct ObstacleTests {
    /// A disk that a test fills and clears, and that counts how often it was looked at.
    private final class Disk: Sendable {
        private let state: Mutex<(isFull: Bool, looks: Int)>

        init(isFull: Bool) { state = Mutex((isFull, 0)) }

        var looks: Int { state.withLock { $0.looks } }

        func change(isFull: Bool) { state.withLock { $0.isFull = isFull } }

        func obstacle() -> String? {
            state.withLock { state in
                state.looks += 1
                return state.isFull ? "The disk is full." : nil
            }
        }
    }

    private let bench = WorkerBench()

    @Test("stops the claims until it is gone, and the log hears of it once each time")
    func closed() async throws {
        let disk = Disk(isFull: true)
        let lines = Diary<String>()
        let runs = Diary<JobID>()
        let kind = ScriptedKind { job, _ in
            runs.write(job.id)
            return .done
        }
        let engine = bench.engine([kind], log: lines, obstacle: { disk.obstacle() })
        try await bench.whileRunning(engine) {
            let id = try await bench.put(.sample())[0]
            try await bench.drive { bench.clock.monotonic() > .seconds(20) }
            #expect(try await bench.row(id).state == .waiting && runs.entries.isEmpty)
            #expect(await bench.store.workers().map(\.obstacle) == ["The disk is full."], "others see why")
            disk.change(isFull: false)
            try await bench.drive(id, to: .succeeded)
            #expect(await bench.store.workers().map(\.obstacle) == [nil])
            disk.change(isFull: true)
            let later = try await bench.put(.sample())[0]
            try await bench.drive { lines.entries.count == 3 }
            disk.change(isFull: false)
            try await bench.drive(later, to: .succeeded)
            try await bench.drive { lines.entries.count == 4 }
        }
        let closes =
            "warning: No jobs are claimed for now; running ones go on. It is looked again each second. "
            + "The disk is full."
        #expect(
            lines.entries == [closes, "notice: Jobs are claimed again.", closes, "notice: Jobs are claimed again."])
    }

    @Test("is looked at once a second, however many jobs come in")
    func patient() async throws {
        let disk = Disk(isFull: true)
        let engine = bench.engine([ScriptedKind { _, _ in .done }], obstacle: { disk.obstacle() })
        try await bench.whileRunning(engine) {
            for _ in 0..<100 {
                _ = try await bench.put(.sample())
                engine.wake()
                let soon = bench.clock.monotonic() + .milliseconds(100)
                try await bench.drive { bench.clock.monotonic() >= soon }
            }
            #expect(disk.looks >= 5 && disk.looks <= 12)
        }
    }

    @Test("lets runs that have begun go on")
    func running() async throws {
        let disk = Disk(isFull: false)
        let gate = Gate()
        let kind = ScriptedKind { _, _ in
            await gate.pass()
            return .done
        }
        let engine = bench.engine([kind], obstacle: { disk.obstacle() })
        try await bench.whileRunning(engine) {
            let id = try await bench.put(.sample())[0]
            try await bench.drive { gate.arrivals == 1 }
            disk.change(isFull: true)
            // A claim that had passed before is over when the next look comes.
            let looks = disk.looks
            engine.wake()
            try await bench.drive { disk.looks > looks }
            let second = try await bench.put(.sample())[0]
            gate.open()
            try await bench.drive(id, to: .succeeded)
            #expect(try await bench.row(second).state == .waiting)
        }
    }

    @Test("keeps a worker that stops when drained, until it is gone")
    func drained() async throws {
        let disk = Disk(isFull: true)
        let id = try await bench.put(.sample())[0]
        let engine = bench.engine(
            [ScriptedKind { _, _ in .done }], options: WorkerOptions(stopsWhenDrained: true),
            obstacle: { disk.obstacle() })
        try await bench.runToEnd(engine) {
            try await bench.drive { bench.clock.monotonic() > .seconds(30) }
            #expect(await bench.store.workers().count == 1)
            #expect(try await bench.row(id).state == .waiting)
            disk.change(isFull: false)
        }
        #expect(try await bench.row(id).state == .succeeded)
    }

    @Test("does not keep a worker that is asked to stop")
    func stopped() async throws {
        let disk = Disk(isFull: true)
        let id = try await bench.put(.sample())[0]
        let engine = bench.engine(
            [ScriptedKind { _, _ in .done }], options: WorkerOptions(stopsWhenDrained: true),
            obstacle: { disk.obstacle() })
        try await bench.runToEnd(engine) {
            try await bench.drive { disk.looks >= 2 }
            engine.drain()
        }
        #expect(try await bench.row(id).state == .waiting)
    }

    @Test(
        "is no reason not to tidy: what lies outside the store is tidied after each prune, also after one that failed")
    func tidying() async throws {
        let disk = Disk(isFull: true)
        let tidied = Diary<Duration>()
        let clock = bench.clock
        let store = TroubledStore(bench.store, troubles: [.prune: 1])
        let engine = bench.engine(
            [], store: store, obstacle: { disk.obstacle() }, alsoPrune: { tidied.write(clock.monotonic()) })
        try await bench.whileRunning(engine) {
            try await bench.drive(by: .milliseconds(250)) { tidied.entries.count == 3 }
            #expect(store.count(.prune) == 3)
        }
        let times = tidied.entries
        #expect(times[0] >= .seconds(60) && times[1] >= .seconds(120) && times[2] >= .seconds(180))
    }
}
