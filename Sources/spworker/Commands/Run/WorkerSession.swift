import JobModel
import JobStore
import Logging
import Ports
import SellerJobs
import SellingPartner
import ServiceLifecycle
import Worker

/// A worker with everything around it, from the opened store to its end.
struct WorkerSession: Sendable {
    /// The store, open until `close()`.
    let store: any OpenedStore
    /// The engine.
    let engine: WorkerEngine
    private let composition: Composition
    private let transport: AsyncHTTPClientTransport
    private let keeper: AuthorizationKeeper
    private let commands: WorkerCommands
    private let watch: CredentialWatch
    private let sellers: SellerWatch
    private let revocations: RevocationWatch
    private let renewals: RenewalWatch
    private let tokens: TokenReport
    private let hooks: HookDelivery
    private let scheduler: Scheduler
    private let kinds: [any JobKind]
    private let outputs: OutputUpkeep
    private let dashboard: WorkerDashboard?
    private let retention: Retention

    /// Opens the store as its worker and puts the parts together.
    ///
    /// - Throws: `StoreError`, `Failure`.
    init(
        _ composition: Composition, _ configuration: Configuration, concurrency: Int? = nil, stopsWhenDrained: Bool,
        migrates: Bool
    ) async throws {
        self.composition = composition
        // Before anything that counts is put together.
        let metrics = configuration.dashboard.map { _ in composition.beginMetrics() }
        store = try await composition.openStoreAsWorker(configuration, migrates: migrates)
        // First, because a transport must be ended by whoever has got it.
        let vault = try await composition.tokenVault(configuration, store: store)
        transport = try await composition.transport(configuration, concurrency: concurrency)
        let directory = DirectoryHolder(composition.directory(configuration))
        keeper = try await composition.keeper(
            configuration, directory: directory, store: store, transport: transport,
            vault: vault)
        let output = composition.outputFolder(configuration)
        let outputs = try await composition.outputUpkeep(configuration, output, store: store, database: store.file)
        self.outputs = outputs
        let services = KindServices(
            keeper: keeper, transport: transport, timekeeper: composition.timekeeper, random: composition.random,
            output: output, probe: try composition.probe(configuration))
        let pace = configuration.reports.pace
        kinds = [
            RequestKind(services), ReportKind(services, pace: pace), FeedKind(services, pace: pace),
            QueryKind(services, pace: pace),
        ]
        // What follows a success is no kind that anybody could ask for.
        let admission = InboxAdmission(kinds: kinds)
        let book = composition.definitionBook(configuration, directory)
        var options = composition.workerOptions(configuration, stopsWhenDrained: stopsWhenDrained)
        if let concurrency { options.concurrency = concurrency }
        retention = options.retention
        sellers = try await composition.sellerWatch(configuration, keeper: keeper, store: store)
        let keeper = keeper
        commands = WorkerCommands(composition, keeper: keeper, sellers: sellers, store: store)
        engine = WorkerEngine(
            store: store, kinds: kinds + [ChainKind(store: store, output: output, book: book)],
            admit: { admission.answer($0, now: $1) }, commands: commands.handlers,
            options: options, timekeeper: composition.timekeeper, random: composition.random,
            logger: composition.logger, templates: composition.jobTemplates(directory),
            obstacle: { await output.obstacle() },
            alsoPrune: { await outputs.tidy() },
            // A run that waits for AWS has done nothing yet that it would have to end.
            onDrain: { keeper.stopReading() })
        watch = CredentialWatch(
            keeper: keeper, files: composition.fileProvider(configuration), timekeeper: composition.timekeeper,
            interval: .seconds(1) * max(1, composition.timeScale), logger: composition.logger)
        // Its own steps are seconds of Amazon's time: on a fast clock it looks more often than the rest.
        revocations = RevocationWatch(
            keeper: keeper, timekeeper: composition.timekeeper,
            // What it weighs is seconds old at most, by this clock.
            interval: max(.seconds(1), .milliseconds(100) * composition.timeScale), logger: composition.logger)
        renewals = RenewalWatch(
            store: store, directory: directory, timekeeper: composition.timekeeper, logger: composition.logger)
        tokens = TokenReport(
            of: engine.id, keeper: keeper, store: store, timekeeper: composition.timekeeper,
            interval: .seconds(1) * max(1, composition.timeScale), logger: composition.logger)
        hooks = composition.hookDelivery(
            configuration, store: store, transport: transport, secrets: keeper.cache)
        scheduler = composition.scheduler(book, store: store, firesOnce: stopsWhenDrained, engine: engine)
        dashboard = composition.workerDashboard(
            configuration, store: store, directory: directory, book: book, engine: engine, metrics: metrics)
        try await store.replan { directory.current.plan(of: $0) }
    }

