import Synchronization

/// Viewers, each with another page that follows what happens.
final class DashboardAudience: Sendable {
    private let visitor: DashboardVisitor
    private let size: Int
    private let state = Mutex<(present: Int, times: [Duration])>((0, []))

    init(visitor: DashboardVisitor, size: Int) {
        self.visitor = visitor
        self.size = size
    }

    /// How long pages took that were brought up to date.
    var times: [Duration] { state.withLock { $0.times } }

    /// Looks while `body` runs, which begins when everybody is there.
    ///
    /// - Throws: `Failure` when somebody sees nothing any more; what `body` throws.
    func looking(_ body: @escaping @Sendable () async throws -> Double) async throws -> Double {
        state.withLock { $0.present = 0 }
        let (arrivals, door) = AsyncStream.makeStream(of: Void.self)
        return try await withThrowingTaskGroup(of: Double?.self) { group in
            for number in 0..<size {
                let page = DashboardFigures.pages[number % DashboardFigures.pages.count]
                group.addTask {
                    try await self.visitor.follow(page.path) {
                        let isComplete = self.state.withLock { state in
                            state.present += 1
                            return state.present == self.size
                        }
                        if isComplete { door.finish() }
                    } note: { time in
                        self.state.withLock { $0.times.append(time) }
                    }
                    return nil
                }
            }
            group.addTask {
                for await _ in arrivals {}
                return try await body()
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
    }
}
