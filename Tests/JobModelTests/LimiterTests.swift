import JobModel
import JobStoreTesting
import Testing

@Suite("A limiter")
struct LimiterTests {
    private let start = Timestamp(microseconds: 1_767_225_600_000_000)
    private let margin = Duration.milliseconds(100)

    /// Sends as fast as the limiter lets it and returns the offsets in milliseconds.
    private func send(_ count: Int, _ limiter: inout Limiter, from start: Timestamp, margin: Duration) -> [Int64] {
        var now = start
        return (0..<count).map { _ in
            now = max(now, limiter.availableAt(now: now, margin: margin))
            limiter.reserve()
            limiter.charge(at: now)
            return (now - start).microseconds / 1000
        }
    }

    @Test("lets a full burst go, less the margin, then keeps to the rate")
    func burst() {
        var limiter = Limiter(plan: LanePlan(rate: 2, burst: 4))
        #expect(send(7, &limiter, from: start, margin: margin) == [0, 0, 0, 100, 600, 1100, 1600])
    }

    @Test("takes nothing off when there is no margin")
    func noMargin() {
        var limiter = Limiter(plan: LanePlan(rate: 2, burst: 4))
        #expect(send(6, &limiter, from: start, margin: .zero) == [0, 0, 0, 0, 500, 1000])
    }

    @Test("spaces calls a little wider where the burst is one")
    func burstOfOne() {
        var limiter = Limiter(plan: LanePlan(rate: 1, burst: 1))
        #expect(send(4, &limiter, from: start, margin: margin) == [0, 1100, 2200, 3300])
    }

    @Test("stays fast for fast plans: the margin is held to a quarter of the bucket", arguments: [1, 2, 10, 1000])
    func fastPlans(burst: Int) {
        var limiter = Limiter(plan: LanePlan(rate: 1000, burst: burst))
        let last = send(2000 + burst, &limiter, from: start, margin: margin).last ?? 0
        #expect(last <= 2000 * (burst == 1 ? 5 : 4) / 4 + 150)
        #expect(last >= 1999)
    }

    @Test("grants no more permits than could all be used at once", arguments: [1, 2, 3, 10])
    func reservations(burst: Int) {
        var limiter = Limiter(plan: LanePlan(rate: 1, burst: burst))
        var now = start
        var granted = 0
        for _ in 0..<100 {
            let count = limiter.grantable(now: now, limit: 50, margin: margin)
            for _ in 0..<count { limiter.reserve() }
            granted += count
            now = now + .milliseconds(700)
        }
        #expect(granted == max(1, burst - 1))
        #expect(limiter.reserved == granted)
        limiter.giveBack()
        #expect(limiter.grantable(now: now, limit: 50, margin: margin) == 1)
    }

    @Test("never goes below no permits")
    func giveBackTooMuch() {
        var limiter = Limiter(plan: LanePlan(rate: 1, burst: 1))
        limiter.giveBack()
        #expect(limiter.reserved == 0)
    }

    @Test("is empty after a refusal and blocked for an interval at least")
    func refusal() {
        var limiter = Limiter(plan: LanePlan(rate: 0.1, burst: 5))
        limiter.refuse(now: start, backoff: .seconds(2))
        #expect(limiter.blockedUntil == start + .seconds(10))
        #expect(limiter.availableAt(now: start, margin: .zero) == start + .seconds(10))
        #expect(limiter.grantable(now: start + .seconds(10), limit: 5, margin: .zero) == 1)
        limiter.refuse(now: start, backoff: .seconds(60))
        #expect(limiter.blockedUntil == start + .seconds(60))
        limiter.refuse(now: start, backoff: .seconds(1))
        #expect(limiter.blockedUntil == start + .seconds(60))
        #expect(limiter.refusals == 3)
        limiter.accept()
        #expect(limiter.refusals == 0)
        limiter.reset()
        #expect(limiter.grantable(now: start, limit: 9, margin: .zero) == 5)
    }

    @Test("counts refusals up to a bound")
    func manyRefusals() {
        var limiter = Limiter(plan: .unknown)
        for _ in 0..<1000 { limiter.refuse(now: start, backoff: .zero) }
        #expect(limiter.refusals == 30)
    }

    @Test("keeps its tokens when the rate changes", arguments: [0.25, 0.5, 2, 8.0])
    func rateChange(rate: Double) {
        var limiter = Limiter(plan: LanePlan(rate: 1, burst: 10))
        for _ in 0..<6 { limiter.charge(at: start) }
        let now = start + .seconds(2)
        limiter.change(to: LanePlan(rate: rate, burst: 10), now: now)
        #expect(limiter.grantable(now: now, limit: 20, margin: .zero) == 6)
        let full = now + .microseconds(Int64(4 / rate * 1_000_000))
        #expect(limiter.arrival == full)
    }

