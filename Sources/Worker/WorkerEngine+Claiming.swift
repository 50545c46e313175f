import JobModel
import JobStore
import Logging
import Synchronization
import Tracing

/// Asking the store for jobs, and how that goes.
extension WorkerEngine {
    /// By what one can tell that it is well. Costs next to nothing.
    package var vitals: WorkerVitals {
        var vitals = shared.withLock { shared in
            var vitals = shared.vitals
            vitals.isDraining = shared.isDraining
            return vitals
        }
        vitals.obstacle = gate.reason
        return vitals
    }

    /// Asks for at most so many jobs, and posts what came of it.
    func claim(limit: Int, _ heartbeat: Heartbeat) async {
        let look = await gate.look()
        // Other processes see at once why nothing is claimed, and when that is over.
        if look.hasChanged { await heartbeat.renew() }
        guard look.isOpen else {
            metrics.count(.held)
            post.yield(.claimFailed)
            return
        }
        let (began, start) = (now, DefaultTracerClock.now)
        shared.withLock { $0.vitals.claimBegins(at: began) }
        do {
            let claim = try await store.claim(ClaimRequest(worker: id, limit: limit))
            let now = now
            shared.withLock { $0.vitals.claimEnded(failed: false, at: now) }
            RunTracing.claimed(claim, since: start)
            metrics.claimed(claim, now: now)
            post.yield(.claimed(claim))
        } catch {
            let now = now
            shared.withLock { $0.vitals.claimEnded(failed: true, at: now) }
            metrics.count(.failed)
            logger.error("No jobs could be claimed; it is tried again.", metadata: ["reason": "\(error)"])
            if let error = error as? StoreError, error.code == .corrupt || error.code == .readOnly {
                shared.withLock { $0.fatal = error }
                stopNow()
            }
            post.yield(.claimFailed)
        }
    }
}
