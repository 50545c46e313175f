import JobModel
import JobStore
import Logging
import Ports
import Synchronization

/// Feeds the applications' machines with what happens, one event at a time, and writes down what they decide.
///
/// An event has been written down when `report` returns: whoever is claimed after that finds its seller parked.
final class RevocationDesk: Sendable {
    private struct State {
        var machines: [String: RevocationMachine] = [:]
        /// The applications whose machines know the store's rows.
        var informed: Set<String> = []
        /// The directory from which the fleets were last taken.
        var generation = -1
        /// What others have released since somebody last asked.
        var releases = OthersReleases()
        /// When the log last told of each application that the login is in trouble.
        var troubleLoggedAt: [String: Timestamp] = [:]
    }

    private let store: any JobStore
    private let directory: DirectoryHolder
    private let policy: RevocationPolicy
    private let timekeeper: any Timekeeper
    private let logger: Logger
    private let turnstile = Turnstile()
    private let metrics = RevocationMetrics()
    private let state = Mutex(State())

    init(
        store: any JobStore, directory: DirectoryHolder, policy: RevocationPolicy, timekeeper: any Timekeeper,
        logger: Logger
    ) {
        self.store = store
        self.directory = directory
        self.policy = policy
        self.timekeeper = timekeeper
        self.logger = logger
    }

    private var now: Timestamp { Timestamp(microseconds: timekeeper.wallMicroseconds()) }

    // MARK: Looking

    /// Whether calls of the seller are news: it is suspect because of calls, or operations are denied to it. Asked after every
    /// call, so it costs next to nothing.
    func awaitsCalls(of key: AuthorizationKey) -> Bool {
        state.withLock { $0.machines[key.application]?.awaitsCalls(of: key) ?? false }
    }

    /// Whether the application's client secret was refused.
    func isStopped(_ application: String) -> Bool {
        state.withLock { $0.machines[application]?.standing == .stopped }
    }

    /// Takes note of a good exchange that changes nothing. False when it may change something.
    func noteAccepted(_ key: AuthorizationKey, clientFingerprint: String) -> Bool {
        let now = now
        return withMachine(key.application) { machine in
            guard machine.isUntroubled(key, clientFingerprint: clientFingerprint) else { return false }
            machine.noteAccepted(key, at: now)
            return true
        }
    }

    /// Until when the seller gets no token because the login is in trouble.
    func troubledUntil(_ key: AuthorizationKey) -> Timestamp? {
        state.withLock { $0.machines[key.application]?.troubles[key]?.until }
    }

    // MARK: Events

    /// Reports what happened, and writes down what follows.
    ///
    /// - Parameter actor: Who caused it.
    /// - Throws: `StoreError`, `CancellationError`.
    func report(_ events: [RevocationEvent], application: String, actor: String = "worker") async throws {
        try await turnstile.pass {
            for event in events {
                if needsRows(application, event) { try await adopt(application) }
                let now = now
                let actions = withMachine(application) { $0.handle(event, at: now) }
                try await write(actions, application, actor)
            }
        }
    }

    /// Brings the machines in line with the store, and returns the exchanges that are to be made now.
    ///
    /// - Throws: `StoreError`, `CancellationError`.
    func tick() async throws -> [RevocationQuestion] {
        try await turnstile.pass {
            let applications = Dictionary(try await store.applications().map { ($0.name, $0) }) { $1 }
            let troubled = Dictionary(grouping: try await store.troubledAuthorizations(), by: \.key.application)
            let names = Set(applications.keys).union(directory.current.applications.keys)
            var questions: [RevocationQuestion] = []
            for name in names.sorted() {
                let now = now
                metrics.adopt(troubled[name] ?? [], of: name)
                // Nobody is asked in the name of an application that an operator has paused.
                let isPaused = applications[name]?.pauseReason != nil
                let releases = withMachine(name) { $0.adopt(applications[name], troubled[name] ?? [], at: now) }
                let due: (actions: [RevocationAction], questions: [RevocationQuestion]) =
                    isPaused ? ([], []) : withMachine(name) { $0.due(at: now) }
                noteAdoption(of: name, releases)
                try await write(due.actions, name, "worker")
                questions += due.questions
            }
            return questions
        }
    }

    /// What others have released since this was last asked.
    func takeReleases() -> OthersReleases {
        state.withLock { state in
            defer { state.releases = OthersReleases() }
            return state.releases
        }
    }

