import JobModel
import JobStore
import JobStoreTesting

@testable import SellerJobs

/// Amazon, its sellers and a store's rows as a model, against which a revocation machine is driven in virtual time.
struct RevocationWorld {
    /// How Login with Amazon is.
    enum Login: Sendable, Hashable {
        case well
        /// Server errors, pages of HTML, throttles, silence: nothing that says anything about a seller.
        case trouble
        /// Everybody is refused with `invalid_grant`.
        case refusingAll
    }

    struct Answer {
        let seller: AuthorizationKey
        let at: Timestamp
    }

    let random: SeededRandom
    let sellers: [AuthorizationKey]
    private(set) var now = Timestamp(microseconds: 1_800_000_000_000_000)
    private(set) var machine: RevocationMachine
    private(set) var login = Login.well
    /// When the application's outage began, as the store has it.
    private var outageSince: Timestamp
    private(set) var isSecretValid = true
    private var secretVersion = 0
    /// Since when a seller's grant has been withdrawn.
    private(set) var withdrawnAt: [AuthorizationKey: Timestamp] = [:]
    private var versions: [AuthorizationKey: Int] = [:]
    /// The store's rows, as the actions left them.
    private(set) var rows: [AuthorizationKey: AuthorizationRow] = [:]
    private(set) var application: ApplicationRow
    /// When sellers' tokens run out, so that jobs exchange new ones.
    private var expiries: [AuthorizationKey: Timestamp] = [:]
    private var answers: [Answer] = []
    /// When a seller that had left was first refused, while all has been well since.
    private(set) var refusedAt: [AuthorizationKey: Timestamp] = [:]
    /// What should never have happened, in words.
    private(set) var complaints: [String] = []
    /// When somebody was last asked while the application was stopped.
    private var askedAt: Timestamp?
    private(set) var questions: [RevocationQuestion.Purpose: Int] = [:]
    private(set) var revocations = 0
    /// How often Amazon refused each seller's grant.
    private(set) var refusals: [AuthorizationKey: Int] = [:]
    private(set) var outages = 0

    init(seed: UInt64, sellers count: Int) {
        random = SeededRandom(seed: seed)
        sellers = (0..<count).map { AuthorizationKey(application: "main", seller: "s\($0)", region: "EU") }
        machine = RevocationMachine(policy: RevocationPolicy(), fleet: Set(sellers))
        application = ApplicationRow(id: 1, name: "main", since: .distantPast)
        outageSince = now
        for (index, key) in sellers.enumerated() {
            rows[key] = AuthorizationRow(id: Int64(index), key: key, applicationID: 1, since: now)
            expiries[key] = now + .seconds(random.below(3600))
        }
    }

    // MARK: What happens in the world

    mutating func set(login: Login) {
        self.login = login
        refusedAt = [:]
    }

    mutating func withdraw(_ key: AuthorizationKey) { withdrawnAt[key] = withdrawnAt[key] ?? now }

    /// The seller's access token is good no longer.
    mutating func expire(_ key: AuthorizationKey) { expiries[key] = now }

    /// The seller authorizes anew; the configuration has the new token.
    mutating func renew(_ key: AuthorizationKey) {
        withdrawnAt[key] = nil
        refusedAt[key] = nil
        versions[key, default: 0] += 1
        apply(machine.handle(.secretChanged(key, fingerprint: fingerprint(key)), at: now))
        if rows[key]?.state != .active { complaints.append("\(key) has a new token and is \(state(key))") }
    }

    /// The grant works again, with the same token.
    mutating func restore(_ key: AuthorizationKey) {
        withdrawnAt[key] = nil
        refusedAt[key] = nil
    }

    mutating func breakSecret() {
        isSecretValid = false
        refusedAt = [:]
    }

    mutating func mendSecret() {
        guard !isSecretValid else { return }
        isSecretValid = true
        refusedAt = [:]
        secretVersion += 1
        if application.state == .stopped {
            apply(machine.handle(.clientSecretChanged(fingerprint: "secret\(secretVersion)"), at: now))
        }
    }

    /// The process dies and another one begins: only the rows are left.
    mutating func restart() {
        machine = RevocationMachine(policy: RevocationPolicy(), fleet: Set(sellers))
        answers = []
    }

    // MARK: Time

    /// Lets time pass, with the jobs' exchanges and the machine's questions.
    mutating func pass(_ duration: Duration, step: Duration = .seconds(1)) {
        let end = now + duration
        while now < end {
            now = now + step
            for key in sellers where runsJobs(key) && (expiries[key] ?? now) <= now { exchange(key) }
            let heard = answers.filter { $0.at <= now }
            answers.removeAll { $0.at <= now }
            for answer in heard { exchange(answer.seller) }
            tick()
        }
    }

