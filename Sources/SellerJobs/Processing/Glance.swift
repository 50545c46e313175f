import Synchronization

/// Keeps the beginning of what passes by.
final class Glance: Sendable {
    private let limit: Int
    private let kept = Mutex<[UInt8]>([])

    /// - Parameter limit: The most bytes to keep.
    init(limit: Int) { self.limit = limit }

    /// What was kept.
    var bytes: [UInt8] { kept.withLock { $0 } }

    /// Looks at more bytes.
    func take(_ chunk: [UInt8]) {
        guard limit > 0 else { return }
        kept.withLock { $0 += chunk.prefix(limit - $0.count) }
    }

    /// Forgets what was kept.
    func restart() { kept.withLock { $0 = [] } }
}
