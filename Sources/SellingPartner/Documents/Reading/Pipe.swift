import Synchronization

/// Connects two tasks that work side by side: one sends, the other takes. What lies between them is bounded.
final class Pipe<Element: Sendable>: Sendable {
    private typealias Waiter = CheckedContinuation<Void, any Error>

    private enum Side { case sender, receiver }

    private struct State {
        /// What was sent. Places from which something was taken are `nil`, and go when there are many of them.
        var waiting: [(element: Element, weight: Int)?] = []
        /// The first place from which nothing was taken yet.
        var first = 0
        /// The weight of all that were not taken yet.
        var weight = 0
        var end: Result<Void, any Error>?
        var waiters: [Side: Waiter] = [:]

        /// Whether a side can go on.
        func isReady(_ side: Side, limit: Int) -> Bool {
            switch side {
            case .sender: weight < limit
            case .receiver: first < waiting.count || end != nil
            }
        }

        mutating func take() -> Element? {
            guard first < waiting.count, let (element, weight) = waiting[first] else { return nil }
            waiting[first] = nil
            first += 1
            self.weight -= weight
            if first * 2 >= waiting.count {
                waiting.removeFirst(first)
                first = 0
            }
            return element
        }
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: Above so much weight the sender waits.
    init(limit: Int) { self.limit = limit }

    /// Hands an element over, and waits while too much lies between the two.
    ///
    /// - Throws: `CancellationError`.
    func send(_ element: Element, weight: Int) async throws {
        let (isFull, receiver) = state.withLock { state in
            state.waiting.append((element, weight))
            state.weight += weight
            return (!state.isReady(.sender, limit: limit), state.waiters.removeValue(forKey: .receiver))
        }
        receiver?.resume()
        if isFull { try await wait(.sender) }
    }

    /// Says that nothing more comes.
    ///
    /// - Parameter error: What the receiver gets after everything that was sent before.
    func finish(throwing error: (any Error)? = nil) {
        let receiver = state.withLock { state in
            state.end = error.map { .failure($0) } ?? .success(())
            return state.waiters.removeValue(forKey: .receiver)
        }
        receiver?.resume()
    }

    /// The next element, or `nil` when nothing more comes.
    ///
    /// - Throws: The sender's error; `CancellationError`.
    func next() async throws -> Element? {
        while true {
            let (element, end, sender) = state.withLock { state in
                let element = state.take()
                let canSend = state.isReady(.sender, limit: limit)
                return (element, state.end, canSend ? state.waiters.removeValue(forKey: .sender) : nil)
            }
            sender?.resume()
            if let element { return element }
            if let end {
                try end.get()
                return nil
            }
            try await wait(.receiver)
        }
    }

    /// Waits until the other side wakes this one, or not at all when it can go on.
    private func wait(_ side: Side) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (waiter: Waiter) in
                // Looked at under the lock: whoever cancels afterwards finds the waiter in its place.
                let answer = state.withLock { state -> Result<Void, any Error>? in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.isReady(side, limit: limit) { return .success(()) }
                    state.waiters[side] = waiter
                    return nil
                }
                if let answer { waiter.resume(with: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: side) }
            waiter?.resume(throwing: CancellationError())
        }
    }
}
