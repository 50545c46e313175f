import JobModel

/// Which exchanges are to be made, and when.
extension RevocationMachine {
    /// What time alone brings, and which exchanges are to be made now.
    mutating func due(at now: Timestamp) -> (actions: [RevocationAction], questions: [RevocationQuestion]) {
        let (actions, questions) = settle(now)
        return (actions + hold(now), questions)
    }

    /// Keeps the jobs of suspects waiting until they are settled, however long nobody can be asked: each of their jobs would
    /// make an exchange, and no exchange of a job confirms anything. In an outage the whole application waits.
    private mutating func hold(_ now: Timestamp) -> [RevocationAction] {
        guard !standing.isOutage else { return [] }
        return accusable.flatMap { block($0, whenUnblockedBy: now + policy.grace / 2, now) }
    }

    /// Lets a suspect's jobs wait longer, if they would go on by the instant.
    mutating func block(
        _ key: AuthorizationKey, whenUnblockedBy instant: Timestamp, _ now: Timestamp
    ) -> [RevocationAction] {
        guard let suspect = standings[key], let end = suspect.blockedUntil, end <= instant else { return [] }
        let until = now + policy.grace
        standings[key]?.blockedUntil = until
        return [
            .seller(key, .suspect, suspect.failure, fingerprint: suspect.fingerprint, blockedUntil: until)
        ]
    }

    private mutating func settle(_ now: Timestamp) -> (actions: [RevocationAction], questions: [RevocationQuestion]) {
        var actions = forgetUnheard(now)
        guard standing != .stopped else { return (actions, askWhileStopped(now)) }
        stoppedAskAt = nil
        if case .outage(let outage) = standing {
            guard round == nil, now >= outage.until else { return (actions, []) }
            return recover(actions, now)
        }
        var questions: [RevocationQuestion] = []
        var suspects: [AuthorizationKey] = []
        var accused: [AuthorizationKey] = []
        for key in standings.keys.sorted() where fleet.contains(key) {
            guard let seller = standings[key], seller.askedAt == nil else { continue }
            switch seller.phase {
            case .confirming(let at) where at <= now:
                suspects.append(key)
            case .accused(let at):
                guard let acceptedAt, acceptedAt > at else {
                    accused.append(key)
                    continue
                }
                let isClear = round?.refusedWitnesses.isEmpty ?? true
                actions += isClear ? convict(key, now) : hearAgain(key, now)
            case .out(_, let at, _) where at <= now:
                // Probes can wait: a login that hangs must not hold up what is urgent.
                guard questions.count < Self.probesAtOnce else { continue }
                standings[key]?.askedAt = now
                questions.append(RevocationQuestion(seller: key, purpose: .probe))
            case .confirming, .out, .callsRefused:
                continue
            }
        }
        if let acceptedAt, acceptedAt > now - Self.fresh {
            questions += confirm(suspects, now)
            suspects = []
        }
        guard !suspects.isEmpty || !accused.isEmpty else {
            round = nil
            return (actions, questions)
        }
        if let witness = nextWitness(now) {
            questions.append(RevocationQuestion(seller: witness, purpose: .witness))
        } else if round == nil {
            // Nobody else could be asked. Two that are refused while nobody is accepted are not a matter of either.
            if accusable.count >= 2 { return (actions + openOutage(now), []) }
            questions += confirm(suspects, now)
            for key in accused { actions += convict(key, now) }
        }
        return (actions, questions)
    }

    /// How often a stopped application is tried again.
    private static let stoppedPause = Duration.seconds(900)

    /// A login that refuses a client secret may take it later: it was not known everywhere yet, or the trouble was Amazon's. So
    /// one seller is asked now and then. Of a secret that the API calls expired the login knows nothing.
    private mutating func askWhileStopped(_ now: Timestamp) -> [RevocationQuestion] {
        guard stopKind == "invalidClient", let at = stoppedAskAt else {
            stoppedAskAt = now + Self.stoppedPause
            return []
        }
        guard now >= at else { return [] }
        stoppedAskAt = now + Self.stoppedPause
        if let witness = witnesses(besides: []).first ?? accusable.first {
            return [RevocationQuestion(seller: witness, purpose: .witness)]
        }
        return fleet.min().map { [RevocationQuestion(seller: $0, purpose: .probe)] } ?? []
    }

    /// How long another seller's good exchange says that Amazon works.
    private static let fresh = Duration.seconds(30)
    /// How many sellers that are out are tried anew at a time.
    private static let probesAtOnce = 4

    private mutating func confirm(_ suspects: [AuthorizationKey], _ now: Timestamp) -> [RevocationQuestion] {
        for key in suspects { standings[key]?.askedAt = now }
        return suspects.map { RevocationQuestion(seller: $0, purpose: .confirmation) }
    }

    /// Asks the next witness, if it is time for one. Where there is none at all, there is no round either.
    private mutating func nextWitness(_ now: Timestamp) -> AuthorizationKey? {
        var asking = round ?? WitnessRound(notBefore: now)
        defer { round = asking.asked.isEmpty ? nil : asking }
        guard asking.pending.isEmpty, asking.notBefore <= now else { return nil }
        if witnesses(besides: asking.asked).isEmpty { asking.unsettled = [] }
        guard let witness = witnesses(besides: asking.asked).first else { return nil }
        asking.pending[witness] = now
        return witness
    }

    /// Sellers that could bear witness, first those of which it is best known that they work.
    func witnesses(besides asked: Set<AuthorizationKey>) -> [AuthorizationKey] {
        active.filter { !asked.contains($0) }
            .sorted { (lastAccepted[$0] ?? .distantPast, $1) > (lastAccepted[$1] ?? .distantPast, $0) }
    }

    /// Whoever was asked to make an exchange has not been heard of: it is asked again.
    private mutating func forgetUnheard(_ now: Timestamp) -> [RevocationAction] {
        let patience = Duration.seconds(300)
        var late = Set(standings.filter { ($0.value.askedAt).map { $0 + patience < now } ?? false }.map(\.key))
        if let round { late.formUnion(round.pending.filter { $0.value + patience < now }.map(\.key)) }
        return late.sorted().flatMap { handle(.exchangeUnsettled($0), at: now) }
    }
}
