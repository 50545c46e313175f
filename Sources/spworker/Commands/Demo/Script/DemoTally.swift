/// What Amazon was really asked for, as the sandbox has counted it.
struct DemoTally: Sendable, Hashable {
    /// One seller's share.
    struct Share: Sendable, Hashable {
        var calls = 0
        /// Calls that were answered with 429.
        var throttled = 0
        /// Of those, the ones that the script provokes.
        var provoked = 0
        /// Calls that were answered with 503.
        var serverErrors = 0
        /// Exchanges that gave a token.
        var good = 0
        /// Refused exchanges by the login's error code.
        var refused: [String: Int] = [:]
    }

    /// By the seller's name; what belongs to no seller stands under the empty name.
    var shares: [String: Share] = [:]
    /// What a correct client never does.
    var complaints = 0
    /// Calls that changed something.
    var effects = 0
    /// Of those, the ones that repeated another.
    var repeatedEffects = 0

    init() {}

    var calls: Int { shares.values.reduce(0) { $0 + $1.calls } }
    var serverErrors: Int { shares.values.reduce(0) { $0 + $1.serverErrors } }
    var throttled: Int { shares.values.reduce(0) { $0 + $1.throttled } }
    /// 429s of the seller and the operation that the script throttles.
    var provoked: Int { shares.values.reduce(0) { $0 + $1.provoked } }
    /// All other 429s: a worker that keeps to the plans has none.
    var avoidable: Int { throttled - provoked }

    /// The seller's exchanges by cause, as far as there is one.
    ///
    /// - Parameter expected: What the script provokes: further tokens are explained by it alone.
    func exchanges(of seller: String, expected: DemoExchanges) -> DemoExchanges {
        let share = shares[seller] ?? Share()
        var exchanges = DemoExchanges()
        exchanges.first = min(share.good, 1)
        exchanges.expired = min(share.good - exchanges.first, expected.expired)
        exchanges.witness = min(share.good - exchanges.first - exchanges.expired, expected.witness)
        exchanges.unexplained = share.good - exchanges.good
        for (code, count) in share.refused {
            switch code {
            case "invalid_client": exchanges.wrongSecret += count
            case "invalid_grant": exchanges.revoked += count
            default: exchanges.unexplained += count
            }
        }
        return exchanges
    }
}
