import JobModel
import JobStore
import JobStoreTesting
import Testing
import Worker

/// Workers over one store that die, one after the other, each at a chosen call, and one after them that works to the end.
struct CrashHarness {
    private let bench = WorkerBench()
    private let book = EffectBook()

    /// Puts jobs of every kind in, lives through the cuts and checks what is left in the end.
    ///
    /// - Returns: Whether every cut was reached before all work was done.
    func play(_ cuts: [SeveredStore.Cut]) async throws -> Bool {
        let kinds = ["safe", "unsafe", "steps", "unsafe", "safe", "steps", "unsafe"]
        let ids = try await bench.store.enqueue(
            kinds.enumerated().map { .sample(kind: $1, seller: "seller\($0 % 2)") }
        ).map(\.id)
        var reached = 0
        // What had ended before a crash must not be touched after it.
        var ended: [JobID: JobRow] = [:]
        for (number, cut) in cuts.enumerated() {
            if try await live(cut, seed: UInt64(number + 1)) { reached += 1 }
            for row in try await rows() where row.state.isFinal {
                if ended[row.id] == nil { ended[row.id] = row }
            }
        }
        #expect(try await !live(nil, seed: 0), "the last worker died")
        let rows = try await rows()
        #expect(rows.map(\.id).sorted() == ids.sorted(), "jobs after \(cuts)")
        for row in rows {
            check(row, cuts)
            if let before = ended[row.id] {
                #expect(row.run == before.run && row.state == before.state, "job \(row.id) ran on after \(cuts)")
            }
        }
        try await checkStore(rows, cuts)
        return reached == cuts.count
    }

    /// Works until the process dies or nothing is left to do. Returns whether it died.
    private func live(_ cut: SeveredStore.Cut?, seed: UInt64) async throws -> Bool {
        let store = SeveredStore(bench.store, cut: cut)
        // Looked at seldom: what counts are the calls of runs.
        let options = WorkerOptions(concurrency: 4, poll: .seconds(1), stopsWhenDrained: true)
        let engine = bench.engine(
            CrashLife(store: store, book: book).kinds, options: options, store: store, seed: seed)
        do {
            try await bench.runToEnd(engine)
        } catch is ProcessDied {
            // Nothing of it runs any more: the next one begins on what it left.
        }
        return store.isSevered
    }

    private func rows() async throws -> [JobRow] {
        try await bench.store.jobs(matching: JobFilter(limit: 100)).map(\.row)
    }

    // MARK: Checks

    private func check(_ row: JobRow, _ cuts: [SeveredStore.Cut]) {
        let what = Comment(rawValue: "job \(row.id), \(row.kind), \(row.state) after \(cuts)")
        let crashedTooOften = row.state == .quarantined && row.failure?.kind == "crashed" && row.crashes >= 3
        switch row.kind {
        case "unsafe":
            #expect(book.count("\(row.id)") <= 1, what)
            if row.state == .succeeded {
                #expect(book.count("\(row.id)") == 1 && !book.doubtful.contains(row.id), what)
            } else if !crashedTooOften {
                #expect(row.state == .quarantined && row.failure?.kind == "doubtful", what)
                #expect(book.doubtful.contains(row.id), what)
            }
        default:
            #expect(row.state == .succeeded || crashedTooOften, what)
            let names =
                row.kind == "safe" ? ["\(row.id)"] : (0..<CrashLife.steps).map { "\(row.id)/\($0)" }
            let counts = names.map { book.count($0) }
            if row.state == .succeeded { #expect(counts.allSatisfy { $0 >= 1 }, what) }
            // A crash costs at most the call that was under way: all before it is in a checkpoint.
            #expect(counts.reduce(0, +) <= names.count + cuts.count, what)
        }
    }

    /// Whatever is counted is right, and nothing is held by the dead.
    private func checkStore(_ rows: [JobRow], _ cuts: [SeveredStore.Cut]) async throws {
        let what = Comment(rawValue: "after \(cuts)")
        let counts = await bench.store.counts().filter { $0.value != 0 }
        #expect(counts == Dictionary(rows.map { ($0.state, 1) }) { $0 + $1 }, what)
        #expect(await bench.store.runningJobs().isEmpty, what)
        #expect(await bench.store.authorizations().allSatisfy { $0.running == 0 }, what)
        let lanes = try await bench.store.lanes()
        #expect(lanes.allSatisfy { $0.lane.running == 0 && $0.lane.limiter.reserved == 0 && $0.waiting == 0 }, what)
        #expect(await bench.store.workers().isEmpty, what)
    }
}
