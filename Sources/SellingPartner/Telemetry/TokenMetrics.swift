package import Metrics

/// Counts what a token cache is asked for and what it fetches.
package struct TokenMetrics: Sendable {
    /// Which tokens a cache holds.
    package enum Token: String, Sendable {
        case access
        case restricted
    }

    /// How fetching a token ended.
    enum Result: String, CaseIterable {
        /// There is a new one.
        case granted
        /// Another process had got one.
        case kept
        /// Refused for good.
        case refused
        /// It may work later.
        case unavailable
        /// A secret or a permit was missing, or something else was in the way before anybody was asked.
        case failed

        init(_ error: any Error) {
            guard let failure = error as? LWAFailure else {
                self = .failed
                return
            }
            self = failure.kind.isTransient ? .unavailable : .refused
        }
    }

    private let hits: Counter
    private let misses: Counter
    private let duration: Timer
    private let exchanges: [Result: Counter]

    /// Makes the handles.
    package init(_ token: Token = .access, factory: any MetricsFactory = MetricsSystem.factory) {
        let label = ("token", token.rawValue)
        hits = Counter(label: "spworker_token_cache_hits_total", dimensions: [label], factory: factory)
        misses = Counter(label: "spworker_token_cache_misses_total", dimensions: [label], factory: factory)
        duration = Timer(
            label: "spworker_token_exchange_duration_seconds", dimensions: [label], factory: factory)
        exchanges = Dictionary(
            uniqueKeysWithValues: Result.allCases.map {
                let labels = [label, ("result", $0.rawValue)]
                return ($0, Counter(label: "spworker_token_exchanges_total", dimensions: labels, factory: factory))
            })
    }

    /// A token was handed out at once.
    func hit() { hits.increment() }

    /// A token must be waited for.
    func missed() { misses.increment() }

    /// A token was fetched, or could not be.
    func fetched(_ result: Result, after duration: Duration) {
        exchanges[result]?.increment()
        if result == .granted { self.duration.record(duration: duration) }
    }
}
