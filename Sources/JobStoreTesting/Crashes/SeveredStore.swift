package import JobStore
import Synchronization

/// A store as a process sees it that is killed in the midst of a call: up to a chosen call everything goes through, and
/// from then on nothing does.
///
/// The call at the cut takes effect or does not, as the test wants, and throws `ProcessDied` in both cases: the process
/// never learns. What other calls were under way then may or may not have taken effect, and throw too.
package final class SeveredStore: Sendable {
    /// The verbs of a store; `read` stands for all that change nothing.
    package enum Verb: String, CaseIterable, Sendable {
        case enqueue, newInboxRows, settle, retryInbox, retryRejectedInbox, pruneInbox
        case claim, permit, lanePermit, note, noteExchange, beginDoubt, checkpoint, finish, cancelRequests
        case heartbeat, retire, recover, replan, saveTokens, clearTokens, beginCoolDown, endCoolDown
        case keepSealed, forgetSealed, takeTurn, endTurn
        case ask, answer, expireCommands, claimNotices, settleNotice, adoptNotices
        case changeAuthorization, changeApplication, pauseSeller, pauseApplication, changeLane, tell, cancel, retry
        case keepSellers, forgetOutputs
        case planSchedules, fire, fireByHand, fillTemplate, follow, restChain, setCursor, pauseSchedules
        case prune, prove
        case changeMark, salt, read

        /// What a worker calls for its jobs. How often does not depend on how much time passes, as with the others.
        package static let ofRuns: Set<Verb> = [.claim, .permit, .note, .beginDoubt, .checkpoint, .finish]
    }

    /// Whether the call at which the process dies takes effect.
    package enum Side: String, CaseIterable, Sendable {
        /// The process dies before the store hears of the call.
        case before
        /// The store does what it is asked, and the process dies before it knows.
        case after
    }

    /// Where the process dies.
    package struct Cut: Sendable, CustomStringConvertible {
        private let number: Int
        private let verbs: Set<Verb>
        fileprivate let side: Side

        /// - Parameters:
        ///   - number: Which call, counted from 1.
        ///   - verbs: The verbs that are counted: all unless told otherwise.
        package init(_ side: Side, call number: Int, of verbs: Set<Verb> = Set(Verb.allCases)) {
            self.number = number
            self.verbs = verbs
            self.side = side
        }

        fileprivate func isDue(at verb: Verb, _ counts: [Verb: Int]) -> Bool {
            verbs.contains(verb) && counts.reduce(0) { $0 + (verbs.contains($1.key) ? $1.value : 0) } == number
        }

        package var description: String {
            let names =
                verbs.count == Verb.allCases.count ? "any verb" : verbs.map(\.rawValue).sorted().joined(separator: ", ")
            return "\(side.rawValue) call \(number) of \(names)"
        }
    }

    private struct State {
        var counts: [Verb: Int] = [:]
        /// The verb at which the process died.
        var severedAt: Verb?
    }

    let inner: any JobStore
    private let cut: Cut?
    private let state = Mutex(State())

    /// Creates a store for one life of a process.
    ///
    /// - Parameters:
    ///   - inner: What holds the data, and outlives the process.
    ///   - cut: Where the process dies; `nil` lets it live.
    package init(_ inner: any JobStore, cut: Cut?) {
        self.inner = inner
        self.cut = cut
    }

    /// Whether the process is dead.
    package var isSevered: Bool { severedAt != nil }

    /// The verb in whose midst the process died.
    package var severedAt: Verb? { state.withLock { $0.severedAt } }

    /// How often the verb was called while the process lived.
    package func count(_ verb: Verb) -> Int { state.withLock { $0.counts[verb] ?? 0 } }

    /// For what a process does besides calling its store: a dead one does nothing.
    ///
    /// - Throws: `ProcessDied`.
    package func checkAlive() throws {
        if isSevered { throw ProcessDied() }
    }

    /// Lets a call through, unless the process is dead or dies of it.
    func pass<Value>(_ verb: Verb, _ call: () async throws -> Value) async throws -> Value {
        let isLast = try enter(verb)
        if isLast, cut?.side == .before {
            sever(verb)
            throw ProcessDied()
        }
        let value = try await call()
        if isLast { sever(verb) }
        try checkAlive()
        return value
    }

    /// The same for a call that nobody waits for.
    func pass(_ note: CallNote) {
        // Exchanges belong to sellers, not to runs.
        let verb = note == .exchanged ? Verb.noteExchange : .note
        guard let isLast = try? enter(verb) else { return }
        if !isLast || cut?.side == .after { inner.note(note) }
        if isLast { sever(verb) }
    }

    /// Counts a call. Returns whether it is the one of which the process dies.
    private func enter(_ verb: Verb) throws -> Bool {
        try state.withLock { state in
            guard state.severedAt == nil else { throw ProcessDied() }
            state.counts[verb, default: 0] += 1
            return cut?.isDue(at: verb, state.counts) ?? false
        }
    }

    private func sever(_ verb: Verb) {
        state.withLock { $0.severedAt = $0.severedAt ?? verb }
    }
}

/// Nobody is there any more who could hear this: the process was killed.
package struct ProcessDied: Error {
    /// Creates the error.
    package init() {}
}
