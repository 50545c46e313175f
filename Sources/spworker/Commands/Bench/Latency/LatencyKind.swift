import JobModel
import OperationCatalogue
import Ports
import Synchronization
import Worker

/// Jobs that tell how long after their enqueue they start, and do nothing else.
final class LatencyKind: JobKind {
    let name = "latency"

    /// So fast that no job ever waits for it.
    private static let fastest = LanePlan(rate: 1_000_000, burst: 1_000_000)

    private let timekeeper: any Timekeeper
    private let seen = Mutex<[Duration]>([])

    init(timekeeper: any Timekeeper) {
        self.timekeeper = timekeeper
    }

    /// A job that says when it was put in.
    static func job(at instant: Timestamp) -> NewJob {
        let seller = AuthorizationKey(application: "bench", seller: "seller1", region: "EU")
        return NewJob(
            kind: "latency", lane: LaneKey(authorization: seller, operation: "bench.call@1"), plan: fastest,
            authorization: seller, operation: "bench.call@1",
            parameters: JSONValue.object(["at": .integer(instant.microseconds)]).text)
    }

    /// How long jobs took to start, in the order of their starts, since this was last asked.
    func take() -> [Duration] {
        seen.withLock { seen in
            defer { seen = [] }
            return seen
        }
    }

    /// How many jobs have started since ``take()``.
    var count: Int { seen.withLock { $0.count } }

    func admit(_ request: JobRequest, now: Timestamp) throws(JobRejection) -> Admission {
        throw JobRejection("These jobs measure; nobody can ask for them.")
    }

    func run(_ job: ClaimedJob, in context: RunContext) async -> Outcome {
        let now = Timestamp(microseconds: timekeeper.wallMicroseconds())
        guard case .integer(let at)? = try? JSONValue(parsing: job.parameters.utf8)["at"] else {
            return .fail(JobFailure(kind: "invalidRequest", message: "The job does not say when it was put in."))
        }
        seen.withLock { $0.append(max(.zero, now - Timestamp(microseconds: at))) }
        return .succeeded(JobResult(bytes: 0))
    }
}
