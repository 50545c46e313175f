import JobModel
import Synchronization

/// The runs that this process has claimed and not ended yet.
///
/// The server may commit a claim whose answer is lost on the way, and nobody would ever end such a run while its worker
/// lives. What stands in the database in the worker's name and is not known here is given back.
final class KnownRuns: Sendable {
    private struct State {
        var known: Set<RunFence> = []
        /// What claims under way have found so far.
        var claiming: [Int: [RunFence]] = [:]
        var lastClaim = 0
    }

    private let state = Mutex(State())

    /// A claim begins. Returns its number.
    func beginClaim() -> Int {
        state.withLock { state in
            state.lastClaim += 1
            return state.lastClaim
        }
    }

    /// The claim has found these, in place of what it found in an earlier try. To be told before they are committed.
    func found(_ runs: [RunFence], inClaim claim: Int) {
        state.withLock { $0.claiming[claim] = runs }
    }

    /// The claim has ended; what it found is this worker's only when it is known to be committed.
    func endClaim(_ claim: Int, isCommitted: Bool) {
        state.withLock { state in
            guard let runs = state.claiming.removeValue(forKey: claim), isCommitted else { return }
            state.known.formUnion(runs)
        }
    }

    /// The run's end is written, or the run is another's.
    func ended(_ run: RunFence) {
        state.withLock { _ = $0.known.remove(run) }
    }

    /// Whether the run will be ended by this process.
    func contains(_ run: RunFence) -> Bool {
        state.withLock { $0.known.contains(run) || $0.claiming.values.contains { $0.contains(run) } }
    }
}
