import JobModel
import JobStore
import JobStoreTesting
import Testing
import Worker

@Suite("A worker that is killed", .timeLimit(.minutes(5)))
struct CrashTests {
    typealias Side = SeveredStore.Side
    typealias Verb = SeveredStore.Verb

    @Test(
        "at any call of its store loses no job and repeats nothing that must not be repeated",
        arguments: Side.allCases)
    func anyCall(side: Side) async throws {
        var number = 1
        while try await CrashHarness().play([.init(side, call: number)]) { number += 1 }
        #expect(number > 30, "a life takes more calls than \(number)")
    }

    @Test(
        "at any call of one verb loses no job and repeats nothing that must not be repeated",
        arguments: Verb.ofRuns.sorted { $0.rawValue < $1.rawValue }, Side.allCases)
    func anyCall(verb: Verb, side: Side) async throws {
        var number = 1
        while try await CrashHarness().play([.init(side, call: number, of: [verb])]) { number += 1 }
        #expect(number > 1, "no life calls \(verb)")
    }

    @Test("again and again, at moments drawn by chance, does neither", arguments: UInt64(1)...40)
    func again(seed: UInt64) async throws {
        let random = SeededRandom(seed: seed)
        let cuts = (0..<(2 + random.below(5))).map { _ in
            SeveredStore.Cut(random.pick(Side.allCases), call: 1 + random.below(15), of: Verb.ofRuns)
        }
        _ = try await CrashHarness().play(cuts)
    }

    @Test("has no further effect on its store", arguments: Side.allCases)
    func severed(side: Side) async throws {
        let bench = WorkerBench()
        _ = try await bench.put(.sample(), .sample())
        let store = SeveredStore(bench.store, cut: .init(side, call: 2, of: [.claim]))
        let worker = WorkerID("dies")
        let first = try await store.claim(ClaimRequest(worker: worker, limit: 1)).jobs[0]
        await #expect(throws: ProcessDied.self) { try await store.claim(ClaimRequest(worker: worker, limit: 1)) }
        #expect(store.severedAt == .claim && store.count(.claim) == 2)
        #expect(await bench.store.runningJobs().count == (side == .after ? 2 : 1))
        store.note(.sent(first.fence, at: bench.now))
        await #expect(throws: ProcessDied.self) { try await store.beginDoubt(first.fence) }
        await #expect(throws: ProcessDied.self) { try await store.counts() }
        let row = try await bench.row(first.id)
        #expect(row.state == .running && row.holdsPermit && !row.isInDoubt)
    }
}
