import JobModel
import JobStore
import OperationCatalogue
import Ports

/// Permits of calls that are made beside the queue.
extension AuthorizationKeeper {
    /// Takes a permit of the seller's lane for one call, which is charged at once. When it cannot be had until `limit`,
    /// returns until when it would take.
    ///
    /// - Throws: `StoreError`, `CancellationError`.
    func permit(_ key: AuthorizationKey, _ operation: Operation, by limit: Timestamp) async throws -> Timestamp? {
        let plans = directory.current.applications[key.application]?.plans ?? PlanOverrides()
        while true {
            let answer = try await store.permit(
                lane: LaneKey(authorization: key, operation: operation.name), plan: plans.plan(of: operation),
                applicationRate: plans.applicationRate(of: operation))
            guard case .wait(let until) = answer else { return nil }
            if until > limit { return until }
            // The instant may move while permits of running jobs are unused.
            let now = Timestamp(microseconds: timekeeper.wallMicroseconds())
            try await timekeeper.sleep(for: max(until - now, .milliseconds(10)))
        }
    }
}

/// The usage plan has no room for a call that a run needs before its own: the run goes on later.
struct PermitDelay: Error, Sendable {
    /// When there is room, as far as can be told now.
    let until: Timestamp
}
