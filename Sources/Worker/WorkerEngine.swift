package import JobModel
package import JobStore
package import Logging
package import Metrics
package import Ports
import ServiceLifecycle
import Synchronization

/// The engine: claims jobs, runs them, and stops in good order. It knows nothing of what the jobs do.
package final class WorkerEngine: Service {
    enum Event: Sendable {
        case wake
        case claimed(Claim)
        case claimFailed
        case rested
        case runEnded(JobID)
        case looked(Bool)
        case drain
        case graceEnded
    }

    /// What the loops share. `nextDue` is written by the event loop and read by the watch.
    struct Shared {
        var nextDue: Timestamp?
        var runs: [JobID: StopSignal] = [:]
        var isDraining = false
        /// Trouble with the store that will not pass.
        var fatal: StoreError?
        var vitals = WorkerVitals()
    }

    /// This worker's name.
    package let id: WorkerID
    let store: any JobStore
    private let kinds: [String: any JobKind]
    let admit: @Sendable (InboxRow, Timestamp) -> InboxAnswer
    let commands: [String: CommandHandler]
    let options: WorkerOptions
    let timekeeper: any Timekeeper
    private let random: any RandomSource
    let logger: Logger
    let metrics: WorkerMetrics
    private let events: AsyncStream<Event>
    let post: AsyncStream<Event>.Continuation
    let shared = Mutex(Shared())
    private let onDrain: @Sendable () -> Void
    private let hasWork: @Sendable (Timestamp) async throws -> Bool
    private let templates: (any TemplateFilling)?
    let gate: ClaimGate
    private let upkeep: Upkeep

    /// Creates a worker.
    ///
    /// - Parameters:
    ///   - kinds: The kinds of jobs it can run.
    ///   - admit: Turns an inbox row into a job or a reason why not.
    ///   - commands: What other processes may ask for beside `drain`, which is the engine's own.
    ///   - options: How it works.
    ///   - templates: Fills in the templates of scheduled jobs.
    ///   - obstacle: Says in words what is in the way of claiming now, or `nil`. Asked before each claim, so it must be quick.
    ///   - alsoPrune: Tidies what lies outside the store; called after each prune of the store.
    ///   - onDrain: Called once when the worker begins to stop, while its runs go on. Must be quick.
    ///   - metrics: Makes the handles of what the worker counts.
    package init(
        store: any JobStore, kinds: [any JobKind], admit: @escaping @Sendable (InboxRow, Timestamp) -> InboxAnswer,
        commands: [String: CommandHandler] = [:], options: WorkerOptions, timekeeper: any Timekeeper,
        random: any RandomSource, logger: Logger, templates: (any TemplateFilling)? = nil,
        obstacle: @escaping @Sendable () async -> String? = { nil },
        alsoPrune: @escaping @Sendable () async -> Void = {}, onDrain: @escaping @Sendable () -> Void = {},
        metrics: any MetricsFactory = MetricsSystem.factory
    ) {
        id = WorkerID(random.identifier())
        self.store = store
        self.kinds = Dictionary(kinds.map { ($0.name, $0) }) { first, _ in first }
        self.admit = admit
        self.commands = commands
        self.options = options
        self.timekeeper = timekeeper
        self.random = random
        self.logger = logger
        self.templates = templates
        self.onDrain = onDrain
        self.metrics = WorkerMetrics(kinds: self.kinds.keys, factory: metrics)
        hasWork = { startedAt in
            // Rows that wait for their answer may become jobs. In this order: what leaves the inbox is then among the jobs.
            if try await store.inboxCount(status: "new") > 0 { return true }
            return try await store.hasDrainableJobs(startedAt: startedAt)
        }
        gate = ClaimGate(obstacle: obstacle, logger: logger)
        upkeep = Upkeep(
            store: store, retention: options.retention, interval: options.pruneEvery, alsoPrune: alsoPrune,
            timekeeper: timekeeper, logger: logger)
        (events, post) = AsyncStream.makeStream()
    }

    var now: Timestamp { Timestamp(microseconds: timekeeper.wallMicroseconds()) }

    /// Whether it stops: it claims no new jobs.
    package var isDraining: Bool { shared.withLock { $0.isDraining } }

    /// Lets the worker look for jobs at once, as after an enqueue in the same process.
    package func wake() { post.yield(.wake) }

    /// Asks the worker to stop when its runs have ended, or when the time for that is over.
    package func drain() { post.yield(.drain) }

    /// Stops all runs at once; they spend no attempt.
    package func stopNow() {
        post.yield(.drain)
        post.yield(.graceEnded)
    }

    /// Works until it is asked to stop, or until nothing is left when the options say so.
    ///
    /// - Throws: `StoreError` when the store cannot be used.
    package func run() async throws {
        let startedAt = now
        let recovery = try await store.recover(as: id)
        let heartbeat = Heartbeat(
            id: id, startedAt: startedAt, options: options, store: store, timekeeper: timekeeper, logger: logger,
            isDraining: { self.isDraining }, obstacle: { self.gate.reason },
            onBeat: { now in self.shared.withLock { $0.vitals.beat(at: now, lease: self.options.lease) } })
        try await heartbeat.announce()
        logger.info(
            "The worker starts.",
            metadata: [
                "worker": "\(id)", "concurrency": "\(options.concurrency)", "requeued": "\(recovery.requeued)",
                "quarantined": "\(recovery.quarantined)",
            ])
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.watch() }
                group.addTask { try await heartbeat.run() }
                group.addTask { try await self.upkeep.run() }
                group.addTask { await self.dispatch(heartbeat) }
                // The dispatcher is the only one that returns; the others go on until they are cancelled.
                try await group.next()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.drain()
        }
        if let fatal = shared.withLock({ $0.fatal }) { throw fatal }
        do {
            try await store.retire(id)
        } catch {
            // All runs have ended in good order; the next worker removes the row.
            logger.warning("The worker's row could not be removed.", metadata: ["reason": "\(error)"])
        }
        logger.info("The worker has stopped.", metadata: ["worker": "\(id)"])
    }

    // MARK: Claiming and running

    private func dispatch(_ heartbeat: Heartbeat) async {
        let runner = Runner(
            kinds: kinds, store: store, timekeeper: timekeeper, random: random, policy: options.retryPolicy,
            templates: templates, metrics: metrics, logger: logger)
        var dispatch = Dispatch(capacity: options.concurrency, stopsWhenDrained: options.stopsWhenDrained)
        await withDiscardingTaskGroup { group in
            var actions = dispatch.wake()
            var iterator = events.makeAsyncIterator()
            while true {
                for action in actions {
                    if case .leave = action {
                        group.cancelAll()
                        return
                    }
                    perform(action, runner, heartbeat, in: &group)
                }
                let due = dispatch.nextDue
                shared.withLock { $0.nextDue = due }
                guard let event = await iterator.next() else { return }
                actions =
                    switch event {
                    case .wake: dispatch.wake()
                    case .claimed(let claim): dispatch.claimed(claim)
                    case .claimFailed: dispatch.claimFailed()
                    case .rested: dispatch.rested()
                    case .runEnded: dispatch.runEnded()
                    case .looked(let found): dispatch.looked(foundWork: found)
                    case .drain: dispatch.drain()
                    case .graceEnded: dispatch.graceEnded()
                    }
                if case .drain = event, beginDraining(running: dispatch.running) {
                    // Whoever asked for it sees at once that it began.
                    group.addTask { await heartbeat.renew() }
                }
            }
        }
    }

    private func perform(
        _ action: Dispatch.Action, _ runner: Runner, _ heartbeat: Heartbeat, in group: inout DiscardingTaskGroup
    ) {
        switch action {
        case .claim(let limit):
            group.addTask { await self.claim(limit: limit, heartbeat) }
        case .rest:
            group.addTask {
                try? await self.timekeeper.sleep(for: .seconds(1))
                self.post.yield(.rested)
            }
        case .start(let jobs):
            for job in jobs {
                let stop = StopSignal()
                shared.withLock { $0.runs[job.id] = stop }
                group.addTask {
                    await runner.run(job, stop: stop)
                    // The job may have been claimed and started again by now: the signal of that run stays.
                    self.shared.withLock { if $0.runs[job.id] === stop { $0.runs[job.id] = nil } }
                    self.post.yield(.runEnded(job.id))
                }
            }
        case .lookForWork:
            group.addTask {
                await self.lookForWork(startedAt: heartbeat.startedAt)
            }
        case .interruptRuns:
            for stop in shared.withLock({ Array($0.runs.values) }) { stop.raise(.draining) }
        case .beginGrace:
            group.addTask {
                // Cancelled when the last run ends first.
                try? await self.timekeeper.sleep(for: self.options.drain)
                self.post.yield(.graceEnded)
            }
        case .leave:
            break
        }
    }

    private func lookForWork(startedAt: Timestamp) async {
        do {
            post.yield(.looked(try await hasWork(startedAt)))
        } catch {
            logger.error(
                "The store cannot tell whether work is left; it is tried again.", metadata: ["reason": "\(error)"])
            try? await timekeeper.sleep(for: .seconds(1))
            post.yield(.looked(true))
            // Nothing else need ever happen that would lead to another look.
            post.yield(.wake)
        }
    }

    /// Returns whether it has not begun before.
    private func beginDraining(running: Int) -> Bool {
        let isFirst = shared.withLock { shared in
            defer { shared.isDraining = true }
            return !shared.isDraining
        }
        if isFirst {
            logger.info(
                "The worker stops: no new jobs are claimed.",
                metadata: ["running": "\(running)", "grace": "\(options.drain.seconds) s"])
            onDrain()
        }
        return isFirst
    }
}
