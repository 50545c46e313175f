import JobModel
import JobStore

/// Short words for what the cases do with schedules.
extension StoreBench {
    func schedule(_ seller: String = "acme", of definition: String = "sync", region: String = "EU") -> ScheduleKey {
        ScheduleKey(definition: definition, seller: seller, region: region)
    }

    func plan(_ key: ScheduleKey, at nextFireAt: Timestamp?, signature: String = "s-1") -> SchedulePlan {
        SchedulePlan(key: key, application: "main", signature: signature, nextFireAt: nextFireAt)
    }

    /// Plans a schedule that is due at once.
    @discardableResult
    func planDue(_ seller: String = "acme", of definition: String = "sync") async throws -> ScheduleKey {
        let key = schedule(seller, of: definition)
        try await store.planSchedules([plan(key, at: now)], complete: nil)
        return key
    }

    func row(_ key: ScheduleKey, file: String = #fileID, line: Int = #line) async throws -> ScheduleRow {
        guard let row = try await store.schedule(key) else {
            throw ConformanceFailure(message: "\(key) has no row", file: file, line: line)
        }
        return row
    }

    /// A job of the schedule for the instant at which it fires.
    func job(of key: ScheduleKey, at instant: Timestamp? = nil, isTemplate: Bool = true) -> NewJob {
        var job = job(key.seller)
        job.scheduledAt = instant ?? now
        job.isTemplate = isTemplate
        return job
    }

    /// The fire of a schedule that is due, which comes again a minute after its time.
    func makeFire(
        _ key: ScheduleKey, expected: Timestamp, jobs: Int = 1, overlap: ScheduleFire.Overlap = .skip
    ) -> ScheduleFire {
        ScheduleFire(
            key: key, expected: expected, next: expected + .seconds(60),
            jobs: Array(repeating: job(of: key, at: expected), count: jobs), overlap: overlap, lastFireAt: expected)
    }

    /// Fires a schedule as its row stands.
    @discardableResult
    func fire(
        _ key: ScheduleKey, jobs: Int = 1, overlap: ScheduleFire.Overlap = .skip, file: String = #fileID,
        line: Int = #line
    ) async throws -> ScheduleFireAnswer {
        guard let expected = try await row(key, file: file, line: line).nextFireAt else {
            throw ConformanceFailure(message: "\(key) never fires", file: file, line: line)
        }
        return try await fire(makeFire(key, expected: expected, jobs: jobs, overlap: overlap), file: file, line: line)
    }

    func fire(
        _ fire: ScheduleFire, file: String = #fileID, line: Int = #line
    ) async throws -> ScheduleFireAnswer {
        let answers = try await store.fire([fire])
        try expectEqual(answers.count, 1, "answers", file: file, line: line)
        return answers[0]
    }

    /// Fires a schedule and takes its one job.
    func fireAndClaim(
        _ key: ScheduleKey, overlap: ScheduleFire.Overlap = .queue, file: String = #fileID, line: Int = #line
    ) async throws -> ClaimedJob {
        let answer = try await fire(key, overlap: overlap, file: file, line: line)
        guard case .fired(let jobs) = answer, jobs.count == 1 else {
            throw ConformanceFailure(message: "\(key) did not fire: \(answer)", file: file, line: line)
        }
        let job = try await claimOne(file: file, line: line)
        try expectEqual(job.id, jobs[0].id, "the claimed job", file: file, line: line)
        return job
    }

    /// Fills a job's templates with a window that ends at the cursor.
    func fill(
        _ job: ClaimedJob, reaching cursor: String?, isBehind: Bool = false, file: String = #fileID, line: Int = #line
    ) async throws {
        let isHeld = try await store.fillTemplate(
            job.fence, parameters: "{\"to\":\"\(cursor ?? "")\"}", body: nil, output: nil, cursor: cursor,
            isBehind: isBehind)
        try expect(isHeld, "the run of job \(job.id) was lost", file: file, line: line)
    }

    /// Fires a schedule and lets its job end.
    @discardableResult
    func runSchedule(
        _ key: ScheduleKey, reaching cursor: String?, isBehind: Bool = false,
        _ outcome: Outcome = .succeeded(JobResult(status: 200))
    ) async throws -> JobID {
        let job = try await fireAndClaim(key)
        try await fill(job, reaching: cursor, isBehind: isBehind)
        try await finish(job, outcome)
        return job.id
    }
}
