import JobModel
import JobStore

/// Sellers who need somebody.
extension Health {
    /// Authorizations that end soon, or have ended, the first to end first.
    package var dueRenewals: [Finding] {
        let due = sight.renewals.filter { $0.value.standing(at: now) != .early }
            .sorted { ($0.value.renewBy, $0.key) < ($1.value.renewBy, $1.key) }
        let shown = due.prefix(5).map { key, renewal in
            let date = YearlyRenewal.date(renewal.renewBy)
            let isPassed = renewal.standing(at: now) == .passed
            return Finding(
                .renewal(key),
                text: "The authorization of \(key.seller)/\(key.region) "
                    + (isPassed ? "should have been renewed by \(date)." : "must be renewed by \(date)."),
                style: isPassed ? .bad : .warning, more: "spworker sellers show \(key.seller)")
        }
        guard due.count > shown.count else { return Array(shown) }
        return shown + [
            Finding(
                .renewals, text: "\(counted(due.count - shown.count, "more authorization")) must be renewed.",
                style: .warning,
                more: "spworker sellers list")
        ]
    }

    /// Those who do not work, and those who are paused.
    package var sellers: [Finding] {
        let stuck = sight.authorizations.filter { $0.state != .active || $0.pauseReason != nil }
        let shown = stuck.prefix(10).map { row in
            let name = "\(row.key.seller)/\(row.key.region)"
            // The state's age says nothing about the pause.
            let text =
                if let reason = row.pauseReason, row.state == .active {
                    "Seller \(name) is paused: \(reason.cut(to: 100))"
                } else if row.hasLeft {
                    "Seller \(name) is not among the sellers any more, and its jobs wait; found \(row.since.told(now))."
                } else {
                    "Seller \(name) became \(row.state.word) \(row.since.told(now))."
                }
            return Finding(
                .seller(row.key), text: text,
                style: row.state.parksJobs ? .bad : .warning, more: "spworker sellers show \(row.key.seller)")
        }
        guard stuck.count > shown.count else { return Array(shown) }
        return shown + [
            Finding(
                .sellers, text: "\(stuck.count - shown.count) more sellers are not active.", style: .bad,
                more: "spworker sellers list")
        ]
    }

    /// Nothing is held against these, and yet they get no token: their last one has run out more than an hour ago.
    package var tokenless: [Finding] {
        let hour = Duration.seconds(3600)
        let waiting = sight.authorizations.compactMap { row -> (row: AuthorizationRow, since: Timestamp)? in
            // A failure that nobody has met lately says nothing about now.
            guard row.state == .active, row.failure != nil, let until = row.blockedUntil, until > now - hour / 12
            else { return nil }
            let since = row.lastGoodAt.map { $0 + hour } ?? row.since
            return now - since > hour ? (row, since) : nil
        }
        let shown = waiting.prefix(5).map { row, since in
            Finding(
                .seller(row.key),
                text: "Seller \(row.key.seller)/\(row.key.region) has had no token for \((now - since).rough)"
                    + (row.failure.map { ": \($0.message.cut(to: 100))" } ?? ""),
                style: .bad, more: "spworker sellers show \(row.key.seller)", isFault: true)
        }
        guard waiting.count > shown.count else { return Array(shown) }
        return shown + [
            Finding(
                .sellers, text: "\(counted(waiting.count - shown.count, "more seller")) had no token for over an hour.",
                style: .bad,
                more: "spworker sellers list", isFault: true)
        ]
    }
}
