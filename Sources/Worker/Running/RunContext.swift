public import JobModel
package import JobStore
package import Logging
package import Ports
import Synchronization

/// What a run may do with its job while it works: ask for permits, say that a request was written, leave checkpoints.
public final class RunContext: Sendable {
    private struct State {
        var holdsPermit = true
        var attempt: Int
        var isInDoubt: Bool
        var wasUnsafe = false
        var keepsDoubt = false
        var lastCall: LastCall?
        var outputs: [WrittenOutput] = []
    }

    private let store: any JobStore
    private let timekeeper: any Timekeeper
    private let job: ClaimedJob
    private let state: Mutex<State>
    /// Log lines about this run, with the job's number and run attached.
    package let logger: Logger

    /// The longest wait for a permit that a run sits out; a longer one is a snooze.
    public static let longestPermitWait = Duration.seconds(2)

    package init(job: ClaimedJob, store: any JobStore, timekeeper: any Timekeeper, logger: Logger) {
        self.job = job
        self.store = store
        self.timekeeper = timekeeper
        var logger = logger
        logger[metadataKey: "job.id"] = "\(job.id)"
        logger[metadataKey: "run"] = "\(job.fence.run)"
        self.logger = logger
        state = Mutex(State(attempt: job.attempt, isInDoubt: job.isInDoubt))
    }

    /// The present.
    public var now: Timestamp { Timestamp(microseconds: timekeeper.wallMicroseconds()) }

    /// Asks for leave to make the next call. The first call's permit came with the claim.
    ///
    /// Waits up to `longestPermitWait`.
    ///
    /// - Returns: `nil` when the call may be made, or the instant until which the run should snooze.
    /// - Throws: `RunLost` when the job is no longer this run's, `CancellationError`, and the store's errors.
    public func permit() async throws -> Timestamp? {
        if state.withLock({ $0.holdsPermit }) { return nil }
        let patience = timekeeper.monotonic() + Self.longestPermitWait
        while true {
            switch try await store.permit(job.fence) {
            case .granted:
                state.withLock { $0.holdsPermit = true }
                return nil
            case .lost:
                throw RunLost()
            case .wait(let until):
                let wait = until - now
                guard timekeeper.monotonic() + wait <= patience else { return until }
                try await timekeeper.sleep(for: max(wait, .milliseconds(1)))
            }
        }
    }

    /// Says that the request is being written: the permit is charged now.
    public func sent() {
        let now = now
        state.withLock {
            $0.holdsPermit = false
            $0.lastCall = LastCall(startedAt: now)
        }
        store.note(.sent(job.fence, at: now))
    }

    /// Says what came of the request that was written last: the head of its answer, or nothing when the connection
    /// failed. It is kept with the run, and shown. Nothing here may be a secret.
    ///
    /// - Parameters:
    ///   - status: The HTTP status.
    ///   - requestID: Amazon's id of the request.
    ///   - rateLimit: The calls per second that the rate header told.
    public func answered(status: Int? = nil, requestID: String? = nil, rateLimit: Double? = nil) {
        let now = now
        state.withLock {
            // A request that never came to be written leaves the call before it as it was.
            guard let call = $0.lastCall, call.endedAt == nil else { return }
            $0.lastCall = LastCall(
                startedAt: call.startedAt, endedAt: now, status: status, requestID: requestID, rateLimit: rateLimit)
        }
    }

    /// Says what Amazon's rate header told about the lane's plan.
    public func learned(rate: Double) {
        store.note(.rate(job.fence, perSecond: rate))
    }

    /// Writes down, durably, that a call which must not be repeated blindly is about to be made.
    ///
    /// - Parameter note: What a later run must know to find out about the call; it takes the checkpoint's place.
    /// - Throws: `RunLost` when the job is no longer this run's, and the store's errors. The call must not be made then.
    public func beginDoubt(note: String? = nil) async throws {
        guard try await store.beginDoubt(job.fence, note: note) else { throw RunLost() }
        state.withLock {
            $0.isInDoubt = true
            $0.wasUnsafe = true
            $0.keepsDoubt = false
        }
    }

    /// Says that nobody knows what became of the call whose doubt began in this run: a later run finds out. Without it,
    /// the end of this run answers for the call.
    public func keepDoubt() { state.withLock { $0.keepsDoubt = true } }

    /// Writes down, durably, what has been learned of a call that is still in doubt; it takes the checkpoint's place.
    ///
    /// - Throws: `RunLost` when the job is no longer this run's, and the store's errors.
    package func noteDoubt(_ note: String) async throws {
        guard try await store.beginDoubt(job.fence, note: note) else { throw RunLost() }
    }

    /// Takes note of what this run has written, or is about to bring to its place: the next checkpoint tells the store
    /// of it, or the end of the run.
    package func wrote(_ output: WrittenOutput) { state.withLock { $0.outputs.append(output) } }

    /// Writes down how far the job has come; the next run begins there.
    ///
    /// - Throws: `RunLost` when the job is no longer this run's, and the store's errors.
    package func checkpoint(_ checkpoint: Checkpoint) async throws {
        var checkpoint = checkpoint
        checkpoint.lastCall = lastCall
        let told = outputs
        checkpoint.outputs = told
        guard try await store.checkpoint(job.fence, checkpoint) else { throw RunLost() }
        state.withLock {
            if !checkpoint.keepsDoubt {
                $0.isInDoubt = false
                $0.keepsDoubt = false
            }
            if checkpoint.isStep { $0.attempt = 0 }
            $0.outputs.removeAll { told.contains($0) }
            if checkpoint.lane != nil { $0.holdsPermit = false }
        }
    }

    /// Failed attempts at the present step before this run.
    package var attempt: Int { state.withLock { $0.attempt } }

    /// Whether losing the run's end in a power cut could repeat a call that must not be repeated.
    package var wasUnsafe: Bool { state.withLock { $0.wasUnsafe } }

    /// Whether a call that must not be repeated blindly was begun, in this run or before, and nothing settled it.
    package var isInDoubt: Bool { state.withLock { $0.isInDoubt } }

    /// Whether the run says that it does not know what became of its call.
    package var keepsDoubt: Bool { state.withLock { $0.keepsDoubt } }

    /// The last call that this run made.
    package var lastCall: LastCall? { state.withLock { $0.lastCall } }

    /// What the run has written and the store has not been told yet.
    package var outputs: [WrittenOutput] { state.withLock { $0.outputs } }
}

/// The job belongs to another run now: whatever this one does is of no use to anybody.
public struct RunLost: Error, Sendable {
    /// Creates the error.
    public init() {}
}
