import JobStoreTesting
import Ports
import Synchronization

/// A clock that stands still while anybody works, and otherwise jumps to the next instant for which somebody waits.
///
/// However slow the machine is, a request is written, received and answered at one and the same instant, so that what a
/// usage plan allows does not depend on how busy the machine is.
final class SteppedClock: Timekeeper {
    @TaskLocal private static var isAtWork = false

    private struct State {
        var atWork = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let clock = VirtualTimekeeper()
    private let state = Mutex(State())

    func wallMicroseconds() -> Int64 { clock.wallMicroseconds() }

    func monotonic() -> Duration { clock.monotonic() }

    /// Who sleeps does not work.
    func sleep(for duration: Duration) async throws {
        guard Self.isAtWork, duration > .zero else { return try await clock.sleep(for: duration) }
        end()
        defer { begin() }
        try await clock.sleep(for: duration)
    }

    /// Time stands still until `body` has returned, except while it sleeps on this clock.
    func standStill<Value: Sendable>(during body: () async -> Value) async -> Value {
        begin()
        defer { end() }
        return await Self.$isAtWork.withValue(true) { await body() }
    }

    /// Waits until nobody works, and wakes the next sleeper.
    func step() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.atWork > 0 { state.waiting.append(continuation) }
                return state.atWork == 0
            }
            if isIdle { continuation.resume() }
        }
        // Under the lock: nobody begins to work while time goes on.
        state.withLock { state in
            guard state.atWork == 0, let pause = clock.timeToNextSleeper else { return }
            clock.advance(by: max(pause, .microseconds(1)))
        }
    }

    private func begin() {
        state.withLock { $0.atWork += 1 }
    }

    private func end() {
        let waiting = state.withLock { state in
            state.atWork -= 1
            guard state.atWork == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
