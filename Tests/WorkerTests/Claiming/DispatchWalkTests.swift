import JobModel
import JobStore
import JobStoreTesting
import Ports
import Testing

@testable import Worker

/// Plays the engine at random and watches that the machine never asks for what must not be.
private struct DispatchWalk {
    let random: SeededRandom
    let capacity: Int
    let stops: Bool
    var dispatch: Dispatch
    var claimLimit: Int?
    var isLooking = false
    var isResting = false
    var running = 0
    var hasLeft = false
    var isDraining = false
    var graces = 0
    var interruptions = 0
    var nextJob: Int64 = 0

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        capacity = 1 + random.below(6)
        stops = random.chance(0.5)
        dispatch = Dispatch(capacity: capacity, stopsWhenDrained: stops)
    }

    mutating func perform(_ actions: [Dispatch.Action]) {
        for action in actions {
            #expect(!hasLeft, "nothing comes after leaving; seed \(random.seed)")
            switch action {
            case .claim(let limit):
                #expect(claimLimit == nil, "two claims in flight; seed \(random.seed)")
                #expect(limit > 0 && limit <= capacity - running, "seed \(random.seed)")
                #expect(!isDraining, "a claim after the stop; seed \(random.seed)")
                #expect(!isResting, "a claim during a rest; seed \(random.seed)")
                claimLimit = limit
            case .rest:
                #expect(!isResting && !isDraining, "seed \(random.seed)")
                isResting = true
            case .start(let jobs):
                running += jobs.count
                #expect(running <= capacity, "more runs than room; seed \(random.seed)")
                #expect(running == dispatch.running, "seed \(random.seed)")
            case .lookForWork:
                #expect(stops && !isLooking, "seed \(random.seed)")
                isLooking = true
            case .beginGrace:
                graces += 1
                #expect(graces == 1 && isDraining, "seed \(random.seed)")
            case .interruptRuns:
                // Once for those who run, and once for those whom a claim still brings.
                interruptions += 1
                #expect(isDraining && interruptions <= 2, "seed \(random.seed)")
            case .leave:
                #expect(running == 0 && claimLimit == nil, "left too early; seed \(random.seed)")
                hasLeft = true
            }
        }
    }

    mutating func endClaim() {
        guard let limit = claimLimit else { return }
        claimLimit = nil
        if random.chance(0.15) { return perform(dispatch.claimFailed()) }
        let count = random.chance(0.3) ? 0 : random.below(limit + 1)
        let jobs = (0..<count).map { _ -> ClaimedJob in
            nextJob += 1
            return .sample(nextJob)
        }
        perform(dispatch.claimed(Claim(jobs: jobs)))
    }

    mutating func endRun() {
        guard running > 0 else { return }
        running -= 1
        perform(dispatch.runEnded())
    }

    mutating func endLook() {
        guard isLooking else { return }
        isLooking = false
        let found = random.chance(0.7)
        perform(dispatch.looked(foundWork: found))
    }

    mutating func endRest() {
        guard isResting else { return }
        isResting = false
        perform(dispatch.rested())
    }

    mutating func step() {
        switch random.below(21) {
        case 20: endRest()
        case 0..<6: perform(dispatch.wake())
        case 6..<11: endClaim()
        case 11..<17: endRun()
        case 17, 18: endLook()
        default:
            guard random.chance(0.1) else { return }
            isDraining = true
            perform(dispatch.drain())
            if !hasLeft, random.chance(0.5) { perform(dispatch.graceEnded()) }
        }
    }

    mutating func run() {
        perform(dispatch.wake())
        for _ in 0..<300 where !hasLeft { step() }
        guard !hasLeft else { return }
        isDraining = true
        perform(dispatch.drain())
        // Whatever is under way comes to its end: then the worker leaves.
        while !hasLeft, claimLimit != nil || running > 0 {
            endClaim()
            if !hasLeft { endRun() }
        }
        #expect(hasLeft, "the worker never leaves; seed \(random.seed)")
    }
}

@Suite("Dispatching at random", .timeLimit(.minutes(5)))
struct DispatchWalkTests {
    @Test("It never runs more than it may, never claims twice at once, and leaves exactly when nothing runs")
    func walk() {
        for seed in UInt64(1)...2000 {
            var walk = DispatchWalk(seed: seed)
            walk.run()
        }
    }
}
