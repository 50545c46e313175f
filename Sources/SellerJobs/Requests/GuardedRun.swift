import JobModel
import JobStore
import OperationCatalogue
import Worker

/// Says how a run ends whose work throws.
struct GuardedRun: Sendable {
    let job: ClaimedJob
    let context: RunContext

    /// Does the work and says how it ended.
    func outcome(of work: () async throws -> Outcome) async -> Outcome {
        let outcome = await caught(work)
        // That the call cannot be put together any more says nothing of the one that was made.
        if case .fail(let failure) = outcome, job.isInDoubt, context.isInDoubt, !context.wasUnsafe {
            return .quarantine(
                JobFailure(kind: "doubtful", message: "\(JobFailure.inDoubt.message) \(failure.message)"))
        }
        return outcome
    }

    private func caught(_ work: () async throws -> Outcome) async -> Outcome {
        do {
            return try await work()
        } catch is CancellationError {
            return .interrupted
        } catch let error as RunLost {
            // Nothing that this run says will be written.
            return .retry(JobFailure(kind: "lost", message: "\(error)"))
        } catch let error as JobRejection {
            return .fail(JobFailure(kind: "invalidRequest", message: error.description))
        } catch let error as InvalidCall {
            return .fail(JobFailure(kind: "invalidRequest", message: error.description))
        } catch let error as StoreError {
            return .snooze(until: context.now + .seconds(5), JobFailure(kind: "store", message: error.message))
        } catch {
            return .retry(JobFailure(kind: "unexpected", message: "\(error)"))
        }
    }
}
