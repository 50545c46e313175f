/// Lets a few commands run at once, so that a thousand sellers do not start a thousand programs.
actor CommandGate {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Creates a gate for `limit` at once.
    init(limit: Int) {
        free = limit
    }

    /// Returns when it is one's turn. Every turn must be given back with ``leave()``.
    func enter() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Gives a turn back, to whoever waits longest.
    func leave() {
        guard !waiting.isEmpty else {
            free += 1
            return
        }
        waiting.removeFirst().resume()
    }
}
