import JobModel
import JobStore
import JobStoreTesting
import SQLiteJobStore
import Testing

@Suite("Commits")
struct DurabilityTests {
    @Test("wait for the disk exactly when they hold something that a power cut must not undo")
    func eachVerb() async throws {
        let folder = try TemporaryFolder()
        let commits = Commits()
        let store = try SQLiteJobStore.open(folder, onCommit: commits.take)
        func check(_ verb: String, _ isDurable: Bool, _ body: () async throws -> Void) async throws {
            let records = try await commits.during(body)
            #expect(records.map(\.verbs) == [[verb]])
            #expect(records.map(\.isDurable) == [isDurable], "\(verb)")
        }
        try await check("enqueue", true) { _ = try await store.enqueue((0..<9).map { _ in Make.job() }) }
        var jobs: [ClaimedJob] = []
        try await check("claim", false) {
            jobs = try await store.claim(ClaimRequest(worker: Make.worker, limit: 6)).jobs
        }
        try await check("heartbeat", false) {
            try await store.heartbeat(
                WorkerRow(
                    id: Make.worker, host: "h", pid: 1, version: "1", startedAt: .distantPast, leaseUntil: .distantPast)
            )
        }
        try await check("permit", false) { _ = try await store.permit(jobs[0].fence) }
        try await check("finish", false) { _ = try await store.finish(Make.end(jobs[0])) }
        try await check("finish", true) { _ = try await store.finish(Make.end(jobs[1], durable: true)) }
        try await check("checkpoint", false) {
            _ = try await store.checkpoint(jobs[2].fence, Checkpoint(text: "a", isDurable: false))
        }
        try await check("checkpoint", true) {
            _ = try await store.checkpoint(jobs[2].fence, Checkpoint(text: "b", isDurable: true))
        }
        try await check("sent", true) { _ = try await store.beginDoubt(jobs[2].fence) }
        try await check("settle", true) { try await store.settle([]) }
        try await check("authorization", true) {
            try await store.change(AuthorizationChange(key: Make.key, state: .suspect))
        }
        try await check("application", true) {
            try await store.change(ApplicationChange(application: "main", state: .suspect))
        }
        try await check("remark", true) {
            try await store.tell(SellerRemark(key: Make.key, kind: "renewalDue", message: "Soon."))
        }
        try await check("remark", true) {
            try await store.tell(ApplicationRemark(application: "main", kind: "clientSecretDue", message: "Soon."))
        }
        try await check("pause", true) { try await store.pause(Make.key, reason: "r", actor: "a") }
        try await check("pause", true) { try await store.pause(application: "main", reason: nil, actor: "a") }
        try await check("cancel", true) { _ = try await store.cancel([jobs[0].id]) }
        try await check("retry", true) { _ = try await store.retry([jobs[0].id], confirmed: false) }
        try await check("recover", true) { _ = try await store.recover(as: Make.worker) }
        try await check("replan", false) { try await store.replan { _ in nil } }
        try await check("prune", false) { _ = try await store.prune(Retention()) }
        try await check("permit", false) {
            _ = try await store.permit(lane: jobs[0].lane, plan: LanePlan(rate: 1, burst: 1), applicationRate: nil)
        }
        var command: Int64 = 0
        try await check("ask", false) { command = try await store.ask("drain") }
        try await check("ask", true) {
            let deed = Deed(.workersDrained, to: .queue, note: "n", actor: "a")
            _ = try await store.ask("drain", argument: "{}", of: nil, telling: deed)
        }
        try await check("answer", false) { _ = try await store.answer(commandID: command, .done()) }
        try await check("expire", false) { _ = try await store.expireCommands() }
        try await check("inbox", true) { _ = try await store.retryInbox([1]) }
        try await check("inbox", true) { _ = try await store.retryRejectedInbox() }
        try await check("prune", false) { _ = try await store.pruneInbox(settledBefore: .distantPast) }
        try await check("prove", true) { try await store.prove() }
        try await check("tokens", false) { try await store.saveTokens([], gone: ["k"], of: WorkerID("w")) }
        try await check("tokens", false) { try await store.clearTokens(of: WorkerID("w")) }
        try await check("coolDown", false) {
            try await store.beginCoolDown(
                CoolDownRow(authorization: Make.key, scope: "s:t", until: .distantPast, refusals: 1, reason: "r"))
        }
        try await check("coolDown", false) { try await store.endCoolDown(of: Make.key, scope: "s:t") }
        try await check("seal", false) { try await store.keep([Make.sealed]) }
        try await check("seal", false) { _ = try await store.forgetSealed(Make.sealed) }
        try await check("seal", false) { _ = try await store.forgetSealed(keys: ["k"]) }
        try await check("seal", false) { _ = try await store.forgetAllSealed() }
        try await check("turn", false) { _ = try await store.takeTurn(key: "k", owner: "o", lasting: .seconds(30)) }
        try await check("turn", false) { try await store.endTurn(key: "k", owner: "o") }
        // A notice that is lost in a power cut was lost with its event, and one whose end is lost is delivered again.
        try await check("notices", false) {
            _ = try await store.claimNotices(for: ["t"], limit: 1, until: .distantPast)
        }
        try await check("notices", false) {
            _ = try await store.settle(noticeID: 1, heldUntil: .distantPast, .delivered)
        }
        try await check("notices", false) { _ = try await store.adoptNotices(for: HookPlan()) }
        try await check("outputs", false) { _ = try await store.forget([]) }
        try await check("retire", false) { try await store.retire(Make.worker) }
    }

