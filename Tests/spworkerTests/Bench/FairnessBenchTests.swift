import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import spworker

@Suite("Figures about fairness")
struct FairnessBenchTests {
    @Test("in a small world nobody is refused, and every seller gets most of its plan beside one with very many jobs")
    func smallWorld() async throws {
        var plan = FairnessPlan()
        plan.sellers = 30
        plan.hogJobs = 100
        plan.length = .seconds(10)
        let clock = VirtualClock()
        let store = MemoryJobStore { clock.now }
        let world = FairnessWorld(
            plan: plan, clock: clock, worker: WorkerID("bench"), random: SeededRandom(seed: 7))
        let figures = FairnessFigures(plan: plan, lanes: try await world.run(on: store))
        #expect(figures.refused == 0)
        #expect(figures.accepted > 30 && figures.acceptedOfHog > 0)
        #expect(figures.shares(isSingle: false).allSatisfy { $0 >= 0.95 })
        #expect(figures.shares(isSingle: true).allSatisfy { $0 >= 0.85 })
        #expect(figures.index > 0.99)
        #expect(figures.lines.first?.key == "worstShare")
        #expect(figures.lines.first { $0.key == "refused" }?.goal == .exactly(0))
    }

    /// Plays a plan in memory.
    private static func play(_ plan: FairnessPlan) async throws -> FairnessFigures {
        let clock = VirtualClock()
        var rules = QueueRules()
        rules.perAuthorization = plan.perSeller
        let store = MemoryJobStore(rules: rules) { clock.now }
        let world = FairnessWorld(
            plan: plan, clock: clock, worker: WorkerID("bench"), random: SeededRandom(seed: 7))
        return FairnessFigures(plan: plan, lanes: try await world.run(on: store))
    }

    @Test("fast plans are kept to as well: nobody is refused, and every seller gets most of its plan")
    func fastPlans() async throws {
        var plan = FairnessPlan()
        plan.sellers = 9
        plan.hogJobs = 400
        plan.length = .seconds(12)
        let figures = try await Self.play(plan.fast)
        #expect(figures.refused == 0)
        #expect(figures.shares(isSingle: true).isEmpty && figures.shares(isSingle: false).count == 8)
        #expect(figures.shares(isSingle: false).allSatisfy { $0 >= 0.9 })
    }

    @Test("where runs are few, everybody gets about as many calls, and all runs are used")
    func fewRuns() async throws {
        var plan = FairnessPlan()
        plan.sellers = 128
        plan.hogJobs = 2000
        plan.length = .seconds(60)
        let figures = try await Self.play(plan.scarce)
        let (others, single) = (figures.parts(isSingle: false), figures.parts(isSingle: true))
        #expect(figures.refused == 0 && others.count + single.count == 31)
        // One run after the other takes 140 ms on average.
        #expect(figures.accepted > 300)
        #expect(others.allSatisfy { $0 >= 0.5 })
        // While these wait for a run, their one permit waits too and no other comes in.
        #expect(single.allSatisfy { $0 >= 0.25 })
    }

    @Test("a fair part is what is left when those whose plans allow less have got that")
    func fairPart() {
        let end = Duration.seconds(10)
        var plan = FairnessPlan()
        plan.length = end + FairnessPlan.grace
        // One may make three calls, the others very many.
        var lanes = [LanePlan(rate: 0.1, burst: 2), LanePlan(rate: 50, burst: 50), LanePlan(rate: 50, burst: 50)].map {
            FairnessLane(LaneKey(application: "bench", operation: "x"), $0, isHog: false)
        }
        for (index, calls) in [3, 10, 5].enumerated() {
            for call in 0..<calls { _ = lanes[index].call(at: index == 0 && call == 2 ? end : .zero) }
        }
        let figures = FairnessFigures(plan: plan, lanes: lanes)
        #expect(figures.fairLevel == 7.5)
        #expect(figures.parts(isSingle: false) == [1, 1, 5 / 7.5] && figures.parts(isSingle: true).isEmpty)
    }

    @Test("the plays differ in plans and runs as they say")
    func variants() {
        let plan = FairnessPlan()
        #expect(FairnessLane.operations(plan.fast.rates).allSatisfy { $0.plan.rate > 2 })
        #expect(plan.fast.concurrency == plan.fast.sellers * 32)
        #expect(plan.scarce.concurrency == 15 && plan.scarce.sellers == 500 && plan.scarce.rates == plan.rates)
    }

    @Test("there is a lane for each seller and one a plan for the one with very many jobs; plans of both sorts occur")
    func lanes() {
        var plan = FairnessPlan()
        plan.sellers = 100
        let lanes = FairnessLane.all(plan)
        let operations = FairnessLane.operations(plan.rates)
        #expect(lanes.filter { !$0.isHog }.count == 99)
        #expect(lanes.filter(\.isHog).count == operations.count)
        #expect(Set(lanes.map(\.key)).count == lanes.count)
        #expect(operations.contains { $0.plan.burst == 1 } && operations.contains { $0.plan.burst > 1 })
        #expect(operations.allSatisfy { $0.plan.rate <= 2 })
    }

    @Test("the model's bucket refuses what is too much, and a refusal costs nothing")
    func bucket() {
        var bucket = FairnessBucket(rate: 0.5, burst: 2)
        let answers = [0, 0, 1990, 2000, 2000].map { bucket.take(at: .milliseconds($0)) }
        #expect(answers == [true, true, false, true, false])
    }

    @Test("a share is what was answered of what fell due, and never more than all")
    func share() {
        let key = LaneKey(application: "bench", operation: "x")
        var lane = FairnessLane(key, LanePlan(rate: 1, burst: 2), isHog: false)
        #expect(lane.allowed(in: .seconds(10)) == 12)
        for second in 0..<6 { _ = lane.call(at: .seconds(second)) }
        #expect(lane.share(of: .seconds(11)) == 0.5)
        for second in 6..<20 { _ = lane.call(at: .seconds(second)) }
        #expect(lane.share(of: .seconds(11)) == 1 && lane.refused == 0)
    }

    @Test("events come in the order of their time, and those of one instant in the order in which they were added")
    func order() {
        var events = EventQueue<Int>()
        for (number, time) in [5, 3, 5, 1, 3, 4, 1].enumerated() { events.add(number, at: .seconds(time)) }
        var taken: [Int] = []
        while let (event, _) = events.take(upTo: .seconds(4)) { taken.append(event) }
        #expect(taken == [3, 6, 1, 4, 5])
        #expect(events.next == .seconds(5))
        while let (event, _) = events.take(upTo: .seconds(9)) { taken.append(event) }
        #expect(taken.suffix(2) == [0, 2] && events.next == nil)
    }
}
