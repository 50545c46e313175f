import JobModel
import Testing

@testable import JobStore

@Suite("An explanation says why a job stands where it stands")
struct ExplanationTests {
    private let now = Records.now

    private func explain(
        _ record: JobRecord, workers: [WorkerRow] = [Records.worker()], isAlive: Bool = true, events: [EventRow] = []
    ) -> Explanation {
        Explanation(of: record, workers: workers, isWorkerAlive: isAlive, events: events, perSeller: 4, now: now)
    }

    private func codes(_ explanation: Explanation) -> [String] { explanation.reasons.map(\.code) }

    // MARK: Ended

    @Test(
        "An ended job is told with its end, whatever else is the case",
        arguments: [
            (JobState.succeeded, "succeeded"), (.failed, "failed"), (.cancelled, "cancelled"),
            (.quarantined, "quarantined"),
        ])
    func ended(state: JobState, code: String) {
        let record = Records.job(application: Records.application { $0.state = .stopped }) {
            $0.state = state
            $0.finishedAt = now - .seconds(300)
        }
        let explanation = explain(record, workers: [], isAlive: false)
        #expect(codes(explanation) == [code])
        #expect(explanation.reasons[0].sentence.contains("5 m ago"))
        #expect((explanation.reasons[0].cure == nil) == (state == .succeeded))
        #expect(!explanation.isReady)
    }

    @Test("A failed job is told with its attempts, its error and how to reopen it")
    func failed() {
        let record = Records.job {
            $0.state = .failed
            $0.attempt = 8
            $0.failure = JobFailure(kind: "rejected", message: "No such order.")
            $0.finishedAt = now - .seconds(10)
        }
        let reason = explain(record).reasons[0]
        #expect(reason.sentence == "It failed 10 s ago after 8 of 8 attempts: No such order.")
        #expect(reason.cure == "When the cause is gone: spworker jobs retry 42")
    }

    // MARK: Held up

