import OperationCatalogue

/// How fast calls of one operation may follow each other. Pure.
///
/// A bucket of tokens that may run into debt: a call that finds none is told how long to wait, and its token is taken
/// at once, so that those who come later wait behind it.
struct CallPace: Sendable {
    /// Calls a second that are counted with now.
    private(set) var rate: Double
    private let plan: UsagePlan
    private var tokens: Double
    private var asOf: Duration
    private var blockedUntil: Duration

    /// A full bucket. Nothing is known of calls that were made before.
    init(_ plan: UsagePlan, now: Duration) {
        self.plan = plan
        rate = plan.rate
        tokens = Double(plan.burst)
        asOf = now
        blockedUntil = now
    }

    /// Takes a token. Returns how long to wait before the call.
    mutating func take(now: Duration) -> Duration {
        refill(now)
        tokens -= 1
        let wait = tokens < 0 ? Duration.seconds(-tokens / rate) : .zero
        return max(wait, blockedUntil - now)
    }

    /// Puts the token of a call back that was not made.
    mutating func giveBack() {
        tokens = min(Double(plan.burst), tokens + 1)
    }

    /// Takes note of the rate that Amazon says it applies: within a tenth and ten times the published plan, for a stray
    /// header must neither stop calls nor let them loose.
    mutating func learn(_ newRate: Double, now: Duration) {
        guard newRate.isFinite, newRate > 0 else { return }
        refill(now)
        rate = min(max(newRate, plan.rate / 10), plan.rate * 10)
    }

    /// Amazon refused a call for its rate: its bucket is empty, whatever was counted here.
    mutating func refused(now: Duration) {
        refill(now)
        tokens = min(tokens, 0)
        blockedUntil = max(blockedUntil, now + .seconds(1 / rate))
    }

    private mutating func refill(_ now: Duration) {
        let elapsed = (now - asOf) / .seconds(1)
        tokens = min(Double(plan.burst), tokens + max(0, elapsed) * rate)
        asOf = now
    }
}
