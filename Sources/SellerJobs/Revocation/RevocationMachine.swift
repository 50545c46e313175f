import JobModel

/// Tells sellers that left from an Amazon, or an application, that does not work. One for each application.
///
/// Pure: events come in, actions go out, and time is an argument. What it decides is in the store as rows, from which it
/// is made again after a restart.
///
/// - A refused exchange makes a seller suspect. After `confirmAfter` a second one is made, with the secret read anew. If that
///   is refused too, and another seller of the application is accepted right before and right after it (the witness),
///   the refusal is believed. A seller without others beside it is believed by itself, and probed sooner.
/// - More suspects at once than can have left, or two refused witnesses, are an outage: the application waits, nobody is
///   marked, and a few sellers are asked after each pause.
/// - A refused client secret stops the application and says nothing about sellers. One of them is asked every quarter of an
///   hour whether it is still refused.
struct RevocationMachine: Sendable {
    var policy: RevocationPolicy
    /// The sellers that are configured for the application.
    var fleet: Set<AuthorizationKey>

    var standings: [AuthorizationKey: SellerStanding] = [:]
    var standing = ApplicationStanding.ok
    var round: WitnessRound?
    /// The last accepted exchange of each seller, and of any of them.
    var lastAccepted: [AuthorizationKey: Timestamp] = [:]
    var acceptedAt: Timestamp?
    /// The client secret that was last seen to work, or to be refused.
    var clientFingerprint: String?
    /// While it is stopped: the kind of failure that stopped it.
    var stopKind: String?
    /// While it is stopped: when somebody is asked again.
    var stoppedAskAt: Timestamp?
    var denials: [AuthorizationKey: Denials] = [:]
    /// Sellers without anything against them that get no token at present.
    var troubles: [AuthorizationKey: LoginTrouble] = [:]

    /// Creates a machine that knows nothing yet.
    init(policy: RevocationPolicy, fleet: Set<AuthorizationKey> = []) {
        self.policy = policy
        self.fleet = fleet
    }

    /// Whether nothing is held against the seller or the application, so that one more good exchange changes nothing.
    func isUntroubled(_ key: AuthorizationKey, clientFingerprint: String?) -> Bool {
        standings[key] == nil && troubles[key] == nil && standing == .ok && round == nil
            && self.clientFingerprint == clientFingerprint
    }

    /// Takes note of a good exchange of an untroubled seller.
    mutating func noteAccepted(_ key: AuthorizationKey, at now: Timestamp) {
        lastAccepted[key] = now
        acceptedAt = now
    }

    /// What follows from an event, in order.
    mutating func handle(_ event: RevocationEvent, at now: Timestamp) -> [RevocationAction] {
        switch event {
        case .exchangeAccepted(let key, let fingerprint): exchangeAccepted(key, fingerprint, now)
        case .exchangeRefused(let key, let refusal, let failure, let fingerprint):
            exchangeRefused(key, refusal, failure, fingerprint, now)
        case .exchangeUnsettled(let key): exchangeUnsettled(key, now)
        case .loginTroubled(let key, let failure): loginTroubled(key, failure, now)
        case .secretMissing(let key, let failure): secretMissing(key, failure, now)
        case .secretChanged(let key, let fingerprint): release(key, fingerprint)
        case .releasedByHand(let key, let fingerprint): release(key, fingerprint)
        case .freshTokenRefused(let key, let failure): freshTokenRefused(key, failure, now)
        case .callAccepted(let key, let operation): callAccepted(key, operation)
        case .callDenied(let key, let operation): callDenied(key, operation)
        case .clientRefused(let failure, let fingerprint): clientRefused(failure, fingerprint)
        case .clientAccepted(let fingerprint): clientAccepted(fingerprint)
        case .clientSecretChanged(let fingerprint): clientChanged(fingerprint)
        }
    }

    // MARK: Exchanges

    private mutating func exchangeAccepted(
        _ key: AuthorizationKey, _ fingerprint: String?, _ now: Timestamp
    ) -> [RevocationAction] {
        noteAccepted(key, at: now)
        if round?.pending.removeValue(forKey: key) != nil { round?.accepted.insert(key) }
        var actions: [RevocationAction] = []
        switch standings[key]?.phase {
        case nil:
            if troubles.removeValue(forKey: key) != nil { actions += release(key, fingerprint) }
        // A token that is minted does not clear what calls said: only an accepted call does.
        case .callsRefused: standings[key]?.askedAt = nil
        case .confirming, .accused, .out: actions += release(key, fingerprint)
        }
        return actions + resolveRound(now)
    }

