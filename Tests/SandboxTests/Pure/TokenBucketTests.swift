import JobStoreTesting
import OperationCatalogue
import Ports
import Sandbox
import Testing

@Suite struct TokenBucketTests {
    @Test func `a fresh bucket lets exactly its burst through`() {
        var bucket = TokenBucket(plan: UsagePlan(rate: 0.5, burst: 3), at: .zero)
        let taken = (0..<5).map { _ in bucket.take(at: .zero) }
        #expect(taken == [true, true, true, false, false])
    }

    @Test func `an empty bucket says when the next token comes, and is right`() {
        var bucket = TokenBucket(plan: UsagePlan(rate: 0.0167, burst: 1), at: .zero)
        #expect(bucket.take(at: .zero) == true)
        let wait = bucket.wait(at: .seconds(10))
        #expect(bucket.wait(at: .seconds(10) + wait - .milliseconds(1)) > .zero)
        #expect(bucket.take(at: .seconds(10) + wait) == true)
    }

    @Test func `a long pause fills no more than the burst`() {
        var bucket = TokenBucket(plan: UsagePlan(rate: 10, burst: 2), at: .zero)
        let taken = (0..<4).map { _ in bucket.take(at: .seconds(3600)) }
        #expect(taken == [true, true, false, false])
    }

    @Test func `a clock that steps back gives nothing away`() {
        var bucket = TokenBucket(plan: UsagePlan(rate: 1, burst: 1), at: .seconds(10))
        #expect(bucket.take(at: .seconds(10)) == true)
        #expect(bucket.take(at: .seconds(5)) == false)
        #expect(bucket.take(at: .seconds(10)) == false)
        #expect(bucket.take(at: .seconds(11)) == true)
    }

    @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
    func `no interval yields more than burst plus rate times its length`(seed: UInt64) {
        let random = SeededRandom(seed: seed)
        let plan = UsagePlan(rate: 0.1 + random.unit() * 20, burst: random.below(30) + 1)
        var bucket = TokenBucket(plan: plan, at: .zero)
        var now = Duration.zero
        var taken: [Duration] = []
        for _ in 0..<2000 {
            now += .microseconds(random.below(200_000))
            if bucket.take(at: now) { taken.append(now) }
        }
        for first in stride(from: 0, to: taken.count, by: 17) {
            for last in stride(from: first, to: taken.count, by: 13) {
                let length = taken[last] - taken[first]
                let seconds = Double(length.components.seconds) + Double(length.components.attoseconds) * 1e-18
                #expect(Double(last - first + 1) <= Double(plan.burst) + plan.rate * seconds + 0.001, "seed \(seed)")
            }
        }
    }
}
