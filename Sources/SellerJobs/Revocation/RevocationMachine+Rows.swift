import JobModel
import JobStore

/// Taking over what the store knows.
extension RevocationMachine {
    /// Brings the machine in line with the store's rows, which other processes change too: a command that releases a
    /// seller, or another worker.
    ///
    /// - Parameters:
    ///   - application: The application's row; `nil` before its first job.
    ///   - troubled: The rows of its sellers that are not active.
    /// - Returns: What others have released.
    @discardableResult
    mutating func adopt(
        _ application: ApplicationRow?, _ troubled: [AuthorizationRow], at now: Timestamp
    ) -> OthersReleases {
        var releases = OthersReleases()
        if let application, application.state == .ok, standing == .stopped {
            releases.applications = [application.name]
        }
        switch (application?.state ?? .ok, standing) {
        case (.ok, .ok), (.stopped, .stopped), (.suspect, .outage): break
        case (.ok, _):
            standing = .ok
            round = nil
            // Somebody knows better: the suspects are asked by themselves, and only new ones speak for an outage.
            for key in standings.keys { standings[key]?.turnedAt = nil }
        case (.stopped, _):
            standing = .stopped
            round = nil
        case (.suspect, _):
            standing = .outage(
                ApplicationStanding.Outage(
                    pauses: application?.pauses ?? 0, until: application?.blockedUntil ?? now))
            round = nil
        }
        if let fingerprint = application?.fingerprint { clientFingerprint = fingerprint }
        stopKind = application?.failure?.kind
        let rows = Dictionary(troubled.map { ($0.key, $0) }) { $1 }
        for (key, standing) in standings where rows[key] == nil {
            if !standing.isSuspect { releases.sellers.insert(key) }
            standings[key] = nil
        }
        for (key, row) in rows where standings[key]?.state != row.state {
            standings[key] = standing(from: row, now)
        }
        for (key, row) in rows { standings[key]?.blockedUntil = row.blockedUntil }
        return releases
    }

    /// Whether the event can only be understood with the store's rows at hand: it speaks against somebody who is held for
    /// refused already, and whom a command may have released a moment ago. Then it is a first refusal.
    func needsRows(for event: RevocationEvent) -> Bool {
        switch event {
        case .exchangeRefused(let key, _, _, _), .freshTokenRefused(let key, _), .secretMissing(let key, _):
            standings[key] != nil || standing != .ok
        case .clientRefused:
            standing != .ok
        default:
            false
        }
    }

    private func standing(from row: AuthorizationRow, _ now: Timestamp) -> SellerStanding {
        let refusal: RevocationEvent.Refusal = row.state == .misconfigured ? .foreign : .unusable
        let phase: SellerStanding.Phase
        switch row.state {
        case .active, .suspect:
            if row.isSuspectByCalls {
                phase = .callsRefused(count: max(1, row.suspicions), until: row.blockedUntil ?? now)
            } else {
                phase = .confirming(at: max(now, row.since + policy.confirmAfter))
            }
        case .revoked, .misconfigured:
            // Its turn comes at the times at which it would have come without the restart.
            let since = max(.zero, now - row.since)
            let passed = policy.probeEvery * (Int(since / policy.probeEvery) + 1)
            phase = .out(row.state, probeAt: row.since + passed, probes: 0)
        }
        return SellerStanding(
            phase: phase, failure: row.failure, refusal: refusal, fingerprint: row.fingerprint,
            turnedAt: row.failure.isMissingSecret ? nil : row.since)
    }
}

extension SellerStanding {
    /// The state that is stored for it.
    var state: AuthorizationState {
        switch phase {
        case .confirming, .accused, .callsRefused: .suspect
        case .out(let state, _, _): state
        }
    }
}
