import JobStore

/// One queued change. Several are committed together.
final class WriteOperation: Sendable {
    /// The order inside a group: what frees room comes before what uses it.
    enum Phase: CaseIterable, Sendable {
        case note, completion, enqueue, other, claim
    }

    /// The verb, for records of commits.
    let verb: String
    let phase: Phase
    /// Whether its loss in a power cut would break a promise.
    let isDurable: Bool
    /// Whether it must have a group of its own: it cannot be applied a second time, or is so long that others go first.
    let isAlone: Bool
    /// Applies the change; what it returns is called once the change is committed.
    let apply: @Sendable (inout QueueTransaction<SQLiteTables>) throws -> @Sendable () -> Void
    /// Called instead when the change could not be committed.
    let fail: @Sendable (any Error) -> Void

    init(
        verb: String, phase: Phase, isDurable: Bool, isAlone: Bool = false,
        apply: @escaping @Sendable (inout QueueTransaction<SQLiteTables>) throws -> @Sendable () -> Void,
        fail: @escaping @Sendable (any Error) -> Void
    ) {
        self.verb = verb
        self.phase = phase
        self.isDurable = isDurable
        self.isAlone = isAlone
        self.apply = apply
        self.fail = fail
    }
}

/// What one commit held, for tests and metrics.
package struct CommitRecord: Sendable, Hashable {
    /// The verbs in the order in which they were applied.
    package let verbs: [String]
    /// Whether the commit waited for the disk (`synchronous=FULL`).
    package let isDurable: Bool
}
