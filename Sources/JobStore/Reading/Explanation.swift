package import JobModel

/// Why a job stands where it stands: sentences for people, each with the cure where there is one.
///
/// Made of values alone, so that commands and pages say the same.
package struct Explanation: Sendable, Hashable {
    /// One thing that holds the job up, or that became of it.
    package struct Reason: Sendable, Hashable {
        /// A short, stable word for programs, for example `parked` or `noWorker`.
        package var code: String
        /// What is the case.
        package var sentence: String
        /// What to do about it, or `nil` when it passes by itself or nothing is wrong.
        package var cure: String?

        package init(_ code: String, _ sentence: String, cure: String? = nil) {
            self.code = code
            self.sentence = sentence
            self.cure = cure
        }
    }

    /// Everything that holds, what needs a person first. Never empty.
    package let reasons: [Reason]
    /// Whether the job waits for nothing but its turn.
    package let isReady: Bool

    /// Explains a job.
    ///
    /// - Parameters:
    ///   - record: The job with the rows around it.
    ///   - workers: The workers that have announced themselves.
    ///   - isWorkerAlive: Whether a worker has the store.
    ///   - events: Late events, newest first: they tell who paused something.
    ///   - coolDown: What keeps the job's call from being made beside its lane, if anything is known of it.
    ///   - perSeller: The most runs of one seller and region at once.
    ///   - grace: How long a suspect's pause outlasts the instant of the confirming exchange.
    ///   - now: The present.
    package init(
        of record: JobRecord, workers: [WorkerRow], isWorkerAlive: Bool, events: [EventRow] = [],
        coolDown: CoolDownRow? = nil, perSeller: Int = QueueRules().perAuthorization,
        grace: Duration = .seconds(120), now: Timestamp
    ) {
        switch record.row.state {
        case .running:
            reasons = Self.running(record.row, workers: workers, isWorkerAlive: isWorkerAlive, now: now)
            isReady = false
        case .succeeded, .failed, .cancelled, .quarantined:
            reasons = [Self.end(of: record.row, now: now)]
            isReady = false
        case .waiting:
            var found: [Reason] = []
            let isOutage = record.application.state == .suspect
            // An outage holds up those alone that need a seller's grant.
            found += Self.reasons(for: record.application, events: events, now: now).filter {
                $0.code != "outage" || record.authorization != nil
            }
            if record.lane.pauseReason != nil, let definition = ChainJob.restingFor(record.lane.key.operation) {
                found.append(
                    Reason(
                        "definitionPaused", "The definition \(definition), which it is to run, is paused.",
                        cure: "spworker schedules resume \(definition)"))
            } else if let pause = record.lane.pauseReason {
                found.append(
                    Reason(
                        "lanePaused", "The lane \(record.lane.key) is paused: \(pause)",
                        cure: "spworker lanes resume \(record.lane.id)"))
            }
            if let authorization = record.authorization {
                found += Self.reasons(
                    for: authorization, events: events, isOutage: isOutage, grace: grace, now: now)
            }
            found += Self.worker(workers, isAlive: isWorkerAlive, now: now)
            found += Self.schedule(record.row, coolDown: coolDown, now: now)
            found += Self.limits(record, perSeller: perSeller, now: now)
            isReady = found.isEmpty
            reasons = found.isEmpty ? [Self.turn(record.row)] : found
        }
    }

    // MARK: Waiting

    private static func worker(_ workers: [WorkerRow], isAlive: Bool, now: Timestamp) -> [Reason] {
        guard isAlive else { return [Reason("noWorker", "No worker is running.", cure: "spworker run")] }
        if let last = workers.map(\.leaseUntil).max(), last < now {
            return [
                Reason(
                    "workerSilent", "The worker's heartbeat lapsed \(last.told(now)).",
                    cure: "Look at its log; restart it if it hangs: its jobs are taken up again.")
            ]
        }
        if !workers.isEmpty, workers.allSatisfy(\.isDraining) {
            return [Reason("workerStopping", "The worker is stopping and claims no jobs.", cure: "spworker run")]
        }
        if let obstacle = workers.obstacle(now: now) {
            return [Reason("claimsHeld", "The worker claims no jobs for now: \(obstacle)")]
        }
        return []
    }

    private static func schedule(_ row: JobRow, coolDown: CoolDownRow?, now: Timestamp) -> [Reason] {
        var found: [Reason] = []
        // A call in doubt is looked up first, which is nothing that cools down.
        let cooling = row.isInDoubt ? nil : coolDown.flatMap { $0.until > now ? $0 : nil }
        if let cooling { found.append(Reason("coolingDown", cooling.sentence(now: now))) }
        if let deadline = row.deadline, deadline <= now {
            found.append(
                Reason(
                    "deadlinePassed", "Its deadline passed \(deadline.told(now)): a running worker ends it as failed."))
        }
        guard row.runAt > now else { return found }
        let time = row.runAt.told(now)
        let last = row.failure.map { " The last error was: \($0.message)" } ?? ""
        switch row.waitReason {
        case .retry:
            found.append(
                Reason(
                    "retrying",
                    "Attempt \(row.attempt) of \(row.maxAttempts) failed; the next one is due \(time).\(last)"))
        case .snooze where cooling?.until == row.runAt:
            // That is what it waits for, and it is told already.
            break
        case .snooze:
            let why = row.failure.map { " The last reason to wait was: \($0.message)" } ?? ""
            found.append(Reason("snoozed", "The next step of its work is due \(time).\(why)"))
        case .throttled:
            found.append(Reason("throttled", "Amazon throttled its last call; the next one is due \(time)."))
        case .new, .interrupted, .parked, .lost:
            found.append(Reason("scheduled", "It is scheduled for \(row.runAt.iso8601) (\(time))."))
        }
        return found
    }

    private static func limits(_ record: JobRecord, perSeller: Int, now: Timestamp) -> [Reason] {
        var found: [Reason] = []
        let limiter = record.lane.limiter
        if let until = limiter.blockedUntil, until > now {
            let times = limiter.refusals > 1 ? " \(limiter.refusals) times in a row" : ""
            let cause = limiter.refusals > 0 ? "Amazon answered 429\(times): the" : "The"
            found.append(
                Reason("laneBlocked", "\(cause) lane \(record.lane.key) is blocked and opens again \(until.told(now)).")
            )
        } else if case let free = limiter.availableAt(now: now, margin: .zero), free > now {
            found.append(
                Reason(
                    "throttled",
                    "The usage plan of \(record.lane.key) (\(limiter.plan.told)) gives its next permit \(free.told(now))."
                ))
        }
        if let shared = record.limiter, case let free = shared.limiter.availableAt(now: now, margin: .zero), free > now
        {
            found.append(
                Reason(
                    "applicationThrottled",
                    "The limit that all sellers of \(record.application.name) share for \(shared.operation) "
                        + "(\(shared.limiter.plan.told)) gives its next permit \(free.told(now))."))
        }
        if let authorization = record.authorization,
            record.lane.waitingTurn != nil || authorization.running >= max(1, perSeller)
        {
            let running = authorization.running
            found.append(
                Reason(
                    "sellerBusy",
                    "\(running) job\(running == 1 ? "" : "s") of \(authorization.key.seller)/\(authorization.key.region) "
                        + "run\(running == 1 ? "s" : "") now and at most \(perSeller) may; its lane is on the waiting list.",
                    cure: "If that is too few, raise worker.perSeller."))
        }
        return found
    }

    private static func turn(_ row: JobRow) -> Reason {
        if row.isSuspect {
            return Reason(
                "suspect", "It was running when a worker crashed (\(row.crashes) so far), so it is next to run alone.")
        }
        return Reason("ready", "It is ready: the worker takes it when its lane's turn comes.")
    }

    // MARK: Running and ended

    private static func running(
        _ row: JobRow, workers: [WorkerRow], isWorkerAlive: Bool, now: Timestamp
    ) -> [Reason] {
        let worker = workers.first { $0.id == row.worker }
        let place = worker.map { " on \($0.host) (process \($0.pid))" } ?? ""
        let start = row.startedAt.map { ", started \($0.told(now))" } ?? ""
        if !isWorkerAlive || worker == nil {
            return [
                Reason(
                    "workerGone", "It was running\(place)\(start), but its worker is gone.",
                    cure: "The next worker takes it up again: spworker run")
            ]
        }
        var found = [Reason("running", "It is running\(place)\(start), run \(row.run).")]
        if let lease = worker?.leaseUntil, lease < now {
            found.append(
                Reason(
                    "workerSilent", "Its worker's heartbeat lapsed \(lease.told(now)).",
                    cure: "Look at the worker's log; restart it if it hangs: the job is taken up again."))
        }
        if row.cancelRequested {
            found.append(Reason("cancelling", "Its worker was told to stop it and does so at the next chance."))
        }
        return found
    }

    private static func end(of row: JobRow, now: Timestamp) -> Reason {
        let time = row.finishedAt.map { " \($0.told(now))" } ?? ""
        let reason = row.failure.map { ": \($0.message)" } ?? "."
        switch row.state {
        case .failed:
            let attempts = row.attempt > 0 ? " after \(row.attempt) of \(row.maxAttempts) attempts" : ""
            return Reason(
                "failed", "It failed\(time)\(attempts)\(reason)",
                cure: "When the cause is gone: spworker jobs retry \(row.id)")
        case .cancelled:
            return Reason(
                "cancelled", "It was cancelled\(time).", cure: "To run it after all: spworker jobs retry \(row.id)")
        case .quarantined:
            return Reason(
                "quarantined", "It was put in quarantine\(time)\(reason)",
                cure:
                    "Look whether its effect is there already; then 'spworker jobs retry \(row.id) --yes' to repeat it or "
                    + "'spworker jobs cancel \(row.id)' to let it go.")
        case .succeeded, .waiting, .running:
            return Reason("succeeded", "It succeeded\(time).")
        }
    }
}