    @Test("of schedules wait for the disk for fires and cursors, not for plans")
    func schedules() async throws {
        let folder = try TemporaryFolder()
        let commits = Commits()
        let store = try SQLiteJobStore.open(folder, onCommit: commits.take)
        let key = Make.schedule
        func check(_ verb: String, _ isDurable: Bool, _ body: () async throws -> Void) async throws {
            let records = try await commits.during(body)
            #expect(records.map(\.verbs) == [[verb]])
            #expect(records.map(\.isDurable) == [isDurable], "\(verb)")
        }
        try await check("plan", false) {
            try await store.planSchedules(
                [SchedulePlan(key: key, application: "main", signature: "s", nextFireAt: .distantPast)],
                complete: ["sync"])
        }
        var job = Make.job()
        job.isTemplate = true
        try await check("fire", true) {
            _ = try await store.fire([
                ScheduleFire(
                    key: key, expected: .distantPast, next: nil, jobs: [job, job], overlap: .queue, lastFireAt: nil)
            ])
        }
        try await check("fireByHand", true) {
            _ = try await store.fireByHand(key, job: job, isForced: true, actor: "a")
        }
        let jobs = try await store.claim(ClaimRequest(worker: Make.worker, limit: 9)).jobs
        try #require(jobs.count == 3)
        try await check("fill", true) {
            _ = try await store.fillTemplate(jobs[0].fence, parameters: "{}", body: nil, output: nil, cursor: "c")
        }
        try await check("finish", true) { _ = try await store.finish(Make.end(jobs[0])) }
        try await check("finish", false) { _ = try await store.finish(Make.end(jobs[1], .fail(Make.failure))) }
        try await check("cursor", true) { _ = try await store.setCursor(key, to: "c", actor: "a") }
        try await check("pause", true) {
            _ = try await store.pauseSchedules("sync", seller: nil, region: nil, reason: "r", actor: "a")
        }
        try await check("plan", false) { try await store.planSchedules([], complete: []) }
    }

    @Test("hold many changes at once, each group as durable as its most precious one")
    func groups() async throws {
        let folder = try TemporaryFolder()
        let commits = Commits()
        let store = try SQLiteJobStore.open(folder, onCommit: commits.take)
        _ = try await store.enqueue((0..<400).map { _ in Make.job() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<40 {
                group.addTask {
                    for _ in 0..<5 {
                        if task % 8 == 0 {
                            _ = try await store.enqueue([Make.job()])
                        } else if let job = try await store.claimOne() {
                            store.note(.sent(job.fence, at: job.createdAt))
                            _ = try await store.finish(Make.end(job))
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let durable: Set = ["enqueue"]
        for record in commits.all {
            #expect(record.isDurable == !durable.isDisjoint(with: record.verbs), "\(record)")
            // What frees room comes before what uses it.
            let order = ["note": 0, "finish": 1, "enqueue": 2, "claim": 3]
            let phases = record.verbs.compactMap { order[$0] }
            #expect(phases == phases.sorted(), "\(record.verbs)")
        }
        let operations = commits.all.reduce(0) { $0 + $1.verbs.count }
        #expect(operations == 1 + 25 + 35 * 5 * 3)
        #expect(commits.all.count < operations, "nothing was grouped")
        let counts = try await store.counts()
        #expect(counts == [.succeeded: 175, .waiting: 250])
    }
}
