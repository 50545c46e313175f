import JobModel
import JobStore

/// What a queue should hold, kept the plain way: sets of jobs and true token buckets.
struct QueueModel {
    struct Job {
        var lane: LaneKey
        var state = JobState.waiting
        var runAt: Timestamp
        var deadline: Timestamp?
        var uniqueKey: String?
        var attempt = 0
        var maxAttempts: Int
        var crashes = 0
        var isSuspect = false
        var holdsPermit = false
        var cancelRequested = false
        var run: ClaimedJob?
        /// When it came into its present state, as long as that is an end that may be forgotten.
        var endedAt: Timestamp?
    }

    struct Lane {
        var configured: LanePlan
        var hasSharedLimit: Bool
        /// What Amazon counts: calls that were really made.
        var truth: BucketModel
        /// What a careful store counts: also calls that a dead worker may have made.
        var ledger: BucketModel
        var isPaused = false
        /// Until then it may rest for reasons that this model does not follow: pauses after refusals.
        var restsUntil = Timestamp.distantPast
    }

    struct Seller {
        var isRevoked = false
        var isPaused = false
        var blockedUntil: Timestamp?
    }

    struct SharedKey: Hashable {
        var application: String
        var operation: String
    }

    var jobs: [JobID: Job] = [:]
    var lanes: [LaneKey: Lane] = [:]
    var sellers: [AuthorizationKey: Seller] = [:]
    /// Applications that are not ok.
    var applications: [String: ApplicationState] = [:]
    var shared: [SharedKey: BucketModel] = [:]

    func runs(of key: AuthorizationKey?) -> Int {
        jobs.values.count { $0.state == .running && $0.lane.authorization == key }
    }

    var runningIDs: [JobID] { jobs.filter { $0.value.state == .running }.keys.sorted() }

    var counts: [JobState: Int] { jobs.values.reduce(into: [:]) { $0[$1.state, default: 0] += 1 } }

    /// Why the job may not run now, or `nil` when it may as far as people and times are concerned.
    func obstacle(_ job: Job, now: Timestamp) -> String? {
        if job.state != .waiting { return "it is \(job.state.word)" }
        if job.runAt > now { return "its time is \(job.runAt)" }
        if let deadline = job.deadline, deadline <= now { return "its deadline was \(deadline)" }
        switch applications[job.lane.application] ?? .ok {
        case .ok: break
        case .stopped: return "its application is stopped"
        case .suspect: if job.lane.authorization != nil { return "its application waits for Amazon" }
        }
        if lanes[job.lane]?.isPaused ?? false { return "its lane is paused" }
        guard let key = job.lane.authorization, let seller = sellers[key] else { return nil }
        if seller.isRevoked { return "its seller is revoked" }
        if seller.isPaused { return "its seller is paused" }
        if let until = seller.blockedUntil, until > now { return "its seller rests until \(until)" }
        return nil
    }

    /// An open job that keeps the key.
    func holder(of key: String, seller: AuthorizationKey?, except: JobID? = nil) -> JobID? {
        jobs.filter {
            $0.key != except && $0.value.uniqueKey == key && $0.value.lane.authorization == seller
                && $0.value.state.holdsUniqueKey
        }.keys.min()
    }

    /// Fails what waits beyond its deadline.
    mutating func expire(now: Timestamp) {
        for (id, job) in jobs where job.state == .waiting && (job.deadline.map { $0 <= now } ?? false) {
            jobs[id]?.state = .failed
        }
    }

    /// A call of the job is made. Says whose bucket had no token left, or `nil` when all is well.
    mutating func send(_ id: JobID, now: Timestamp) -> String? {
        guard let job = jobs[id] else { return "job \(id) is not known" }
        jobs[id]?.holdsPermit = false
        _ = lanes[job.lane]?.ledger.send(at: now)
        if let isFine = lanes[job.lane]?.truth.send(at: now), !isFine { return "\(job.lane)" }
        guard lanes[job.lane]?.hasSharedLimit ?? false else { return nil }
        let key = SharedKey(application: job.lane.application, operation: job.lane.operation)
        if let isFine = shared[key]?.send(at: now), !isFine { return "the application's \(job.lane.operation)" }
        return nil
    }

