import JobModel
import JobStore
import JobStoreTesting
import Synchronization
import Worker

/// What all lives of a worker together did to the world, by the name of the effect.
final class EffectBook: Sendable {
    private struct State {
        var effects: [String: Int] = [:]
        var doubtful: Set<JobID> = []
    }

    private let state = Mutex(State())

    /// How often this was done.
    func count(_ effect: String) -> Int { state.withLock { $0.effects[effect] ?? 0 } }

    /// Jobs that a run found in doubt.
    var doubtful: Set<JobID> { state.withLock { $0.doubtful } }

    fileprivate func write(_ effect: String) { state.withLock { $0.effects[effect, default: 0] += 1 } }
    fileprivate func doubt(_ id: JobID) { state.withLock { _ = $0.doubtful.insert(id) } }
}

/// One life of a worker, with kinds of jobs that do things which are written into a book.
struct CrashLife: Sendable {
    /// The steps of a job of kind `steps`.
    static let steps = 3

    let store: SeveredStore
    let book: EffectBook

    var kinds: [any JobKind] { [safe, inSteps, unsafe] }

    /// Does something, if the process still lives.
    private func act(_ effect: String) throws {
        try store.checkAlive()
        book.write(effect)
    }

    /// One call that may be repeated.
    private var safe: ScriptedKind {
        ScriptedKind(name: "safe") { job, context in
            context.sent()
            do { try act("\(job.id)") } catch { return .interrupted }
            return .done
        }
    }

    /// A call for each step, and a checkpoint after it.
    private var inSteps: ScriptedKind {
        ScriptedKind(name: "steps") { job, context in
            do {
                for step in (job.checkpoint.flatMap { Int($0) } ?? 0)..<Self.steps {
                    if let until = try await context.permit() { return .snooze(until: until) }
                    context.sent()
                    try act("\(job.id)/\(step)")
                    try await context.checkpoint(Checkpoint(text: "\(step + 1)", isDurable: false))
                }
                return .done
            } catch {
                return .interrupted
            }
        }
    }

    /// One call that must not be repeated.
    private var unsafe: ScriptedKind {
        ScriptedKind(name: "unsafe") { job, context in
            if job.isInDoubt {
                book.doubt(job.id)
                return .quarantine(.inDoubt)
            }
            do {
                try await context.beginDoubt()
                context.sent()
                try act("\(job.id)")
                return .done
            } catch {
                return .interrupted
            }
        }
    }
}
