package import Logging
package import Ports
package import Secrets
import Synchronization

/// Secrets that were resolved.
///
/// Those of variables and files are kept until they change or somebody asks to look again: a watch notices, and looking costs
/// nothing. All others are kept by the rules of ``SecretCacheState``, which this carries out.
///
/// The tasks that read belong to nobody who waits: when one of them is cancelled they go on for the others. Whoever owns the
/// cache ends them with ``shutdown()``.
package final class CredentialCache: Sendable {
    typealias Outcome = Result<ResolvedSecret, SecretError>

    private struct State {
        var local: [SecretReference: ResolvedSecret] = [:]
        var remote: SecretCacheState
        var waiting: [SecretCacheState.Waiter: CheckedContinuation<Outcome, Never>] = [:]
        var lastWaiter: SecretCacheState.Waiter = 0
        var tasks: [UInt64: Task<Void, Never>] = [:]
        var lastTask: UInt64 = 0
        /// The secrets of which another value or version was read since somebody last asked.
        var changed: Set<SecretReference> = []
        /// Whether nothing that takes time is read any more.
        var isStopping = false
        var isShutDown = false
    }

    /// How many secrets are read together before those who wait for them are told.
    private static let round = 80

    private let resolver: SecretResolver
    private let timekeeper: any Timekeeper
    private let random: any RandomSource
    let logger: Logger
    private let state: Mutex<State>

    /// Caches what `resolver` finds.
    ///
    /// - Parameters:
    ///   - timekeeper: Measures how old secrets are.
    ///   - random: Spreads the times at which they are read again.
    ///   - policy: How long they are kept.
    ///   - logger: Told of new versions, and of sources that do not answer. Never of a value.
    package init(
        resolver: SecretResolver, timekeeper: any Timekeeper, random: any RandomSource,
        policy: SecretCachePolicy = SecretCachePolicy(), logger: Logger
    ) {
        self.resolver = resolver
        self.timekeeper = timekeeper
        self.random = random
        self.logger = logger
        state = Mutex(State(remote: SecretCacheState(policy: policy)))
    }

    // MARK: Asking

    /// The secret behind the reference.
    ///
    /// - Parameters:
    ///   - isForced: Looks at the source even when the secret is held; at most once a minute, unless it is a variable or a
    ///     file.
    ///   - acceptsReadAhead: Does not when it was read ahead within the last minute; see ``prefetch(_:)``.
    /// - Throws: `SecretError`.
    package func secret(
        _ reference: SecretReference, isForced: Bool = false, acceptsReadAhead: Bool = false
    ) async throws(SecretError) -> Secret {
        try await resolved(reference, isForced: isForced, acceptsReadAhead: acceptsReadAhead).secret
    }

    /// The secret behind the reference, with what is known of its origin. See ``secret(_:isForced:acceptsReadAhead:)``.
    package func resolved(
        _ reference: SecretReference, isForced: Bool = false, acceptsReadAhead: Bool = false
    ) async throws(SecretError) -> ResolvedSecret {
        if reference.isRemote { return try await remote(reference, isForced, acceptsReadAhead).get() }
        if !isForced, let resolved = state.withLock({ $0.local[reference] }) { return resolved }
        // Failures are not kept: the next caller looks again.
        let resolved = try await resolver.resolve(reference)
        state.withLock { $0.local[reference] = resolved }
        return resolved
    }

    private func remote(_ reference: SecretReference, _ isForced: Bool, _ acceptsReadAhead: Bool) async -> Outcome {
        let waiter = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let given = run { state, now -> (Outcome?, [SecretCacheState.Action]) in
                    // Cancelled before this point: the handler below found nobody.
                    if Task.isCancelled || state.isShutDown { return (Self.cancelled(reference), []) }
                    let (answer, actions) = state.remote.ask(
                        reference, as: waiter, isForced: isForced, acceptsReadAhead: acceptsReadAhead, now: now)
                    switch answer {
                    case .given(let outcome): return (outcome, state.isStopping ? [] : actions)
                    case .wait where state.isStopping:
                        state.remote.leave(reference, waiter)
                        return (Self.cancelled(reference), [])
                    case .wait:
                        state.waiting[waiter] = continuation
                        return (nil, actions)
                    }
                }.value
                if let given { continuation.resume(returning: given) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                state.remote.leave(reference, waiter)
                return state.waiting.removeValue(forKey: waiter)
            }
            continuation?.resume(returning: Self.cancelled(reference))
        }
    }

    private static func cancelled(_ reference: SecretReference?) -> Outcome {
        .failure(.cancelled(reference?.description))
    }

    // MARK: Reading ahead and forgetting

    /// Reads many secrets again, those of one source with as few questions as it takes. Returns when all have been answered, or
    /// when the task is cancelled. What each of them came to is told to whoever asks for it.
    package func prefetch(_ references: some Sequence<SecretReference>) async {
        let remote = Set(references.filter(\.isRemote))
        guard !remote.isEmpty else { return }
        let tasks = run { state, now in
            ((), state.isStopping ? [] : state.remote.prefetch(remote, now: now))
        }.tasks
        for task in tasks {
            guard await task.valueUnlessCancelled() != nil else { return }
        }
    }

    /// The secrets of which another value or version was read since this was last asked, whoever had them read.
    package func takeChanged() -> Set<SecretReference> {
        state.withLock { state in
            defer { state.changed = [] }
            return state.changed
        }
    }

    /// Forgets what variables and files held: each is looked up again when it is next needed.
    package func forgetLocal() {
        state.withLock { $0.local = [:] }
    }

    /// Forgets everything: each secret is looked up again when it is next needed. Where its source does not answer, the old
    /// one still serves.
    package func forgetAll() {
        forgetLocal()
        let now = timekeeper.monotonic()
        state.withLock { $0.remote.expireAll(now: now) }
    }

    /// Somebody looks by hand: the next forced look at each of these is made, whenever the last one was.
    package func lift(_ references: some Sequence<SecretReference>) {
        let references = Set(references)
        state.withLock { $0.remote.lift(references) }
    }

    /// Gives up the reads under way, and begins no others: what is held serves as long as it may, and nobody waits for more.
    /// Whoever waits is told that the question was cancelled.
    package func stopReading() {
        let (tasks, waiting) = state.withLock { state in
            state.isStopping = true
            defer { state.waiting = [:] }
            return (Array(state.tasks.values), Array(state.waiting.values))
        }
        for continuation in waiting { continuation.resume(returning: Self.cancelled(nil)) }
        for task in tasks { task.cancel() }
    }

    /// Ends everything, and waits until the reads under way have ended.
    package func shutdown() async {
        stopReading()
        let tasks = state.withLock { state in
            state.isShutDown = true
            return Array(state.tasks.values)
        }
        for task in tasks { await task.value }
    }

    // MARK: Carrying out

    /// Tells the rules something, and does what they say. Returns the tasks that this began.
    @discardableResult
    private func run<Value: Sendable>(
        _ event: (inout State, Duration) -> (Value, [SecretCacheState.Action])
    ) -> (value: Value, tasks: [Task<Void, Never>]) {
        let now = timekeeper.monotonic()
        var work = Work()
        let value = state.withLock { state in
            let (value, actions) = event(&state, now)
            work = begin(actions, &state)
            return value
        }
        for action in work.news { log(action) }
        for (continuation, outcome) in work.answers { continuation.resume(returning: outcome) }
        return (value, work.tasks)
    }

    /// What is left to do when the lock is open again, and what goes on beside.
    private struct Work: Sendable {
        var answers: [(CheckedContinuation<Outcome, Never>, Outcome)] = []
        var news: [SecretCacheState.Action] = []
        var tasks: [Task<Void, Never>] = []
    }

    private func begin(_ actions: [SecretCacheState.Action], _ state: inout State) -> Work {
        var work = Work()
        for action in actions {
            switch action {
            case .read(let reference, let anew):
                work.tasks.append(start(&state) { await self.read(reference, anew: anew) })
            case .readTogether(let references):
                work.tasks.append(start(&state) { await self.readTogether(references) })
            case .answer(let waiters, let outcome):
                for waiter in waiters {
                    guard let continuation = state.waiting.removeValue(forKey: waiter) else { continue }
                    work.answers.append((continuation, outcome))
                }
            case .changed(let reference, _, _):
                state.changed.insert(reference)
                work.news.append(action)
            case .stale, .fresh:
                work.news.append(action)
            }
        }
        return work
    }

    private func start(_ state: inout State, _ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        state.lastTask += 1
        let id = state.lastTask
        let task = Task {
            await body()
            self.state.withLock { _ = $0.tasks.removeValue(forKey: id) }
        }
        state.tasks[id] = task
        if state.isStopping { task.cancel() }
        return task
    }

    private func read(_ reference: SecretReference, anew: Bool) async {
        let outcome: Outcome
        do throws(SecretError) {
            outcome = .success(try await resolver.resolve(reference, anew: anew))
        } catch {
            outcome = .failure(error)
        }
        settle([reference: outcome])
    }

    private func readTogether(_ references: [SecretReference]) async {
        var rest = references[...]
        while !rest.isEmpty {
            let round = Array(rest.prefix(Self.round))
            rest = rest.dropFirst(round.count)
            let found = await resolver.prefetch(round)
            settle(found)
            let leftOut = round.filter { found[$0] == nil }
            run { state, _ in ((), state.isStopping ? [] : state.remote.leftOut(leftOut, onlyAwaited: false)) }
            // A source that does not answer is not asked for hundreds more.
            guard found.isEmpty || found.values.contains(where: \.isAnswer) else { break }
        }
        let untouched = Array(rest)
        run { state, _ in ((), state.isStopping ? [] : state.remote.leftOut(untouched, onlyAwaited: true)) }
    }

    private func settle(_ outcomes: [SecretReference: Outcome]) {
        let jitter = random.unit()
        // That a read was given up is no news about its source.
        run { state, now in ((), state.isStopping ? [] : state.remote.settle(outcomes, jitter: jitter, now: now)) }
    }
}

extension Result<ResolvedSecret, SecretError> {
    /// Whether the source has said anything.
    fileprivate var isAnswer: Bool {
        switch self {
        case .success: true
        case .failure(let error): error.isAnswer
        }
    }
}
