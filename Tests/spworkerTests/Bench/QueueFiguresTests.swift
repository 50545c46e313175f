import OperationCatalogue
import Testing

@testable import spworker

@Suite("Figures of the bench")
struct QueueFiguresTests {
    @Test("the median is the value in the middle, whatever the order")
    func odd() {
        let spread = Spread([30, 10, 20])
        #expect(spread.median == 20)
        #expect(spread.least == 10 && spread.greatest == 30)
    }

    @Test("the median of an even number of values is the mean of the two in the middle")
    func even() {
        #expect(Spread([4, 1, 3, 2]).median == 2.5)
    }

    @Test("one value is its own median, and no value at all is zero")
    func few() {
        let one = Spread([7])
        #expect(one.median == 7 && one.least == 7 && one.greatest == 7)
        let none = Spread([])
        #expect(none.median == 0 && none.least == 0 && none.greatest == 0)
    }

    @Test("several parts may have a middle of their own")
    func parts() {
        let spread = Spread(4, parts: [5, 1, 9])
        #expect(spread.median == 4 && spread.least == 1 && spread.greatest == 9)
    }

    private static func round(bare: Double, work: Double) -> QueueFigures.Round {
        QueueFigures.Round(
            bare: bare, bareSingle: bare / 4, work: [work, work * 2], enqueue: work, commits: 100, enqueueSingle: 50)
    }

    @Test("a slow machine in one round does not change the ratio")
    func ratioByRound() throws {
        let cases = [
            QueueCase(suffix: "", words: "10 lanes", lanes: 10),
            QueueCase(suffix: "4", words: "4 jobs a lane", lanes: 25, goal: .atLeast(0.35, reach: 0.6)),
        ]
        let figures = QueueFigures(
            cases: cases,
            rounds: [
                Self.round(bare: 1000, work: 250), Self.round(bare: 100, work: 25), Self.round(bare: 500, work: 250),
            ])
        func line(_ key: String) throws -> BenchLine { try #require(figures.lines.first { $0.key == key }) }
        #expect(try line("bareQueue").value == Spread([1000, 100, 500]))
        #expect(try line("queueWork").value == Spread([250, 25, 250]))
        #expect(try line("queueOfBareLoop").value == Spread([0.25, 0.25, 0.5]))
        #expect(try line("queueOfBareLoop4").value == Spread([0.5, 0.5, 1]))
        #expect(try line("queueOfBareLoop4").json["met"] == true && line("queueOfBareLoop").goal == nil)
        #expect(try line("queueEnqueueOfCommit").value == Spread([0.5]))
    }

    @Test("a clock that is too coarse for a round gives large figures, not infinite ones")
    func coarseClock() {
        #expect(QueueFigures.rate(1, in: .zero).isFinite)
    }

    @Test("targets stand where jobs are four a lane and one a lane, which the plan's lanes are not")
    func cases() {
        let cases = QueueCase.all(QueueBenchPlan(jobs: 1000, lanes: 10))
        #expect(cases.map(\.lanes) == [10, 250, 1000, 10])
        #expect(cases.map { $0.goal != nil } == [false, true, true, false])
        #expect(cases.map(\.hasRates) == [false, false, false, true])
        #expect(QueueCase.all(QueueBenchPlan(jobs: 1)).allSatisfy { $0.lanes > 0 })
    }
}
