/// The state of one token bucket, by the generic cell rate algorithm.
///
/// Instead of a token count that must be topped up, it keeps one instant: the *arrival*, when the bucket would be full
/// again. A call is in order when the arrival is no further ahead than the burst allows. Permits are reserved before the
/// call and charged at the instant at which its request is written, because Amazon counts requests when they come in:
/// charging earlier would let calls bunch up behind one another.
package struct Limiter: Sendable, Hashable {
    /// The plan in force: the configured one, or what Amazon's rate header taught.
    package private(set) var plan: LanePlan
    /// The instant at which the bucket would be full again if nothing more were sent.
    package private(set) var arrival: Timestamp
    /// Permits granted for requests that have not been written yet.
    package private(set) var reserved: Int
    /// No permit is granted before this instant.
    package private(set) var blockedUntil: Timestamp?
    /// How many refusals came in a row.
    package private(set) var refusals: Int

    /// Creates a bucket in a known state.
    package init(
        plan: LanePlan, arrival: Timestamp = .distantPast, reserved: Int = 0, blockedUntil: Timestamp? = nil,
        refusals: Int = 0
    ) {
        self.plan = plan
        self.arrival = arrival
        self.reserved = reserved
        self.blockedUntil = blockedUntil
        self.refusals = refusals
    }

    /// The longest time that a stored block may still last when it is loaded: a clock that stepped must not stop a lane for days.
    package static let longestBlock = Duration.seconds(3600)

    /// How many permits could be granted now, at most `limit`.
    ///
    /// - Parameters:
    ///   - now: The present.
    ///   - limit: The most that the caller can use.
    ///   - margin: Time taken off the burst, because a request reaches Amazon a little after it is written here.
    package func grantable(now: Timestamp, limit: Int, margin: Duration) -> Int {
        let slack = tolerance(margin: margin)
        var granted = 0
        while granted < limit, availableAt(now: now, reserved: reserved + granted, tolerance: slack) <= now {
            granted += 1
        }
        return granted
    }

    /// The earliest instant at which another permit can be granted, as far as can be told now.
    ///
    /// While reserved permits are unused the answer moves with `now`; their use or return settles it.
    package func availableAt(now: Timestamp, margin: Duration) -> Timestamp {
        availableAt(now: now, reserved: reserved, tolerance: tolerance(margin: margin))
    }

    /// Reckons in whole microseconds: `Duration` has 128 bits, and this is asked several times a job.
    private func availableAt(now: Timestamp, reserved: Int, tolerance: Int64) -> Timestamp {
        // Reserved requests will be written now at the earliest, each one interval behind the other.
        let expected =
            reserved == 0
            ? arrival : max(arrival, now).advanced(microseconds: plan.intervalMicroseconds * Int64(reserved))
        let free = expected.advanced(microseconds: -tolerance)
        guard let blockedUntil else { return free }
        return max(free, blockedUntil)
    }

    /// How many microseconds ahead of the present the arrival may lie.
    ///
    /// The margin comes off the burst, never off the rate; where the burst is one there is nothing to take it from, and
    /// calls are spaced a little wider. It is held to a quarter of the bucket, so that fast plans stay fast.
    private func tolerance(margin: Duration) -> Int64 {
        let interval = plan.intervalMicroseconds
        return interval * Int64(plan.burst - 1) - min(margin.microseconds, interval * Int64(plan.burst) / 4)
    }

    /// Grants a permit: it will be used or given back.
    package mutating func reserve() {
        reserved += 1
    }

    /// Gives an unused permit back.
    package mutating func giveBack() {
        reserved = max(0, reserved - 1)
    }

    /// Charges a permit at the instant at which its request is written.
    package mutating func charge(at instant: Timestamp) {
        giveBack()
        arrival = max(arrival, instant) + plan.interval
    }

    /// Takes note of a refusal (429): the bucket is empty, and nothing is sent until `now` + max(interval, backoff).
    package mutating func refuse(now: Timestamp, backoff: Duration) {
        refusals = min(refusals + 1, 30)
        arrival = max(arrival, now + plan.interval * plan.burst)
        let until = now + max(plan.interval, backoff)
        blockedUntil = max(blockedUntil ?? until, until)
    }

    /// Stops the bucket until `instant`, without saying anything about its tokens.
    package mutating func block(until instant: Timestamp) {
        blockedUntil = max(blockedUntil ?? instant, instant)
    }

    /// Takes note of an accepted call.
    package mutating func accept() {
        refusals = 0
    }

    /// Forgets blocks and refusals, and fills the bucket.
    package mutating func reset() {
        self = Limiter(plan: plan, reserved: reserved)
    }

    /// Changes the plan and keeps the tokens: the wait that was left shrinks or grows with the interval.
    ///
    /// A larger burst begins with the tokens that the smaller one had; a smaller one keeps what fits in.
    package mutating func change(to newPlan: LanePlan, now: Timestamp) {
        guard newPlan != plan else { return }
        let spent = max(0, (arrival - now).seconds / plan.interval.seconds)
        let missing = min(max(0, spent + Double(newPlan.burst - plan.burst)), Double(newPlan.burst))
        if missing > 0 {
            arrival = now + .microseconds(Int64((missing * newPlan.interval.seconds * 1_000_000).rounded(.up)))
        } else {
            arrival = min(arrival, now)
        }
        plan = newPlan
    }

    /// The rate that may be learned from a header that says `rate`: within a tenth and ten times the configured plan.
    ///
    /// Amazon adapts some plans to the seller's size, but a stray header must not stop a lane or open it wide.
    package static func learned(rate: Double, configured: LanePlan) -> LanePlan? {
        guard rate.isFinite, rate > 0 else { return nil }
        let bounded = min(max(rate, configured.rate / 10), configured.rate * 10)
        return LanePlan(rate: bounded, burst: configured.burst)
    }

    /// Brings a stored state back into what is possible: clocks step, and permits of a crashed worker may have been used.
    package mutating func restore(now: Timestamp) {
        while reserved > 0 { charge(at: now) }
        let earliest = now - plan.interval * (plan.burst + 1)
        let latest = now + plan.interval * plan.burst
        arrival = min(max(arrival, earliest), latest)
        if let blocked = blockedUntil {
            blockedUntil = blocked <= now ? nil : min(blocked, now + Limiter.longestBlock)
        }
    }
}