    /// The end of a run by the rules that users are told.
    mutating func finish(_ id: JobID, _ outcome: Outcome, runAt: Timestamp?, now: Timestamp) {
        guard var job = jobs[id] else { return }
        var state = JobState.waiting
        switch outcome {
        case .succeeded: state = .succeeded
        case .retry:
            job.attempt += 1
            if job.attempt >= job.maxAttempts { state = .failed }
        case .fail:
            job.attempt += 1
            state = .failed
        case .quarantine:
            job.attempt += 1
            state = .quarantined
        case .cancelled: state = .cancelled
        case .snooze, .throttled, .park, .interrupted: break
        }
        if state == .waiting, job.cancelRequested { state = .cancelled }
        if state == .waiting, let deadline = job.deadline, deadline <= now { state = .failed }
        if outcome != .interrupted { (job.isSuspect, job.crashes) = (false, 0) }
        if case .throttled = outcome { rest(job.lane, sharedToo: true, until: now + .seconds(2000)) }
        job.state = state
        job.runAt = runAt ?? now
        job.run = nil
        job.holdsPermit = false
        job.cancelRequested = false
        jobs[id] = job
    }

    /// Takes note of which jobs have ended by now.
    mutating func stampEnds(now: Timestamp) {
        for (id, job) in jobs {
            let hasEnded = [.succeeded, .failed, .cancelled].contains(job.state)
            if hasEnded != (job.endedAt != nil) { jobs[id]?.endedAt = hasEnded ? now : nil }
        }
    }

    /// Forgets what the rules let go. Returns how many jobs went.
    mutating func prune(_ retention: Retention, now: Timestamp) -> Int {
        let before = jobs.count
        let ages: [JobState: Duration] = [
            .succeeded: retention.succeeded, .failed: retention.failed, .cancelled: retention.cancelled,
        ]
        for (id, job) in jobs {
            if let endedAt = job.endedAt, let age = ages[job.state], endedAt < now - age { jobs[id] = nil }
        }
        for state in [JobState.succeeded, .cancelled, .failed] {
            let ended = jobs.filter { $0.value.state == state }
                .sorted { ($0.value.endedAt ?? now, $0.key) < ($1.value.endedAt ?? now, $1.key) }
            for (id, _) in ended.prefix(max(0, jobs.count - retention.maxJobs)) { jobs[id] = nil }
        }
        return before - jobs.count
    }

    /// Leaves lanes out of what is expected, the whole operation where the application may have been refused.
    mutating func rest(_ lane: LaneKey, sharedToo: Bool, until: Timestamp) {
        for key in lanes.keys
        where key == lane || (sharedToo && key.operation == lane.operation && key.application == lane.application) {
            let before = lanes[key]?.restsUntil ?? until
            lanes[key]?.restsUntil = max(before, until)
        }
    }

    /// A job that a worker with free slots should have been given, though all limits are read with twice the margin.
    func forgottenJob(now: Timestamp, perAuthorization: Int, margin: Duration) -> JobID? {
        jobs.keys.sorted().first { id in
            guard let job = jobs[id], !job.isSuspect, obstacle(job, now: now) == nil, let lane = lanes[job.lane],
                !lane.hasSharedLimit, lane.restsUntil <= now, runs(of: job.lane.authorization) < perAuthorization,
                let before = lane.ledger.tokens(at: now - margin * 2), let tokens = lane.ledger.tokens(at: now)
            else { return false }
            let reserved = jobs.values.count { $0.lane == job.lane && $0.holdsPermit }
            return reserved == 0 ? before >= 1 : tokens - Double(reserved) >= 1.001 + margin.seconds * lane.ledger.rate
        }
    }
}
