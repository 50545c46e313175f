import JobModel
import Ports

/// How many calls a worker makes in a second, as the Amazon that it calls counts them.
struct WorkerPace: Sendable {
    /// How long there may be no call before the figures are given up.
    private static let patience = Duration.seconds(30)

    let mock: BenchMock
    let program: BenchProgram
    let timekeeper: any Timekeeper
    /// How many calls are waited for in one measurement.
    let calls: Int

    /// Waits until each seller has its token and every connection is made.
    ///
    /// - Parameters:
    ///   - tokens: How many sellers there are.
    ///   - calls: After so many calls it is good enough.
    /// - Throws: `Failure`, `CancellationError`.
    func warmUp(tokens: Int, calls: Int) async throws {
        try await wait { $0.tokens >= tokens || $0.calls >= calls }
    }

    /// Calls a second, from now on.
    ///
    /// - Throws: `Failure`, `CancellationError`.
    func measure() async throws -> Double {
        let first = try await mock.counts().calls
        let start = timekeeper.monotonic()
        let last = try await wait { $0.calls >= first + calls }
        return Double(last.calls - first) / max((timekeeper.monotonic() - start).seconds, 1e-9)
    }

    @discardableResult
    private func wait(until isEnough: (MockCounts) -> Bool) async throws -> MockCounts {
        var (seen, since) = (-1, timekeeper.monotonic())
        while true {
            let counts = try await mock.counts()
            if isEnough(counts) { return counts }
            let now = timekeeper.monotonic()
            if counts.calls != seen { (seen, since) = (counts.calls, now) }
            guard now - since < Self.patience else {
                throw program.failure("a worker makes no more calls; give it more --jobs")
            }
            try await timekeeper.sleep(for: .milliseconds(20))
        }
    }
}
