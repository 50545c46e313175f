/// Which keys are handed out, and when newer ones are fetched.
///
/// A pure value: events go in, what to do comes out. Times are microseconds since 1970, as the ends of keys are.
///
/// From 15 minutes before their end on, keys are handed out while newer ones are fetched beside; from 10 minutes on,
/// whoever asks waits for the newer ones. Keys that live shorter than an hour have shorter windows, a quarter and a sixth
/// of their life. If fetching fails, the old keys serve until they end. One fetch is under way at most.
package struct RefreshState: Sendable {
    /// What to do for somebody who asks.
    package enum Answer: Sendable, Equatable {
        /// Hand out these keys, and start fetching newer ones beside if told so.
        case use(AWSCredentials, startsFetch: Bool)
        /// Wait for the fetch under way, which is to be started first if told so.
        case wait(startsFetch: Bool)
        /// Fail at once: a fetch failed a moment ago.
        case fail(SecretError)
    }

    /// How long before their end keys are renewed without anybody waiting.
    static let earlyLead: Int64 = 900_000_000
    /// How long before their end keys are waited for.
    static let lateLead: Int64 = 600_000_000
    /// How long after a fetch failed none is started: while the old keys have time, while they end soon, and when there
    /// are none.
    static let (earlyPause, latePause, barePause): (Int64, Int64, Int64) = (60_000_000, 10_000_000, 5_000_000)
    /// How old keys must be before a refusal has them fetched anew.
    static let leastAge: Int64 = 60_000_000

    private struct Held {
        var keys: AWSCredentials
        var fetchedAt: Int64
        var earlyFrom: Int64
        var lateFrom: Int64

        init(_ keys: AWSCredentials, now: Int64) {
            self.keys = keys
            fetchedAt = now
            guard let end = keys.expiresAt else {
                (earlyFrom, lateFrom) = (.max, .max)
                return
            }
            let life = max(0, end - now)
            earlyFrom = end - min(RefreshState.earlyLead, life / 4)
            lateFrom = end - min(RefreshState.lateLead, life / 6)
        }

        func lives(_ now: Int64) -> Bool { keys.expiresAt.map { now < $0 } ?? true }
    }

    private var held: Held?
    private var isFetching = false
    private var failure: (error: SecretError, at: Int64)?

    /// A state without keys.
    package init() {}

    /// Somebody asks for keys.
    package mutating func ask(now: Int64) -> Answer {
        guard let held, held.lives(now) else {
            if !isFetching, let failure, isPaused(Self.barePause, now) { return .fail(failure.error) }
            return .wait(startsFetch: begin())
        }
        if now < held.earlyFrom { return .use(held.keys, startsFetch: false) }
        if now < held.lateFrom {
            return .use(held.keys, startsFetch: isPaused(Self.earlyPause, now) ? false : begin())
        }
        if !isFetching, isPaused(Self.latePause, now) { return .use(held.keys, startsFetch: false) }
        return .wait(startsFetch: begin())
    }

    /// The fetch brought `keys`. Ones that have ended already are a failure.
    ///
    /// - Returns: What to tell those who wait.
    package mutating func fetched(_ keys: AWSCredentials, now: Int64) -> Result<AWSCredentials, SecretError> {
        let new = Held(keys, now: now)
        guard new.lives(now) else {
            return failed(
                SecretError(
                    .unavailable, reference: nil, message: "the AWS keys from \(keys.source) have ended already",
                    cure: "check this machine's clock, and renew the keys where they come from"),
                now: now)
        }
        isFetching = false
        failure = nil
        held = new
        return .success(keys)
    }

    /// The fetch failed.
    ///
    /// - Returns: What to tell those who wait: the old keys as long as they live, and else the failure.
    package mutating func failed(_ error: SecretError, now: Int64) -> Result<AWSCredentials, SecretError> {
        isFetching = false
        failure = (error, now)
        guard let held, held.lives(now) else { return .failure(error) }
        return .success(held.keys)
    }

    /// AWS called `keys` expired or unknown. They are dropped, unless they are new or others have come since.
    package mutating func refused(_ keys: AWSCredentials, now: Int64) {
        guard let held, held.keys == keys else { return }
        // A clock that was set back makes them look newer than new.
        let age = now - held.fetchedAt
        guard age < 0 || age >= Self.leastAge else { return }
        self.held = nil
    }

    private mutating func begin() -> Bool {
        defer { isFetching = true }
        return !isFetching
    }

    private func isPaused(_ length: Int64, _ now: Int64) -> Bool {
        guard let failure else { return false }
        return (failure.at..<failure.at + length).contains(now)
    }
}
