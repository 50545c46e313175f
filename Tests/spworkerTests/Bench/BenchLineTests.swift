import OperationCatalogue
import Testing

@testable import spworker

@Suite("Lines of a bench")
struct BenchLineTests {
    @Test("a goal is met on its own side, the limit included")
    func bounds() {
        let high = BenchGoal.atLeast(0.7, reach: 0.9)
        #expect(high.isMet(Spread([0.7])) && !high.isReached(Spread([0.7])) && !high.isMet(Spread([0.69])))
        #expect(high.isReached(Spread([0.9])))
        let low = BenchGoal.atMost(5, reach: 2)
        #expect(low.isMet(Spread([5])) && !low.isReached(Spread([5])) && !low.isMet(Spread([5.1])))
        #expect(low.isReached(Spread([2])))
    }

    @Test("the median counts, but where only one figure is good every round does")
    func rounds() {
        #expect(BenchGoal.atLeast(2, reach: 3).isMet(Spread([1, 2, 9])))
        #expect(BenchGoal.exactly(100).isMet(Spread([100, 100, 100])))
        #expect(!BenchGoal.exactly(100).isMet(Spread([100, 100, 101])))
    }

    @Test("a line's JSON tells its target and whether it is met")
    func json() {
        let line = BenchLine(
            "callsOfBareLoop", "spworker / bare loop", Spread([0.8]), .ratio, goal: .atLeast(0.7, reach: 0.9))
        #expect(
            line.json == [
                "key": "callsOfBareLoop", "measure": "spworker / bare loop", "unit": "ratio", "bound": "atLeast",
                "value": ["median": 0.8, "min": 0.8, "max": 0.8], "target": 0.7, "reach": 0.9, "met": true,
                "reached": false,
            ])
    }

    @Test("a line without a goal has the same members")
    func withoutGoal() throws {
        let line = BenchLine("bareCalls", "bare loop", Spread([1]), .perSecond)
        for name in ["bound", "target", "reach", "met", "reached"] { #expect(line.json[name] == .null, "\(name)") }
        #expect(line.cells.count == 3)
    }

    @Test("figures carry their unit, and small ones two digits")
    func units() {
        #expect(BenchUnit.perSecond.text(1234.4) == "1234/s")
        #expect(BenchUnit.milliseconds.text(1.234) == "1.23 ms")
        #expect(BenchUnit.milliseconds.text(1234.4) == "1234 ms")
        #expect(BenchGoal.atMost(5, reach: 2).text(5, .milliseconds) == "<= 5.00 ms")
        #expect(BenchGoal.exactly(100).text(100, .count) == "100")
    }

    @Test("no two lines of the benches have the same key, and every bench has a word of its own")
    func names() {
        let lines =
            CallsFigures(jobs: 1).lines + TokensFigures(sellers: 1).lines + LatencyFigures().lines
            + QueueFigures(cases: QueueCase.all(QueueBenchPlan())).lines
            + DocumentBenchFigures(size: 1).lines + FairnessFigures(plan: FairnessPlan(), lanes: []).lines
            + FairnessFigures(plan: FairnessPlan(), lanes: []).linesOfFast
            + FairnessFigures(plan: FairnessPlan(), lanes: []).linesOfScarce
        #expect(Set(lines.map(\.key)).count == lines.count)
        #expect(Set(BenchCommand.all.map { type(of: $0).name }).count == BenchCommand.all.count)
    }
}