    /// Admits requests as the worker does.
    func admit(_ request: JobRequest) throws -> Admission {
        guard let kind = kinds.first(where: { $0.name == request.kind }) else {
            throw JobRejection("There is no kind '\(request.kind)'.")
        }
        return try kind.admit(request, now: composition.now)
    }

    /// Works until the worker ends by itself or by a signal. Returns whether it was stopped at once.
    ///
    /// The order of the list is the order of starting; it is shut down in reverse.
    func run(_ heard: AsyncStream<WorkerSignal>) async throws -> Bool {
        try await hooks.begin()
        let preparation = Task {
            try await sellers.begin()
            try await watch.begin()
            await renewals.begin()
            // Last: it fires for the sellers that were found.
            try await scheduler.begin()
        }
        let signals = SignalWatch(
            signals: heard, logger: composition.logger,
            drain: {
                preparation.cancel()
                engine.drain()
            }, stopNow: { stopNow() }, reload: { await commands.reload() })
        // First, so that it shows how the rest comes to its end.
        let beside = [dashboard].compactMap { $0 }.map {
            ServiceGroupConfiguration.ServiceConfiguration(service: $0, successTerminationBehavior: .ignore)
        }
        let prepared = PreparedEngine(engine: engine, preparation: preparation, logger: composition.logger)
        let group = ServiceGroup(
            configuration: .init(
                services: beside + [
                    .init(service: sellers, successTerminationBehavior: .ignore),
                    .init(service: watch, successTerminationBehavior: .ignore),
                    .init(service: revocations, successTerminationBehavior: .ignore),
                    .init(service: renewals, successTerminationBehavior: .ignore),
                    .init(service: tokens, successTerminationBehavior: .ignore),
                    .init(
                        service: PreparedScheduler(scheduler: scheduler, preparation: preparation),
                        successTerminationBehavior: .ignore),
                    .init(service: signals, successTerminationBehavior: .ignore),
                    // Shut down after the engine: the last ends of jobs are told too.
                    .init(service: hooks, successTerminationBehavior: .ignore),
                    .init(service: prepared, successTerminationBehavior: .gracefullyShutdownGroup),
                ], logger: Logger(label: "spworker.services") { _ in SwiftLogNoOpLogHandler() }))
        try await group.run()
        return signals.wasForced
    }

    private func stopNow() {
        engine.stopNow()
        hooks.stopNow()
    }

    /// Works until the worker ends by itself; signals are somebody else's.
    ///
    /// - Parameter firesSchedules: Whether definitions fire.
    func runWithoutSignals(firesSchedules: Bool = false) async throws {
        try await watch.begin()
        var schedulers: [ServiceGroupConfiguration.ServiceConfiguration] = []
        if firesSchedules {
            try await scheduler.begin()
            schedulers.append(.init(service: scheduler, successTerminationBehavior: .ignore))
        }
        let group = ServiceGroup(
            configuration: .init(
                services: schedulers + [
                    .init(service: watch, successTerminationBehavior: .ignore),
                    .init(service: revocations, successTerminationBehavior: .ignore),
                    .init(service: renewals, successTerminationBehavior: .ignore),
                    .init(service: tokens, successTerminationBehavior: .ignore),
                    .init(service: engine, successTerminationBehavior: .gracefullyShutdownGroup),
                ], logger: Logger(label: "spworker.services") { _ in SwiftLogNoOpLogHandler() }))
        try await group.run()
    }

    /// Deletes what has been kept long enough. A worker does so by itself now and then, but one that only drains may never
    /// live long enough.
    func tidy() async {
        do {
            _ = try await store.prune(retention)
        } catch {
            composition.logger.error("Old rows could not be deleted.", metadata: ["reason": "\(error)"])
        }
        await outputs.tidy()
    }

    /// Closes everything.
    func close() async {
        await keeper.shutdown()
        await transport.shutdown()
        await store.close()
    }
}
