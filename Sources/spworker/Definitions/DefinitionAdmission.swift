import JobModel
import JobStore
import OperationCatalogue
import SellerJobs

/// Makes jobs of definitions, one seller at a time, and checks them as every other way in does.
struct DefinitionAdmission: Sendable {
    /// What is known of a job before it is made.
    struct Occasion: Sendable {
        /// When the job is due.
        var scheduledAt: Timestamp
        /// How far the seller has been synced.
        var cursor: Timestamp?
        /// When the last success was due.
        var lastSuccess: Timestamp?
        /// What `{item}` and `{item:NAME}` stand for, in a job that follows another one.
        var item: @Sendable (String?) -> String? = { _ in nil }
    }

    let admissions: KindAdmissions
    /// What `{env:NAME}` stands for.
    let environment: @Sendable (String) -> String?

    /// The job that a row of a schedule gets for one instant, as it is put into the queue.
    ///
    /// - Throws: `JobRejection` with every problem.
    func job(
        of definition: JobDefinition, for seller: DefinitionSeller, at instant: Timestamp, _ row: ScheduleRow?,
        now: Timestamp, item: @escaping @Sendable (String?) -> String? = { _ in nil }
    ) throws(JobRejection) -> NewJob {
        let zone = definition.clock.zone(of: seller)
        let made = try admission(
            of: definition, for: seller,
            Occasion(
                scheduledAt: instant, cursor: row?.cursor.flatMap { Timestamp(iso8601: $0) },
                lastSuccess: row?.lastSuccessAt, item: item),
            now: now, zone: Self.clock(zone))
        var job = made.sample.job
        job.scheduledAt = instant
        // Whether two jobs of one definition may be open at once is the schedule's to say.
        job.uniqueKey = nil
        job.uniqueFor = nil
        guard made.needsFilling else { return job }
        job.isTemplate = true
        job.parameters = made.request.parameters
        job.options = JobTemplates.Wish(cursor: definition.cursor, zone: zone == .utc ? nil : zone.name)
            .added(to: made.request.options)
        job.body = made.request.body
        job.output = made.request.output
        return job
    }

    private static func clock(_ zone: Zone) -> (@Sendable (Timestamp) -> Duration)? {
        guard zone != .utc else { return nil }
        return { instant in zone.offset(at: instant) }
    }

    /// The job that a seller gets, checked with what its first run is likely to know. Its templates of the run are still
    /// to be filled in when `needsFilling`.
    ///
    /// - Parameter zone: How far the clocks of the definition's zone are ahead of UTC at an instant.
    /// - Throws: `JobRejection` with every problem.
    func admission(
        of definition: JobDefinition, for seller: DefinitionSeller, _ occasion: Occasion, now: Timestamp,
        zone: (@Sendable (Timestamp) -> Duration)? = nil
    ) throws(JobRejection) -> (request: JobRequest, sample: Admission, needsFilling: Bool) {
        let template = DefinitionTemplate(
            seller: seller, scheduledAt: occasion.scheduledAt, zone: zone, environment: environment,
            item: occasion.item)
        let job = definition.job
        let request = JobRequest(
            kind: job.kind, seller: seller.id, region: seller.region.rawValue, operation: job.target,
            parameters: try template.filled(job.parameters).text,
            body: try job.body.map { text throws(JobRejection) in try template.filled(text, style: .dollar) },
            options: try template.filled(.object(job.options)).text, priority: job.priority,
            maxAttempts: job.maxAttempts, deadline: job.deadline.map { now + $0 },
            output: try job.output.map { text throws(JobRejection) in try template.filledOutput(text) })
        let needsFilling =
            definition.cursor != nil
            || DefinitionReader.fields(of: job).contains { $0.name.waitsForRun }
        guard needsFilling else { return (request, try admissions.admit(request, now: now), false) }
        var sample = request
        let filled = try RunTemplate(cursor: definition.cursor, zone: zone).filled(
            parameters: request.parameters, options: request.options, body: request.body, output: request.output,
            RunTemplate.Values(
                now: now, cursor: occasion.cursor, lastSuccess: occasion.lastSuccess, scheduledAt: occasion.scheduledAt)
        )
        sample.parameters = filled.parameters
        sample.options = filled.options
        sample.body = filled.body
        sample.output = filled.output
        return (request, try admissions.admit(sample, now: now), true)
    }
}
