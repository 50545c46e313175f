import Ports

/// How much the doctor does at once, and how long it takes over things.
struct DoctorPace: Sendable {
    /// Things at a time.
    var width: Int
    /// The longest wait for one of them.
    var each: Duration
    /// The longest wait for all of them: what has not begun by then is left.
    var all: Duration

    /// The same pace on a clock that runs so many times as fast.
    func scaled(by factor: Double) -> DoctorPace {
        DoctorPace(width: width, each: each * factor, all: all * factor)
    }

    /// What becomes of each item, in their order; `nil` for one that took too long or was left.
    ///
    /// - Parameter progress: Told how many are done.
    func map<Item: Sendable, Value: Sendable>(
        _ items: [Item], _ timekeeper: any Timekeeper, progress: (Int) -> Void = { _ in },
        _ body: @escaping @Sendable (Item) async -> Value
    ) async -> [Value?] {
        let end = timekeeper.monotonic() + all
        let each = each
        return await withTaskGroup(of: (Int, Value?).self) { group in
            var found: [Int: Value] = [:]
            var done = 0
            func take(_ answer: (Int, Value?)) {
                done += 1
                if let value = answer.1 { found[answer.0] = value }
                progress(done)
            }
            for (index, item) in items.enumerated() {
                if index >= width, let answer = await group.next() { take(answer) }
                if timekeeper.monotonic() >= end || Task.isCancelled { break }
                group.addTask { (index, await Self.within(each, timekeeper) { await body(item) }) }
            }
            while let answer = await group.next() { take(answer) }
            return items.indices.map { found[$0] }
        }
    }

    /// What `body` returns, or `nil` when it takes longer. It is cancelled then, and not waited for: it may hang in
    /// something that cannot be cancelled.
    static func within<Value: Sendable>(
        _ limit: Duration, _ timekeeper: any Timekeeper, _ body: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let (answers, answer) = AsyncStream<Value?>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let work = Task { answer.yield(await body()) }
        let alarm = Task {
            try await timekeeper.sleep(for: limit)
            answer.yield(nil)
        }
        defer {
            work.cancel()
            alarm.cancel()
        }
        for await value in answers { return value }
        return nil
    }
}