    private func needsRows(_ application: String, _ event: RevocationEvent) -> Bool {
        withMachine(application) { $0.needsRows(for: event) }
            || state.withLock { !$0.informed.contains(application) }
    }

    /// Brings one machine in line with the store.
    private func adopt(_ application: String) async throws {
        let row = try await store.applications().first { $0.name == application }
        let troubled = try await store.troubledAuthorizations().filter { $0.key.application == application }
        let now = now
        metrics.adopt(troubled, of: application)
        noteAdoption(of: application, withMachine(application) { $0.adopt(row, troubled, at: now) })
    }

    private func noteAdoption(of application: String, _ releases: OthersReleases) {
        state.withLock { state in
            state.informed.insert(application)
            state.releases.formUnion(releases)
        }
    }

    private func withMachine<Value>(_ application: String, _ body: (inout RevocationMachine) -> Value) -> Value {
        let generation = directory.generation
        return state.withLock { state in
            if state.generation != generation {
                state.generation = generation
                let fleets = Dictionary(grouping: directory.current.sellers.keys, by: \.application)
                for name in Set(fleets.keys).union(state.machines.keys) {
                    state.machines[name, default: RevocationMachine(policy: policy)].fleet = Set(fleets[name] ?? [])
                }
            }
            return body(&state.machines[application, default: RevocationMachine(policy: policy)])
        }
    }

    // MARK: Actions

    private func write(_ actions: [RevocationAction], _ application: String, _ actor: String) async throws {
        for action in actions {
            switch action {
            case .seller(let key, let state, let failure, let fingerprint, let blockedUntil):
                try await store.change(
                    AuthorizationChange(
                        key: key, state: state, failure: failure, fingerprint: fingerprint,
                        blockedUntil: blockedUntil, actor: actor,
                        // A pause of one who works must not clear what somebody else has found out.
                        expected: state == .active && blockedUntil != nil ? .active : nil))
                metrics.wrote(key, state)
            case .application(let state, let failure, let fingerprint, let blockedUntil, let pauses):
                try await store.change(
                    ApplicationChange(
                        application: application, state: state, failure: failure, fingerprint: fingerprint,
                        blockedUntil: blockedUntil, pauses: pauses, actor: actor))
            case .tell(let key, let kind, let message):
                try await store.tell(SellerRemark(key: key, kind: kind, message: message, actor: actor))
            }
            log(action, application)
        }
    }

    private func log(_ action: RevocationAction, _ application: String) {
        var metadata: Logger.Metadata = ["application": "\(application)"]
        switch action {
        case .seller(let key, .active, let failure?, _, let until?):
            // In an outage this happens to every seller once a minute: one line a minute tells of all.
            let now = now
            let isNews = self.state.withLock { state in
                let last = state.troubleLoggedAt[application]
                guard last.map({ now - $0 >= .seconds(60) }) ?? true else { return false }
                state.troubleLoggedAt[application] = now
                return true
            }
            metadata["seller"] = "\(key.seller)"
            metadata["kind"] = "\(failure.kind)"
            metadata["reason"] = "\(failure.message)"
            metadata["until"] = "\(until.iso8601)"
            logger.log(
                level: isNews ? .warning : .debug,
                "Amazon gives a seller no token; its jobs wait, and others may too.", metadata: metadata)
        case .seller(let key, let state, let failure, _, _):
            metadata["seller"] = "\(key.seller)"
            metadata["region"] = "\(key.region)"
            guard let failure else {
                logger.debug("A seller is active.", metadata: metadata)
                return
            }
            metadata["kind"] = "\(failure.kind)"
            metadata["reason"] = "\(failure.message)"
            logger.warning("A seller is \(state.word); its jobs wait.", metadata: metadata)
        case .application(let state, let failure, _, _, _):
            guard let failure else {
                logger.info("An application is ok; its jobs go on.", metadata: metadata)
                return
            }
            metadata["kind"] = "\(failure.kind)"
            metadata["reason"] = "\(failure.message)"
            logger.warning("An application is \(state.word); its jobs wait.", metadata: metadata)
        case .tell(let key, let kind, let message):
            metadata["seller"] = "\(key.seller)"
            metadata["kind"] = "\(kind)"
            logger.warning("\(message)", metadata: metadata)
        }
    }
}
