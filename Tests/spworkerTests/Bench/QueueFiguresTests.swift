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

    @Test("a slow machine in one round does not change the ratio")
    func ratioByRound() {
        let figures = QueueFigures(
            jobs: 1000,
            rounds: [
                .init(raw: .seconds(1), enqueue: .seconds(2), work: .seconds(4)),
                .init(raw: .seconds(10), enqueue: .seconds(20), work: .seconds(40)),
                .init(raw: .seconds(2), enqueue: .seconds(4), work: .seconds(4)),
            ])
        #expect(figures.ratio == Spread([0.25, 0.25, 0.5]))
        #expect(figures.raw == Spread([1000, 100, 500]))
        #expect(figures.work == Spread([250, 25, 250]))
        #expect(figures.enqueue.median == 250)
    }

    @Test("a clock that is too coarse for a round gives large figures, not infinite ones")
    func coarseClock() {
        let figures = QueueFigures(jobs: 1, rounds: [.init(raw: .zero, enqueue: .zero, work: .zero)])
        #expect(figures.work.median.isFinite && figures.ratio.median == 1)
    }

    @Test("the report's JSON holds every round, and its rates are per second")
    func json() {
        let plan = QueueBenchPlan(jobs: 1000, lanes: 10, batch: 256, rounds: 1, charges: false)
        let report = QueueBenchReport(
            plan: plan,
            figures: QueueFigures(
                jobs: 1000, rounds: [.init(raw: .seconds(1), enqueue: .seconds(2), work: .seconds(4))]),
            runsPerSeller: 4, directory: "/tmp", cores: 2, sqlite: "3.0.0")
        #expect(report.json["workPerSecond"]?["median"] == .number(250))
        let round: JSONValue = [
            "rawSeconds": 1.0, "workSeconds": 4.0, "enqueueSeconds": 2.0, "ratio": 0.25,
        ]
        #expect(report.json["rounds"] == .array([round]))
        #expect(report.json["synchronous"]?["enqueue"] == .string("FULL"))
    }
}