    private func runsJobs(_ key: AuthorizationKey) -> Bool {
        guard let row = rows[key], application.state == .ok else { return false }
        return !row.state.parksJobs && (row.blockedUntil ?? now) <= now
    }

    private mutating func tick() {
        machine.adopt(application, rows.values.filter { $0.state != .active }, at: now)
        let due = machine.due(at: now)
        apply(due.actions)
        for question in due.questions {
            questions[question.purpose, default: 0] += 1
            if rows[question.seller]?.state == .revoked, question.purpose != .probe {
                complaints.append("\(question.seller) is revoked and is asked for a \(question.purpose)")
            }
            if application.state == .stopped {
                if askedAt.map({ now - $0 < .seconds(900) }) ?? false || due.questions.count > 1 {
                    complaints.append("too many are asked while the application is stopped")
                }
                askedAt = now
            }
            answers.append(Answer(seller: question.seller, at: now + .milliseconds(random.below(3000))))
        }
        for (key, since) in refusedAt {
            // Who is refused while others are, whatever the reason, is heard once more.
            let isDisputed = refusedAt.contains { $0.key != key && $0.value > since }
            guard now - since > (isDisputed ? .seconds(240) : .seconds(120)) else { continue }
            if application.state != .ok {
                refusedAt[key] = nil
            } else if rows[key]?.state != .revoked {
                complaints.append("\(key) left two minutes ago and is \(state(key))")
            } else {
                refusedAt[key] = nil
            }
        }
    }

    /// One exchange in the seller's name.
    private mutating func exchange(_ key: AuthorizationKey) {
        let secret = "secret\(secretVersion)"
        switch login {
        case .trouble:
            apply(machine.handle(.exchangeUnsettled(key), at: now))
            apply(machine.handle(.loginTroubled(key, JobFailure(kind: "login.serverError", message: "no")), at: now))
        case .well where !isSecretValid, .refusingAll where !isSecretValid:
            let failure = JobFailure(kind: "invalidClient", message: "refused")
            apply(machine.handle(.clientRefused(failure, fingerprint: secret), at: now))
            apply(machine.handle(.exchangeUnsettled(key), at: now))
        case .well where withdrawnAt[key] == nil:
            expiries[key] = now + .seconds(3300)
            apply(machine.handle(.clientAccepted(fingerprint: secret), at: now))
            if machine.isUntroubled(key, clientFingerprint: secret) {
                machine.noteAccepted(key, at: now)
            } else {
                apply(machine.handle(.exchangeAccepted(key, fingerprint: fingerprint(key)), at: now))
            }
        case .well, .refusingAll:
            expiries[key] = now
            refusals[key, default: 0] += 1
            let failure = JobFailure(kind: "invalidGrant", message: "refused")
            if login == .well, withdrawnAt[key] != nil, application.state == .ok, rows[key]?.state == .active {
                refusedAt[key] = now
            }
            apply(machine.handle(.exchangeRefused(key, .unusable, failure, fingerprint: fingerprint(key)), at: now))
        }
    }

    // MARK: What the actions do

    private mutating func apply(_ actions: [RevocationAction]) {
        for action in actions {
            switch action {
            case .seller(let key, let state, let failure, let fingerprint, let blockedUntil):
                if state == .revoked, rows[key]?.state != .revoked { judge(key) }
                guard var row = rows[key] else { continue }
                if row.state != state { row.since = now }
                row.state = state
                row.failure = failure
                row.fingerprint = fingerprint ?? row.fingerprint
                row.blockedUntil = blockedUntil
                rows[key] = row
                if state == .active { expiries[key] = min(expiries[key] ?? now, now) }
            case .application(let state, let failure, let fingerprint, let blockedUntil, let pauses):
                if state == .suspect, application.state != .suspect {
                    outages += 1
                    outageSince = now
                }
                application.state = state
                application.failure = failure
                application.fingerprint = fingerprint ?? application.fingerprint
                application.blockedUntil = blockedUntil
                application.pauses = pauses
            case .tell: break
            }
        }
    }

    /// Whether it was right to revoke.
    private mutating func judge(_ key: AuthorizationKey) {
        revocations += 1
        if withdrawnAt[key] != nil { return }
        // A handful of sellers cannot bear witness for one another for ever, and the last one left not at all.
        let others = sellers.filter { $0 != key && rows[$0]?.state != .revoked }
        let isLong = application.state == .suspect && now - outageSince > .seconds(3600)
        let isFew = others.count <= 3
        if login == .refusingAll, others.isEmpty || (isFew && isLong) { return }
        complaints.append("\(key) is revoked although it never left (login: \(login))")
    }

    private func fingerprint(_ key: AuthorizationKey) -> String { "\(key.seller).\(versions[key] ?? 0)" }
    func state(_ key: AuthorizationKey) -> String { rows[key]?.state.word ?? "unknown" }
}
