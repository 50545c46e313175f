/// What the script provokes, counted beforehand.
struct DemoExpectation: Sendable, Hashable {
    /// One seller's share.
    struct Share: Sendable, Hashable {
        var jobs = 0
        /// Failed attempts that are repeated.
        var retries = 0
        /// Good and refused ones.
        var exchanges = DemoExchanges()
    }

    /// By the seller's place.
    var shares: [Share]
    /// Pages of listings beyond the first.
    var morePages = 0
    /// Jobs that post something.
    var posts = 0
    /// Files that listings leave.
    var files = 0
    /// The least calls that are throttled. How many more there are depends on how answers and calls cross.
    var throttled = 0

    /// Counts what `script` provokes.
    init(_ script: DemoScript) {
        shares = Array(repeating: Share(), count: script.cast.count)
        for job in script.jobs {
            shares[job.seller].jobs += 1
            shares[job.seller].exchanges.first = 1
            morePages += job.pages - 1
            if job.call.isPost { posts += 1 }
            if job.call.isListing { files += 1 }
        }
        for job in script.act(.serverErrors)?.jobs ?? [] { shares[job.seller].retries += DemoScript.errorsPerSeller }
        for job in script.act(.tokenExpired)?.jobs ?? [] { shares[job.seller].exchanges.expired += 1 }
        for canary in script.canaries {
            if canary.seller == script.cast.revoked {
                // The refusal is confirmed by a second one, and the witness is asked right before it and right after it.
                shares[canary.seller].exchanges.revoked += 2
                shares[script.cast.witness].exchanges.witness += 2
            } else {
                shares[canary.seller].exchanges.wrongSecret += 1
            }
        }
        throttled = script.isThrottling ? 1 : 0
    }

    var jobs: Int { shares.reduce(0) { $0 + $1.jobs } }
    var retries: Int { shares.reduce(0) { $0 + $1.retries } }

    /// Calls that are repeated with a fresh token.
    var forcedRepeats: Int { shares.reduce(0) { $0 + $1.exchanges.expired } }

    /// All calls but those that repeat a throttled one.
    var calls: Int { jobs + morePages + retries + forcedRepeats }

    /// All sellers' exchanges.
    var exchanges: DemoExchanges {
        shares.reduce(into: DemoExchanges()) { sum, share in
            sum.first += share.exchanges.first
            sum.expired += share.exchanges.expired
            sum.witness += share.exchanges.witness
            sum.wrongSecret += share.exchanges.wrongSecret
            sum.revoked += share.exchanges.revoked
        }
    }
}
