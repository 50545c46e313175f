import JobModel
import Worker

/// Fills templates as a test says, and counts how often it was asked.
struct ScriptedTemplates: TemplateFilling {
    let asked = Diary<JobID>()
    let body: @Sendable (ClaimedJob) throws(JobRejection) -> FilledTemplate

    init(_ body: @escaping @Sendable (ClaimedJob) throws(JobRejection) -> FilledTemplate) { self.body = body }

    /// Takes the job's cursor one step further.
    static func step(isEmpty: Bool = false, isBehind: Bool = false) -> ScriptedTemplates {
        ScriptedTemplates { job in
            FilledTemplate(
                parameters: "{\"from\":\"\(job.schedule?.cursor ?? "start")\"}", options: "{}", body: "filled",
                output: "filled.json", cursor: "2026-02-01T00:00:00.000Z", isEmpty: isEmpty,
                isBehind: isBehind)
        }
    }

    func fill(_ job: ClaimedJob, now: Timestamp) throws(JobRejection) -> FilledTemplate {
        asked.write(job.id)
        return try body(job)
    }
}
