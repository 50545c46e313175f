import JobModel
import Worker

/// A kind of job during whose runs time stands still.
struct HeldKind: JobKind {
    let kind: any JobKind
    let clock: SteppedClock

    var name: String { kind.name }

    func admit(_ request: JobRequest, now: Timestamp) throws(JobRejection) -> Admission {
        try kind.admit(request, now: now)
    }

    func timeout(of job: ClaimedJob) -> Duration? { kind.timeout(of: job) }

    func run(_ job: ClaimedJob, in context: RunContext) async -> Outcome {
        await clock.standStill { await kind.run(job, in: context) }
    }
}