    @Test("keeps its tokens when the burst changes, as far as they fit in")
    func burstChange() {
        var limiter = Limiter(plan: LanePlan(rate: 1, burst: 4))
        limiter.charge(at: start)
        limiter.change(to: LanePlan(rate: 1, burst: 10), now: start)
        #expect(limiter.grantable(now: start, limit: 20, margin: .zero) == 3)
        limiter.change(to: LanePlan(rate: 1, burst: 2), now: start)
        #expect(limiter.grantable(now: start, limit: 20, margin: .zero) == 2)
        for _ in 0..<2 { limiter.charge(at: start) }
        limiter.change(to: LanePlan(rate: 0.5, burst: 1), now: start)
        #expect(limiter.arrival == start + .seconds(2))
    }

    @Test("comes back to what is possible after the clock stepped, either way")
    func restore() {
        let plan = LanePlan(rate: 1, burst: 5)
        var ahead = Limiter(plan: plan, arrival: start + .seconds(86_400), blockedUntil: start + .seconds(86_400))
        ahead.restore(now: start)
        #expect(ahead.arrival == start + .seconds(5))
        #expect(ahead.blockedUntil == start + Limiter.longestBlock)
        var behind = Limiter(plan: plan, arrival: .distantPast, blockedUntil: start - .seconds(1))
        behind.restore(now: start)
        #expect(behind.arrival == start - .seconds(6))
        #expect(behind.blockedUntil == nil)
        var unknown = Limiter(plan: plan, arrival: start, reserved: 3)
        unknown.restore(now: start)
        #expect(unknown.reserved == 0)
        #expect(unknown.arrival == start + .seconds(3))
    }

    @Test("learns rates between a tenth and ten times of the configured one")
    func learned() {
        let plan = LanePlan(rate: 2, burst: 7)
        #expect(Limiter.learned(rate: 3, configured: plan) == LanePlan(rate: 3, burst: 7))
        #expect(Limiter.learned(rate: 1e9, configured: plan)?.rate == 20)
        #expect(Limiter.learned(rate: 1e-9, configured: plan)?.rate == 0.2)
        for nonsense in [0, -1, .nan, .infinity, -.infinity] as [Double] {
            #expect(Limiter.learned(rate: nonsense, configured: plan) == nil)
        }
    }

    @Test("brings odd plans into bounds")
    func oddPlans() {
        for rate in [0, -1, .nan, -.infinity, .leastNonzeroMagnitude, 1e-300] as [Double] {
            #expect(LanePlan(rate: rate, burst: 1).rate == 1.0 / 86_400)
        }
        #expect(LanePlan(rate: .infinity, burst: .max).rate == 1_000_000)
        #expect(LanePlan(rate: 1, burst: .max).burst == 1_000_000)
        #expect(LanePlan(rate: 1, burst: .min).burst == 1)
        var slow = Limiter(plan: LanePlan(rate: 0, burst: 1_000_000))
        for _ in 0..<3 { slow.charge(at: Timestamp(microseconds: .max)) }
        slow.refuse(now: Timestamp(microseconds: .max), backoff: .seconds(Int64.max))
        slow.change(to: LanePlan(rate: 1_000_000, burst: 1), now: start)
        slow.restore(now: start)
        #expect(slow.arrival <= start + .seconds(1))
    }

    @Test("never lets more calls through than a plain token bucket", arguments: 0..<60)
    func random(seed: UInt64) {
        let random = SeededRandom(seed: seed)
        let rate = random.pick([0.5, 1, 4, 20, 100])
        let burst = random.pick([1, 2, 5, 20])
        var limiter = Limiter(plan: LanePlan(rate: rate, burst: burst))
        var tokens = Double(burst)
        var now = start
        for _ in 0..<400 {
            let step = Duration.microseconds(Int64(random.below(Int(2_000_000 / rate))))
            now = now + step
            tokens = min(Double(burst), tokens + step.seconds * rate)
            if random.chance(0.6), limiter.grantable(now: now, limit: 1, margin: margin) == 1 { limiter.reserve() }
            while limiter.reserved > 0, random.chance(0.4) {
                limiter.charge(at: now)
                tokens -= 1
            }
            #expect(tokens > -0.000_01, "seed \(seed)")
        }
    }
}
