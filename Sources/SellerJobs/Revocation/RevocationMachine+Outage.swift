import JobModel

/// Telling an outage from sellers that left.
extension RevocationMachine {
    /// Sellers without anything against them.
    var active: [AuthorizationKey] { fleet.filter { standings[$0] == nil } }

    /// Suspects of which an exchange was refused, in a steady order.
    var accusable: [AuthorizationKey] {
        standings.filter { $0.value.isAboutExchange && fleet.contains($0.key) }.map(\.key).sorted()
    }

    /// Suspects who were refused twice, in a steady order.
    private var accused: [AuthorizationKey] {
        accusable.filter { if case .accused = standings[$0]?.phase { true } else { false } }
    }

    /// Another seller was refused although nothing had been held against it: that may be the beginning of an outage, in
    /// which nobody is believed to have left. The accused is asked once more.
    mutating func hearAgain(_ key: AuthorizationKey, _ now: Timestamp) -> [RevocationAction] {
        guard var suspect = standings[key] else { return [] }
        let at = now + policy.confirmAfter
        suspect.phase = .confirming(at: at)
        suspect.blockedUntil = at + policy.grace
        standings[key] = suspect
        return [
            .seller(
                key, .suspect, suspect.failure, fingerprint: suspect.fingerprint, blockedUntil: suspect.blockedUntil)
        ]
    }

    /// The smallest fleets have too few sellers to bear witness for one another for ever.
    private var isSmall: Bool {
        fleet.count { if case .out = standings[$0]?.phase { false } else { true } } <= 4
    }

    /// Whether more sellers turned suspect together than can have left.
    func isTooMany(_ now: Timestamp) -> Bool {
        guard standing == .ok else { return false }
        let turned = fleet.count { key in (standings[key]?.turnedAt).map { $0 > now - policy.window } ?? false }
        return turned >= policy.sellers && Double(turned) > policy.share * Double(active.count + turned)
    }

    mutating func openOutage(_ now: Timestamp) -> [RevocationAction] {
        let until = now + policy.outagePause(after: 0)
        standing = .outage(ApplicationStanding.Outage(pauses: 0, until: until))
        round = nil
        for key in standings.keys.sorted() {
            guard var seller = standings[key] else { continue }
            seller.askedAt = nil
            switch seller.phase {
            case .accused:
                seller.phase = .confirming(at: until)
            case .confirming, .callsRefused, .out:
                break
            }
            standings[key] = seller
        }
        return [outageAction(until, pauses: 0)]
    }

    private func outageAction(_ until: Timestamp, pauses: Int) -> RevocationAction {
        let suspects = fleet.count { standings[$0]?.isSuspect ?? false }
        let failure = JobFailure(
            kind: "outage",
            message:
                "Amazon refuses \(suspects) of \(fleet.count) sellers at once. That is an outage, or trouble of the "
                + "whole application, rather than sellers who left: nobody is marked as revoked, the jobs wait, and "
                + "Amazon is asked again from time to time.")
        return .application(.suspect, failure, fingerprint: nil, blockedUntil: until, pauses: pauses)
    }

    private mutating func closeOutage(_ now: Timestamp) -> [RevocationAction] {
        standing = .ok
        round = nil
        var actions: [RevocationAction] = []
        // The login may not be quite well yet, and not all of them at once.
        var at = now + policy.confirmAfter
        let spacing = min(.milliseconds(250), .seconds(60) / max(1, accusable.count))
        for key in accusable {
            // Each is asked again by itself, one after the other.
            standings[key]?.phase = .confirming(at: at)
            actions.append(
                .seller(
                    key, .suspect, standings[key]?.failure, fingerprint: standings[key]?.fingerprint,
                    blockedUntil: at + policy.grace))
            at = at + spacing
        }
        for key in standings.keys.sorted() where standings[key]?.turnedAt != nil {
            standings[key]?.turnedAt = nil
            // Those that were believed shortly before are tried anew: they may have been the outage's first victims.
            if case .out(let state, _, let probes) = standings[key]?.phase {
                standings[key]?.phase = .out(state, probeAt: at, probes: probes)
                at = at + spacing
            }
        }
        return actions + [.application(.ok, nil, fingerprint: clientFingerprint, blockedUntil: nil, pauses: 0)]
    }

    /// Begins a round of asking whether the outage is over.
    mutating func recover(
        _ actions: [RevocationAction], _ now: Timestamp
    ) -> (actions: [RevocationAction], questions: [RevocationQuestion]) {
        var asked = Array(witnesses(besides: []).prefix(3))
        asked += accusable.prefix(3 - asked.count)
        // Nobody is left of those that were refused.
        guard !asked.isEmpty else { return (actions + closeOutage(now), []) }
        var round = WitnessRound(notBefore: now)
        for key in asked {
            round.pending[key] = now
            standings[key]?.askedAt = now
        }
        self.round = round
        return (actions, asked.map { RevocationQuestion(seller: $0, purpose: .witness) })
    }

    /// Draws the conclusion once everybody who was asked has been heard.
    mutating func resolveRound(_ now: Timestamp) -> [RevocationAction] {
        guard let round, round.pending.isEmpty, !round.asked.isEmpty else { return [] }
        if case .outage(let outage) = standing { return resolve(outage, round, now) }
        if !round.accepted.isEmpty {
            self.round = nil
            return round.refusedWitnesses.isEmpty ? [] : accused.flatMap { hearAgain($0, now) }
        }
        let isWithoutOthers = round.unsettled.isEmpty && witnesses(besides: round.asked).isEmpty
        if round.refusedWitnesses.count >= 2 || (!round.refusedWitnesses.isEmpty && isWithoutOthers) {
            return openOutage(now)
        }
        // The next one is asked: at once after a refusal, a little later after trouble.
        self.round?.notBefore = round.unsettled.isEmpty ? now : now + policy.askAgain
        return []
    }

    private mutating func resolve(
        _ outage: ApplicationStanding.Outage, _ round: WitnessRound, _ now: Timestamp
    ) -> [RevocationAction] {
        if !round.accepted.isEmpty, round.refusedWitnesses.isEmpty { return closeOutage(now) }
        let isRefused = !round.refusedWitnesses.isEmpty || !round.refusedSuspects.isEmpty
        let wasLongest = policy.outagePause(after: outage.pauses) >= policy.maxPause
        if isRefused, wasLongest, isSmall, round.accepted.isEmpty, round.unsettled.isEmpty {
            // A handful of sellers, all refused time and again for an hour: they have left after all.
            var actions: [RevocationAction] = []
            for key in accusable { actions += convict(key, now) }
            return actions + closeOutage(now)
        }
        // Only refusals make the pauses longer: a network that is down says nothing.
        let pauses = isRefused ? outage.pauses + 1 : outage.pauses
        let until = now + policy.outagePause(after: pauses)
        standing = .outage(ApplicationStanding.Outage(pauses: pauses, until: until))
        self.round = nil
        return [outageAction(until, pauses: pauses)]
    }
}