    @Test("A job that waits for a worker that claims nothing is told why, unless another one claims")
    func heldUp() {
        let held = Records.worker { $0.obstacle = "The disk that holds out has 12 MiB free." }
        let explanation = explain(Records.job(), workers: [held])
        #expect(codes(explanation) == ["claimsHeld"] && !explanation.isReady)
        #expect(
            explanation.reasons[0].sentence
                == "The worker claims no jobs for now: The disk that holds out has 12 MiB free.")
        #expect(codes(explain(Records.job(), workers: [held, Records.worker { $0.id = WorkerID("w2") }])) == ["ready"])
        #expect(codes(explain(Records.job(), workers: [held], isAlive: false)) == ["noWorker"])
        let silent = Records.worker {
            $0.obstacle = held.obstacle
            $0.leaseUntil = now - .seconds(1)
        }
        #expect(codes(explain(Records.job(), workers: [silent])) == ["workerSilent"])
    }

    // MARK: Cooling down

    @Test(
        "A job whose call cools down is told until when and why, once, and not when it is over or the call is in doubt")
    func coolingDown() {
        let row = CoolDownRow(
            authorization: Records.key, scope: "reportType:GET_X", until: now + .seconds(120), refusals: 1,
            reason: "Amazon refused the last order for it (429)")
        func explain(_ coolDown: CoolDownRow, _ change: (inout JobRow) -> Void = { _ in }) -> Explanation {
            Explanation(
                of: Records.job(change), workers: [Records.worker()], isWorkerAlive: true, coolDown: coolDown, now: now)
        }
        func snoozed(_ job: inout JobRow) {
            job.waitReason = .snooze
            job.runAt = row.until
        }
        #expect(codes(explain(row, snoozed)) == ["coolingDown"])
        #expect(
            explain(row, snoozed).reasons[0].sentence
                == "The report type GET_X of acme/EU cools down until 2026-03-01T12:02:00.000Z (in 2 m), because "
                + "Amazon refused the last order for it (429).")
        #expect(codes(explain(row)) == ["coolingDown"])
        var passed = row
        passed.until = now
        #expect(codes(explain(passed)) == ["ready"])
        #expect(
            codes(
                explain(row) {
                    snoozed(&$0)
                    $0.isInDoubt = true
                }) == ["snoozed"])
    }

    // MARK: Running

    @Test("A running job is told with its worker")
    func running() {
        let record = Records.job {
            $0.state = .running
            $0.worker = WorkerID("w1")
            $0.run = 2
            $0.startedAt = now - .seconds(20)
        }
        #expect(explain(record).reasons[0].sentence == "It is running on box (process 7), started 20 s ago, run 2.")
    }

    @Test("A running job whose worker is gone is taken up by the next one", arguments: [true, false])
    func orphaned(isRegistered: Bool) {
        let record = Records.job {
            $0.state = .running
            $0.worker = WorkerID("w1")
        }
        let explanation = explain(record, workers: isRegistered ? [Records.worker()] : [], isAlive: !isRegistered)
        #expect(codes(explanation) == ["workerGone"])
    }

    @Test("A running job tells of a silent worker and of its cancellation")
    func silent() {
        let record = Records.job {
            $0.state = .running
            $0.worker = WorkerID("w1")
            $0.cancelRequested = true
        }
        let worker = Records.worker { $0.leaseUntil = now - .seconds(5) }
        #expect(codes(explain(record, workers: [worker])) == ["running", "workerSilent", "cancelling"])
    }

    // MARK: Owners

    @Test("A stopped application comes first, with since when and why")
    func stopped() {
        let application = Records.application {
            $0.state = .stopped
            $0.failure = JobFailure(kind: "invalidClient", message: "Amazon does not know the client secret.")
        }
        let explanation = explain(Records.job(application: application), isAlive: false)
        #expect(codes(explanation) == ["applicationStopped", "noWorker"])
        #expect(explanation.reasons[0].sentence.contains("10 m ago"))
        #expect(explanation.reasons[0].sentence.contains("Amazon does not know the client secret."))
        #expect(explanation.reasons[0].cure?.contains("spworker applications show main") == true)
    }

    @Test("A paused seller is told with who paused it, and the event of another region is not taken for it")
    func pausedSeller() {
        let record = Records.job(authorization: Records.authorization { $0.pauseReason = "stock count" })
        func event(_ region: String, by actor: String) -> EventRow {
            EventRow(
                at: now - .seconds(120), kind: "sellerPaused", application: "main", seller: "acme", region: region,
                actor: actor)
        }
        let explanation = explain(record, events: [event("NA", by: "eve"), event("EU", by: "ann")])
        #expect(codes(explanation) == ["sellerPaused"])
        #expect(explanation.reasons[0].sentence == "The seller acme/EU was paused by ann 2 m ago: stock count")
        #expect(explanation.reasons[0].cure == "spworker sellers resume acme --region EU")
    }

    @Test("Paused applications and lanes are told with the command that resumes them")
    func paused() {
        let record = Records.job(
            lane: Records.lane { $0.pauseReason = "odd" },
            application: Records.application { $0.pauseReason = "moving" })
        #expect(
            explain(record).reasons.map(\.cure) == ["spworker applications resume main", "spworker lanes resume 3"])
    }

    @Test("A parked seller is told with what to do", arguments: [AuthorizationState.revoked, .misconfigured])
    func parked(state: AuthorizationState) {
        let record = Records.job(authorization: Records.authorization { $0.state = state })
        let explanation = explain(record)
        #expect(codes(explanation) == ["parked"])
        #expect(explanation.reasons[0].cure?.contains("spworker sellers show acme") == true)
    }

    @Test("A seller who is not among the sellers any more is told as such, with since when and what to do")
    func left() {
        let row = Records.authorization {
            $0.state = .misconfigured
            $0.failure = JobFailure(kind: "secret.notConfigured", message: "the seller is not in the configuration")
        }
        let unknown = explain(Records.job(authorization: row)).reasons
        #expect(unknown.map(\.code) == ["parked"])
        #expect(unknown[0].sentence.contains("acme/EU is not among the sellers any more, found 10 m ago"))
        #expect(unknown[0].cure?.contains("Correct the refresh token") == false)
        #expect(unknown[0].cure?.contains("spworker jobs cancel --seller acme") == true)
        let event = EventRow(
            at: now - .seconds(120), kind: "sellerRemoved", application: "main", seller: "acme", region: "EU",
            actor: "worker")
        let known = Explanation.reasons(for: row, events: [event], now: now)
        #expect(known[0].sentence.contains("since 2026-03-01T11:58:00.000Z (2 m ago)"))
        let application = Records.application {
            $0.state = .stopped
            $0.failure = row.failure
        }
        let stopped = Explanation.reasons(for: application, now: now)
        #expect(stopped[0].cure?.contains("back into the configuration") == true)
    }

    @Test("A suspect seller matters only while it is blocked", arguments: [(60, ["sellerSuspect"]), (-1, ["ready"])])
    func suspectSeller(seconds: Int, expected: [String]) {
        let record = Records.job(
            authorization: Records.authorization {
                $0.state = .suspect
                $0.blockedUntil = now + .seconds(seconds)
            })
        #expect(codes(explain(record)) == expected)
    }

    @Test("A seller whose exchange was refused is told with the first refusal and the time of the next")
    func suspectExchange() {
        func reasons(_ outage: ApplicationState, kind: String) -> [Explanation.Reason] {
            let authorization = Records.authorization {
                $0.state = .suspect
                $0.since = now - .seconds(20)
                $0.blockedUntil = now + .seconds(160)
                $0.failure = JobFailure(kind: kind, message: "Amazon said invalid_grant.")
            }
            let application = Records.application { $0.state = outage }
            return explain(Records.job(authorization: authorization, application: application)).reasons
        }
        let found = reasons(.ok, kind: "invalidGrant")
        #expect(found.map(\.code) == ["sellerSuspect"] && found[0].cure == nil)
        #expect(
            found[0].sentence
                == "Amazon refused the token exchange of acme/EU at 2026-03-01T11:59:40.000Z (20 s ago). To be sure, it is "
                + "asked once more about 2026-03-01T12:00:40.000Z (in 40 s); until then the jobs wait: Amazon said "
                + "invalid_grant.")
        #expect(reasons(.suspect, kind: "invalidGrant").map(\.code) == ["outage"])
        #expect(
            reasons(.ok, kind: "tokenRefused")[0].sentence
                == "Amazon refused a fresh token of acme/EU; it is tried again in 2 m: Amazon said invalid_grant.")
    }

    @Test("An outage is told to jobs that need a seller's grant, with a cure when it lasts")
    func outage() {
        func application(_ since: Duration) -> ApplicationRow {
            Records.application {
                $0.state = .suspect
                $0.since = now - since
                $0.blockedUntil = now + .seconds(200)
                $0.failure = JobFailure(kind: "outage", message: "Amazon refuses 5 of 9 sellers at once.")
            }
        }
        let reason = explain(Records.job(application: application(.seconds(600)))).reasons[0]
        #expect(reason.code == "outage" && reason.cure == nil)
        #expect(
            reason.sentence
                == "The application main waits since 2026-03-01T11:50:00.000Z (10 m ago): Amazon refuses 5 of 9 sellers "
                + "at once. Amazon is asked again in 3 m; when it works, everything goes on by itself. Jobs that need no "
                + "seller's grant go on now.")
        let late = explain(Records.job(application: application(.seconds(1800)))).reasons[0]
        #expect(late.cure?.contains("spworker applications resume main") == true)
        let grantless = Records.job(
            lane: Records.lane { $0.authorizationID = nil }, authorization: nil, application: application(.seconds(9)))
        #expect(codes(explain(grantless)) == ["ready"])
    }

    // MARK: Workers

    @Test("Without a worker the cure is to start one")
    func noWorker() {
        let explanation = explain(Records.job(), workers: [], isAlive: false)
        #expect(codes(explanation) == ["noWorker"])
        #expect(explanation.reasons[0].cure == "spworker run")
    }

    @Test("A worker that is silent or stopping is told")
    func poorWorkers() {
        #expect(
            codes(explain(Records.job(), workers: [Records.worker { $0.leaseUntil = now - .seconds(1) }])) == [
                "workerSilent"
            ])
        #expect(codes(explain(Records.job(), workers: [Records.worker { $0.isDraining = true }])) == ["workerStopping"])
    }

    // MARK: Time and limits

    @Test(
        "A job that is not due yet says what it waits for",
        arguments: [
            (WaitReason.new, "scheduled"), (.retry, "retrying"), (.snooze, "snoozed"), (.throttled, "throttled"),
            (.interrupted, "scheduled"), (.parked, "scheduled"), (.lost, "scheduled"),
        ])
    func notDue(reason: WaitReason, code: String) {
        let record = Records.job {
            $0.runAt = now + .seconds(20)
            $0.waitReason = reason
        }
        let explanation = explain(record)
        #expect(codes(explanation) == [code])
        #expect(explanation.reasons[0].sentence.contains("in 20 s"))
    }

    @Test("A job between attempts tells the last error")
    func retrying() {
        let record = Records.job {
            $0.runAt = now + .seconds(20)
            $0.waitReason = .retry
            $0.attempt = 2
            $0.failure = JobFailure(kind: "server", message: "Amazon answered 503.")
        }
        #expect(
            explain(record).reasons[0].sentence
                == "Attempt 2 of 8 failed; the next one is due in 20 s. The last error was: Amazon answered 503.")
    }

    @Test("A passed deadline is told")
    func deadline() {
        #expect(codes(explain(Records.job { $0.deadline = now - .seconds(1) })) == ["deadlinePassed"])
    }

    @Test("A lane that Amazon throttled is told with its end, not with its plan as well")
    func blocked() {
        let lane = Records.lane { lane in
            lane.limiter.refuse(now: now, backoff: .seconds(30))
            lane.limiter.refuse(now: now, backoff: .seconds(60))
        }
        let explanation = explain(Records.job(lane: lane))
        #expect(codes(explanation) == ["laneBlocked"])
        #expect(explanation.reasons[0].sentence.contains("429 2 times in a row"))
        #expect(explanation.reasons[0].sentence.hasSuffix("is blocked and opens again in 60 s."))
    }

    @Test("An empty bucket is told with the plan and the next permit")
    func throttled() {
        let lane = Records.lane { lane in
            lane.limiter.reserve()
            lane.limiter.charge(at: now)
        }
        let explanation = explain(Records.job(lane: lane))
        #expect(codes(explanation) == ["throttled"])
        #expect(explanation.reasons[0].sentence.contains("(0.5/s, burst 1) gives its next permit in 2 s"))
    }

    @Test("A limit that all sellers share is told")
    func applicationThrottled() {
        let plan = LanePlan(rate: 1, burst: 1)
        var shared = Limiter(plan: plan)
        shared.reserve()
        shared.charge(at: now)
        let limiter = ApplicationLimiterRow(
            id: 9, applicationID: 1, region: "EU", operation: "orders.getOrder@v0", configured: plan, limiter: shared)
        #expect(codes(explain(Records.job(limiter: limiter))) == ["applicationThrottled"])
    }

    @Test("A seller with all its runs taken is told, with the number")
    func busy() {
        let record = Records.job(
            lane: Records.lane { $0.waitingTurn = 5 }, authorization: Records.authorization { $0.running = 4 })
        let explanation = explain(record)
        #expect(codes(explanation) == ["sellerBusy"])
        #expect(explanation.reasons[0].sentence.hasPrefix("4 jobs of acme/EU run now and at most 4 may"))
    }

    @Test("A job that nothing holds up is ready")
    func ready() {
        let explanation = explain(Records.job())
        #expect(codes(explanation) == ["ready"])
        #expect(explanation.isReady)
    }

    @Test("A job that was there when a worker crashed is told to run alone")
    func suspect() {
        let explanation = explain(
            Records.job {
                $0.isSuspect = true
                $0.crashes = 1
            })
        #expect(codes(explanation) == ["suspect"])
        #expect(explanation.isReady)
    }
}
