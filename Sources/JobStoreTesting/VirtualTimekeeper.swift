import Ports
import Synchronization

/// A clock that stands still until a test moves it.
package final class VirtualTimekeeper: Timekeeper {
    private struct Sleeper {
        var id: Int
        var wakeAt: Duration
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var elapsed: Duration = .zero
        var wallOffset: Int64
        var nextID = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>

    /// Creates a clock that shows `wallMicroseconds` (2026-01-01T00:00:00Z unless told otherwise).
    package init(wallMicroseconds: Int64 = 1_767_225_600_000_000) {
        state = Mutex(State(wallOffset: wallMicroseconds))
    }

    package func wallMicroseconds() -> Int64 {
        state.withLock { $0.wallOffset + $0.elapsed.wholeMicroseconds }
    }

    package func monotonic() -> Duration {
        state.withLock { $0.elapsed }
    }

    package func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        guard duration > .zero else { return }
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let (cancelled, reached) = state.withLock { state -> (Bool, [CheckedContinuation<Void, Never>]) in
                    if state.cancelled.remove(id) != nil { return (true, []) }
                    state.sleepers.append(
                        Sleeper(id: id, wakeAt: state.elapsed + duration, continuation: continuation))
                    let count = state.sleepers.count
                    let reached = state.watchers.filter { $0.count <= count }.map(\.continuation)
                    state.watchers.removeAll { $0.count <= count }
                    return (false, reached)
                }
                if cancelled { continuation.resume(throwing: CancellationError()) }
                for watcher in reached { watcher.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.sleepers.remove(at: index)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Moves the clock forward and wakes everyone whose time has come, earliest first.
    package func advance(by duration: Duration) {
        let due = state.withLock { state -> [Sleeper] in
            state.elapsed += duration
            let due = state.sleepers.filter { $0.wakeAt <= state.elapsed }.sorted { $0.wakeAt < $1.wakeAt }
            state.sleepers.removeAll { $0.wakeAt <= state.elapsed }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Moves the wall clock alone, as a correction of the machine's clock does.
    package func stepWall(byMicroseconds step: Int64) {
        state.withLock { $0.wallOffset += step }
    }

    /// Returns when at least `count` tasks sleep on this clock: the probe that replaces waiting by guesswork.
    package func waitForSleepers(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let already = state.withLock { state -> Bool in
                if state.sleepers.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if already { continuation.resume() }
        }
    }

    /// How many tasks sleep now.
    package var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// The time until the earliest sleeper wakes, or `nil` when nobody sleeps.
    package var timeToNextSleeper: Duration? {
        state.withLock { state in state.sleepers.map { $0.wakeAt - state.elapsed }.min() }
    }
}

extension Duration {
    fileprivate var wholeMicroseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
