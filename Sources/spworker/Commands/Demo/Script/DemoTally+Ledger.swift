import Sandbox

extension DemoTally {
    /// Adds up what the sandbox has written down.
    ///
    /// - Parameters:
    ///   - throttled: The seller whom the script throttles.
    ///   - operation: The operation for which it does.
    init(_ ledger: Ledger, throttled: String, operation: String) {
        for (key, count) in ledger.calls {
            let seller = key.seller ?? ""
            shares[seller, default: Share()].calls += count
            switch key.status {
            case 429:
                shares[seller, default: Share()].throttled += count
                guard seller == throttled, key.operation == operation else { continue }
                shares[seller, default: Share()].provoked += count
            case 503: shares[seller, default: Share()].serverErrors += count
            default: break
            }
        }
        for (key, count) in ledger.exchanges {
            let seller = key.seller ?? ""
            if key.result == "ok" {
                shares[seller, default: Share()].good += count
            } else {
                shares[seller, default: Share()].refused[key.result, default: 0] += count
            }
        }
        complaints = ledger.complaintCount
        effects = ledger.effectCount
        repeatedEffects = ledger.repeatedEffectCount
    }
}
