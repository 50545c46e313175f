import JobModel
import JobStore
import Logging
import Ports

/// Runs one claimed job from its claim to its one terminal write.
struct Runner: Sendable {
    let kinds: [String: any JobKind]
    let store: any JobStore
    let timekeeper: any Timekeeper
    let random: any RandomSource
    let policy: RetryPolicy
    let templates: (any TemplateFilling)?
    let metrics: WorkerMetrics
    let logger: Logger

    /// How long a store that refuses a terminal write is tried again; runs that have ended wait in memory meanwhile.
    private static let longestWritePause = Duration.seconds(10)

    /// Tries after which the end is given up when the worker stops or the trouble will not pass.
    private static let patience = 5

    /// Runs the job. Returns when its end is written, or when the job turned out to be lost.
    func run(_ job: ClaimedJob, stop: StopSignal) async {
        await RunTracing.run(job) { await perform(job, stop: stop) }
    }

    private func perform(_ job: ClaimedJob, stop: StopSignal) async -> RunEnd {
        let context = RunContext(job: job, store: store, timekeeper: timekeeper, logger: logger)
        let start = timekeeper.monotonic()
        let outcome = await outcome(of: job, in: context, stop: stop)
        metrics.ran(job.kind, for: timekeeper.monotonic() - start)
        let end = RunEnd(
            outcome, of: job, attempt: context.attempt, now: context.now,
            policy: kinds[job.kind]?.retryPolicy(of: job) ?? policy, unit: random.unit(),
            isDurable: context.wasUnsafe, keepsDoubt: context.keepsDoubt, lastCall: context.lastCall,
            outputs: context.outputs)
        await write(end, of: job, stop: stop, context.logger)
        return end
    }

    private func outcome(of job: ClaimedJob, in context: RunContext, stop: StopSignal) async -> Outcome {
        guard let kind = kinds[job.kind] else {
            let known = kinds.keys.sorted().joined(separator: ", ")
            return .fail(
                JobFailure(kind: "unknownKind", message: "This worker knows no kind '\(job.kind)'. It knows: \(known).")
            )
        }
        if let deadline = job.deadline, deadline <= context.now {
            return job.isInDoubt ? .quarantine(.inDoubt) : .fail(.deadlineExceeded(deadline))
        }
        switch await filled(job, in: context) {
        case .over(let outcome): return outcome
        case .ready(let filled): return await outcome(of: filled, kind, in: context, stop: stop)
        }
    }

    /// A job that can run, or how its run ends without one.
    private enum Preparation {
        case ready(ClaimedJob)
        case over(Outcome)
    }

    /// Fills in a scheduled job's templates at its first run, and keeps what they mean: later runs ask for the same.
    private func filled(_ job: ClaimedJob, in context: RunContext) async -> Preparation {
        guard job.schedule?.isTemplate == true else { return .ready(job) }
        do {
            guard let filled = try templates?.fill(job, now: context.now) else {
                throw JobRejection("This worker cannot fill in the templates of definitions.")
            }
            if filled.isEmpty { return .over(.succeeded(JobResult(bytes: 0))) }
            let isKept = try await store.fillTemplate(
                job.fence, parameters: filled.parameters, options: filled.options, body: filled.body,
                output: filled.output, cursor: filled.cursor, isBehind: filled.isBehind)
            // Nothing that a lost run says will be written.
            guard isKept else { return .over(.interrupted) }
            return .ready(
                job.filled(
                    parameters: filled.parameters, options: filled.options, body: filled.body, output: filled.output))
        } catch let error as JobRejection {
            return .over(.fail(JobFailure(kind: "invalidRequest", message: error.description)))
        } catch let error as StoreError {
            return .over(.snooze(until: context.now + .seconds(5), JobFailure(kind: "store", message: error.message)))
        } catch {
            return .over(.retry(JobFailure(kind: "unexpected", message: "\(error)")))
        }
    }

    private func outcome(
        of job: ClaimedJob, _ kind: any JobKind, in context: RunContext, stop: StopSignal
    ) async -> Outcome {
        let timeout = kind.timeout(of: job)
        let timekeeper = timekeeper
        enum Finish {
            case ran(Outcome)
            case stopped(StopSignal.Reason?)
        }
        return await withTaskGroup(of: Finish.self) { group in
            group.addTask { .ran(await kind.run(job, in: context)) }
            group.addTask { .stopped(await stop.wait()) }
            if let timeout {
                group.addTask {
                    do { try await timekeeper.sleep(for: timeout) } catch { return .stopped(nil) }
                    return .stopped(.timeout)
                }
            }
            var reason: StopSignal.Reason?
            while let finish = await group.next() {
                switch finish {
                case .stopped(let why):
                    if reason == nil { reason = why }
                    group.cancelAll()
                case .ran(let outcome):
                    group.cancelAll()
                    return Self.settle(outcome, stoppedFor: reason, timeout: timeout)
                }
            }
            return .interrupted
        }
    }

    /// A run that was stopped says `interrupted`; what that means depends on who stopped it.
    private static func settle(_ outcome: Outcome, stoppedFor reason: StopSignal.Reason?, timeout: Duration?) -> Outcome
    {
        guard case .interrupted = outcome else { return outcome }
        switch reason {
        case .cancelled: return .cancelled
        case .timeout:
            let seconds = timeout.map { "\($0.seconds) s" } ?? "its limit"
            return .retry(JobFailure(kind: "timeout", message: "The run was stopped after \(seconds)."))
        case .draining, nil: return .interrupted
        }
    }

    /// Writes the end, again and again while the store is in trouble. When the worker stops, or the trouble will not pass, the
    /// job stays as it is: the next start gives it another run.
    private func write(_ end: RunEnd, of job: ClaimedJob, stop: StopSignal, _ logger: Logger) async {
        var failures = 0
        while true {
            do {
                let isKept = try await store.finish(end)
                metrics.ended(job.kind, end, isLost: !isKept)
                if isKept {
                    log(end, logger)
                } else {
                    logger.warning("The job was taken over while it ran; its result is dropped.")
                }
                return
            } catch {
                failures += 1
                logger.error(
                    "The end of a run could not be stored; it is tried again.", metadata: ["reason": "\(error)"])
                let isPassing = (error as? StoreError)?.isTransient ?? false
                if failures >= Self.patience, stop.isRaised || !isPassing { return }
                let pause = RetryPolicy(backoff: .milliseconds(100), maxBackoff: Self.longestWritePause)
                    .bound(afterFailures: failures)
                do { try await timekeeper.sleep(for: pause) } catch {
                    // The worker is being torn down; recovery gives the job another run.
                    return
                }
            }
        }
    }

    private func log(_ end: RunEnd, _ logger: Logger) {
        var metadata: Logger.Metadata = ["outcome": "\(end.word)"]
        if let failure = end.failure {
            metadata["kind"] = "\(failure.kind)"
            metadata["reason"] = "\(failure.message)"
            if let status = failure.status { metadata["status"] = "\(status)" }
            if let id = failure.requestID { metadata["requestId"] = "\(id)" }
        }
        switch end.state {
        case .failed, .quarantined: logger.warning("The job ended.", metadata: metadata)
        case .succeeded, .cancelled: logger.debug("The job ended.", metadata: metadata)
        case .waiting, .running: logger.debug("The run ended; the job goes on later.", metadata: metadata)
        }
    }
}
