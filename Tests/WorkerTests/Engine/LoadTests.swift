import JobModel
import JobStore
import JobStoreTesting
import Synchronization
import Testing
import Worker

@Suite("A worker under load", .timeLimit(.minutes(5)))
struct LoadTests {
    private struct Tally {
        var running = 0
        var most = 0
        var bySeller: [String: Int] = [:]
        var mostOfSeller = 0
        var runs: [JobID: Int] = [:]
        var sent: [String: [Timestamp]] = [:]
    }

    @Test("500 jobs in 20 lanes keep to every limit, and each is run once")
    func load() async throws {
        let bench = WorkerBench(rules: QueueRules(perAuthorization: 3))
        let tally = Mutex(Tally())
        let clock = bench.clock
        let random = SeededRandom(seed: 11)
        let kind = ScriptedKind { job, context in
            let seller = job.authorization?.seller ?? ""
            tally.withLock {
                $0.running += 1
                $0.most = max($0.most, $0.running)
                $0.bySeller[seller, default: 0] += 1
                $0.mostOfSeller = max($0.mostOfSeller, $0.bySeller[seller] ?? 0)
                $0.runs[job.id, default: 0] += 1
                $0.sent["\(job.lane)", default: []].append(context.now)
            }
            context.sent()
            try? await clock.sleep(for: .milliseconds(random.below(400)))
            tally.withLock {
                $0.running -= 1
                $0.bySeller[seller, default: 0] -= 1
            }
            return .done
        }
        let plan = LanePlan(rate: 4, burst: 3)
        let jobs = (0..<500).map { number in
            NewJob.sample(seller: "seller\(number % 5)", operation: "call\(number % 20 / 5)", plan: plan)
        }
        _ = try await bench.store.enqueue(jobs)
        try await bench.runToEnd(
            bench.engine([kind], options: WorkerOptions(concurrency: 12, stopsWhenDrained: true)))
        let result = tally.withLock { $0 }
        #expect(result.runs.count == 500 && result.runs.values.allSatisfy { $0 == 1 })
        #expect(result.most <= 12)
        #expect(result.mostOfSeller <= 3)
        #expect(result.sent.count == 20)
        for (lane, times) in result.sent {
            for index in times.indices.dropFirst(plan.burst) {
                let span = times[index] - times[index - plan.burst]
                #expect(span >= .milliseconds(250), "\(lane) made \(plan.burst + 1) calls in \(span)")
            }
        }
        #expect(await bench.store.counts()[.succeeded] == 500)
    }
}
