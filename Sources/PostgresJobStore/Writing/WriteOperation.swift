import JobStore

/// One queued change. Several are committed together.
struct WriteOperation: Sendable {
    /// The order inside a group: what frees room comes before what uses it.
    enum Phase: Int, Sendable, Comparable {
        case note, completion, enqueue, other, claim

        static func < (left: Phase, right: Phase) -> Bool { left.rawValue < right.rawValue }
    }

    let phase: Phase
    /// What it is about.
    let reach: Reach
    /// Whether its loss in a power cut would break a promise.
    let isDurable: Bool
    /// Whether it may let a worker do more.
    let wakes: Bool
    /// Whether it must have a group of its own: it is so long that others go first.
    var isAlone = false
    /// Whether it can be applied a second time when the first time came to nothing.
    var isRepeatable = true
    /// Applies the change; what it returns is called once the change is committed. May be called several times if it is repeatable.
    let apply: @Sendable (inout QueueTransaction<PostgresTables>) throws -> @Sendable () -> Void
    /// Called instead when the change could not be committed.
    let fail: @Sendable (any Error) -> Void
}
