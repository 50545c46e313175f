import OperationCatalogue
import Ports

/// Makes calls wait so that each operation stays inside its usage plan. Knows only of calls that pass through it.
actor CallPacer {
    /// What Amazon's sandbox allows for every operation.
    private static let sandboxPlan = UsagePlan(rate: 5, burst: 15)

    private let timekeeper: any Timekeeper
    private let isSandbox: Bool
    private var paces: [String: CallPace] = [:]

    init(timekeeper: any Timekeeper, isSandbox: Bool) {
        self.timekeeper = timekeeper
        self.isSandbox = isSandbox
    }

    /// Returns when a call of the operation may be made.
    ///
    /// - Throws: `CancellationError`; the turn goes to the next one.
    func wait(for operation: Operation) async throws {
        let now = timekeeper.monotonic()
        var pace = pace(of: operation, now)
        let pause = pace.take(now: now)
        paces[operation.name] = pace
        do {
            try await timekeeper.sleep(for: pause)
        } catch {
            paces[operation.name]?.giveBack()
            throw error
        }
    }

    /// Takes note of what an answer says about the plan.
    func note(_ result: CallResult, of operation: Operation) {
        let now = timekeeper.monotonic()
        var pace = pace(of: operation, now)
        if case .throttled = result.verdict { pace.refused(now: now) }
        // The sandbox states its own limits, which say nothing about those of production.
        if !isSandbox, let rate = result.answer?.rateLimit { pace.learn(rate, now: now) }
        paces[operation.name] = pace
    }

    private func pace(of operation: Operation, _ now: Duration) -> CallPace {
        paces[operation.name]
            ?? CallPace(isSandbox ? Self.sandboxPlan : operation.plan ?? .unpublished, now: now)
    }
}
