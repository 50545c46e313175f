import Foundation
import OperationCatalogue
import Testing

@testable import spworker

@Suite("Figures about calls, tokens and latency")
struct CallFiguresTests {
    private static func line(_ key: String, of lines: [BenchLine]) throws -> BenchLine {
        try #require(lines.first { $0.key == key })
    }

    @Test("the ratio to the bare loop is taken within each round")
    func calls() throws {
        let figures = CallsFigures(
            jobs: 1000,
            rounds: [
                .init(bare: .seconds(1), work: .seconds(2)), .init(bare: .seconds(10), work: .seconds(20)),
                .init(bare: .seconds(4), work: .seconds(5)),
            ])
        #expect(try Self.line("bareCalls", of: figures.lines).value == Spread([1000, 100, 250]))
        #expect(try Self.line("workerCalls", of: figures.lines).value == Spread([500, 50, 200]))
        let ratio = try Self.line("callsOfBareLoop", of: figures.lines)
        #expect(ratio.value == Spread([0.5, 0.5, 0.8]))
        #expect(ratio.json["met"] == false)
    }

    @Test("one exchange too many in one round misses the target")
    func tokens() throws {
        var figures = TokensFigures(
            sellers: 100, rounds: [.init(exchanges: 100, firstCall: .milliseconds(60), all: .milliseconds(400))])
        #expect(try Self.line("exchanges", of: figures.lines).json["met"] == true)
        let first = try Self.line("firstCall", of: figures.lines).value
        for value in [first.least, first.median, first.greatest] { #expect(abs(value - 60) < 1e-6) }
        figures.rounds += [
            .init(exchanges: 100, firstCall: .milliseconds(60), all: .milliseconds(400)),
            .init(exchanges: 101, firstCall: .milliseconds(60), all: .milliseconds(400)),
        ]
        #expect(try Self.line("exchanges", of: figures.lines).json["met"] == false)
    }

    @Test("a percentile is a value that was measured: the least that so many do not exceed")
    func percentiles() {
        let values = Percentiles((1...200).reversed().map { .milliseconds($0) })
        #expect(values.half == 100)
        #expect(values.nearlyAll == 198)
        #expect(values.value(1) == .milliseconds(200) && values.value(0) == .milliseconds(1))
        #expect(Percentiles([.milliseconds(7)]).nearlyAll == 7)
        #expect(Percentiles([]).half == 0)
    }

    @Test("latencies are those of all rounds together, between the least and the greatest of a round")
    func pooled() throws {
        let rounds = [1, 3, 8].map { milliseconds in
            let times = Percentiles((1...100).map { .milliseconds(milliseconds + $0 / 100) })
            return LatencyFigures.Round(commits: times, inside: times, outside: times)
        }
        let lines = LatencyFigures(rounds: rounds).lines
        let half = try Self.line("inProcessP50", of: lines).value
        #expect(half == Spread(3, parts: [1, 3, 8]))
        // One in a hundred takes a millisecond longer: of all together, only those of the slowest round count.
        let nearly = try Self.line("inProcessP99", of: lines).value
        #expect(nearly == Spread(8, parts: [1, 3, 8]))
        #expect(Percentiles(all: rounds.map(\.inside)).count == 300)
    }

    @Test("latencies have targets where a worker could miss them")
    func latency() throws {
        let round = LatencyFigures.Round(
            commits: Percentiles([.milliseconds(1)]), inside: Percentiles([.milliseconds(3)]),
            outside: Percentiles([.milliseconds(70)]))
        let lines = LatencyFigures(rounds: [round]).lines
        #expect(lines.count == 6)
        #expect(try Self.line("inProcessP99", of: lines).json["met"] == true)
        #expect(try Self.line("inProcessP99", of: lines).json["reached"] == false)
        #expect(try Self.line("otherProcessP99", of: lines).json["met"] == false)
        #expect(try Self.line("commitP99", of: lines).goal == nil)
    }

    @Test("the bench's configuration is one that a user could write, and leads nowhere but to the mock")
    func configuration() throws {
        let plan = BenchWorker.Plan(sellers: 3, concurrency: 7, perSeller: 5)
        let setup = BenchSetup(
            place: URL(filePath: "/srv/app"), sellers: plan.sellers, api: "http://127.0.0.1:4711", plan: plan)
        let configuration = try load(setup.text, files: ["/srv/app/sellers.csv": setup.table])
        #expect(configuration.sellers.map(\.id) == ["seller1", "seller2", "seller3"])
        #expect(configuration.worker.concurrency == 7 && configuration.worker.perSeller == 5)
        #expect(configuration.endpoints.areLocal)
        #expect(configuration.endpoints.lwa == "http://127.0.0.1:4711/auth/o2/token")
        #expect(configuration.application("bench")?.usagePlans[Backlog.operation]?.rate == 1_000_000)
    }

    @Test("a bench's configuration without numbers of its own is a worker's that is configured by nothing")
    func unconfigured() throws {
        let setup = BenchSetup(place: URL(filePath: "/srv/app"), sellers: 2, api: "http://127.0.0.1:4711")
        let configuration = try load(setup.text, files: ["/srv/app/sellers.csv": setup.table])
        #expect(configuration.sellers.map(\.id) == ["seller1", "seller2"])
        #expect(configuration.worker.concurrency == WorkerSettings().concurrency)
        #expect(configuration.application("bench")?.usagePlans.isEmpty == true)
    }
}