    private mutating func exchangeRefused(
        _ key: AuthorizationKey, _ refusal: RevocationEvent.Refusal, _ failure: JobFailure, _ fingerprint: String?,
        _ now: Timestamp
    ) -> [RevocationAction] {
        let before = standings[key]
        if round?.pending.removeValue(forKey: key) != nil {
            if before == nil { round?.refusedWitnesses.insert(key) } else { round?.refusedSuspects.insert(key) }
        }
        let wasAsked = before?.askedAt != nil
        standings[key]?.askedAt = nil
        var actions: [RevocationAction] = []
        switch before?.phase {
        case nil, .callsRefused:
            actions += suspect(key, refusal, failure, fingerprint, now)
        case .confirming:
            // Exchanges that were under way together are refused together: that is one refusal, and confirms nothing.
            guard wasAsked else {
                actions += block(key, whenUnblockedBy: now, now)
                break
            }
            standings[key]?.failure = failure
            standings[key]?.refusal = refusal
            standings[key]?.fingerprint = fingerprint
            if !standing.isOutage { standings[key]?.phase = .accused(at: now) }
        case .accused:
            actions += block(key, whenUnblockedBy: now, now)
        case .out(let state, _, let probes):
            if before?.fingerprint == nil, before?.failure.isMissingSecret == true {
                // The secret was not to be had, and now that it is, it is refused.
                actions += suspect(key, refusal, failure, fingerprint, now)
                break
            }
            let next = now + probePause(after: probes + 1)
            standings[key]?.phase = .out(state, probeAt: next, probes: probes + 1)
            if before?.fingerprint != fingerprint {
                standings[key]?.fingerprint = fingerprint
                actions.append(.seller(key, state, failure, fingerprint: fingerprint, blockedUntil: nil))
            }
        }
        return actions + resolveRound(now)
    }

    private mutating func exchangeUnsettled(_ key: AuthorizationKey, _ now: Timestamp) -> [RevocationAction] {
        if round?.pending.removeValue(forKey: key) != nil { round?.unsettled.insert(key) }
        guard var standing = standings[key], standing.askedAt != nil else { return resolveRound(now) }
        standing.askedAt = nil
        var actions: [RevocationAction] = []
        switch standing.phase {
        case .confirming:
            let at = now + policy.askAgain
            standing.phase = .confirming(at: at)
            actions.append(
                .seller(
                    key, .suspect, standing.failure, fingerprint: standing.fingerprint,
                    blockedUntil: at + policy.grace))
        case .out(let state, _, let probes):
            standing.phase = .out(state, probeAt: now + min(policy.probeEvery, .seconds(3600)), probes: probes)
        case .accused, .callsRefused:
            break
        }
        standings[key] = standing
        return actions + resolveRound(now)
    }

    /// A first refusal.
    private mutating func suspect(
        _ key: AuthorizationKey, _ refusal: RevocationEvent.Refusal, _ failure: JobFailure, _ fingerprint: String?,
        _ now: Timestamp
    ) -> [RevocationAction] {
        var new = SellerStanding(
            phase: .confirming(at: now + policy.confirmAfter), failure: failure, refusal: refusal,
            fingerprint: fingerprint, turnedAt: now, blockedUntil: now + policy.confirmAfter + policy.grace)
        var actions: [RevocationAction]
        if refusal == .foreign, !standing.isOutage {
            // It is Amazon's considered answer about a pair that does not belong together: there is nothing to confirm.
            new.phase = .out(.misconfigured, probeAt: now + probePause(after: 0), probes: 0)
            actions = [.seller(key, .misconfigured, failure, fingerprint: fingerprint, blockedUntil: nil)]
        } else {
            actions = [
                .seller(key, .suspect, failure, fingerprint: fingerprint, blockedUntil: new.blockedUntil)
            ]
        }
        standings[key] = new
        troubles[key] = nil
        if isTooMany(now) { actions += openOutage(now) }
        return actions
    }

    /// A refusal that is believed.
    mutating func convict(_ key: AuthorizationKey, _ now: Timestamp) -> [RevocationAction] {
        guard var standing = standings[key] else { return [] }
        let state: AuthorizationState = standing.refusal == .foreign ? .misconfigured : .revoked
        // That it turned still counts: when too many are believed one by one, none of them should have been.
        standing.phase = .out(state, probeAt: now + probePause(after: 0), probes: 0)
        standing.askedAt = nil
        standings[key] = standing
        return [.seller(key, state, standing.failure, fingerprint: standing.fingerprint, blockedUntil: nil)]
    }

    /// Nothing is held against the seller any more.
    private mutating func release(_ key: AuthorizationKey, _ fingerprint: String?) -> [RevocationAction] {
        denials[key] = nil
        troubles[key] = nil
        if let refused = standings.removeValue(forKey: key) {
            return [
                .seller(key, .active, nil, fingerprint: fingerprint ?? refused.fingerprint, blockedUntil: nil)
            ]
        }
        return [.seller(key, .active, nil, fingerprint: fingerprint, blockedUntil: nil)]
    }

    /// How long a seller that is out waits to be tried anew. Where every seller of the application is out, the first times
    /// come sooner: it may have been an outage after all.
    func probePause(after probes: Int) -> Duration {
        guard !fleet.contains(where: { standings[$0] == nil }) else { return policy.probeEvery }
        var pause = policy.pause
        for _ in 0..<min(probes, 30) where pause < policy.probeEvery { pause = pause * 2 }
        return min(pause, policy.probeEvery)
    }
}
