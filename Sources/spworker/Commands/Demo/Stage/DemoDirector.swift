import JobModel
import JobStore
import Overview
import Sandbox
import Worker

/// Plays the script against a worker that runs, and shows and remembers what happens.
struct DemoDirector {
    private let script: DemoScript
    private let session: WorkerSession
    private let sandbox: SandboxState
    private let folder: DemoFolder
    private let clock: DemoClock
    private var progress: DemoProgress
    private var pace = DemoPace()
    private var moments: [DemoMoment] = []
    private var lastEvent: Int64 = 0
    private let expected: DemoExpectation

    /// How often the audience's picture changes, in real time; less often when it takes long to draw.
    private static let lookEvery = Duration.milliseconds(100)
    private static let batch = 1000

    init(
        _ script: DemoScript, _ session: WorkerSession, _ sandbox: SandboxState, _ folder: DemoFolder,
        _ clock: DemoClock, _ console: Console
    ) {
        self.script = script
        self.session = session
        self.sandbox = sandbox
        self.folder = folder
        self.clock = clock
        progress = DemoProgress(console)
        expected = DemoExpectation(script)
    }

    /// How long the demo may take in accelerated time before it gives up: a defect must not hang a build.
    private var patience: Duration { .seconds(900) + script.length * 3 }

    /// Plays to the end, or until patience is over. Returns what happened.
    ///
    /// - Throws: What store and files throw, `JobRejection`, `CancellationError`.
    mutating func direct() async throws -> [DemoMoment] {
        progress.say(script.introduction(scale: clock.scale))
        try await enqueue(script.canaries)
        // What the first refusals tell holds for all the other jobs: they must be found waiting, not tried.
        while try await !refusalsAreKnown(), clock.virtual < patience {
            _ = try await look()
            try await clock.pause(.milliseconds(20))
        }
        try await enqueue(script.opening)
        let opening = clock.virtual
        var acts = script.acts[...]
        while clock.virtual - opening < patience {
            let start = clock.real
            while let act = acts.first, clock.virtual - opening >= act.after {
                acts.removeFirst()
                try await perform(act)
            }
            if try await look(), acts.isEmpty { break }
            try await clock.pause(max(Self.lookEvery, min((clock.real - start) * 10, .seconds(1))))
        }
        return moments.sorted { $0.at < $1.at }
    }

    private func refusalsAreKnown() async throws -> Bool {
        let isStopped = try await session.store.applications().contains {
            $0.name == DemoScript.secondApplication && $0.state == .stopped
        }
        let revoked = script.name(script.cast.revoked)
        let isParked = try await session.store.authorizations().contains {
            $0.key.seller == revoked && $0.state == .revoked
        }
        return isParked && (isStopped || script.cast.second.isEmpty)
    }

    private func enqueue(_ jobs: [DemoJob]) async throws {
        for start in stride(from: 0, to: jobs.count, by: Self.batch) {
            let chunk = jobs[start..<min(start + Self.batch, jobs.count)]
            _ = try await session.store.enqueue(try chunk.map { try session.admit($0.request).job })
        }
        session.engine.wake()
    }

    private mutating func perform(_ act: DemoAct) async throws {
        for fault in act.faults { sandbox.inject(fault) }
        let (script, folder) = (script, folder)
        switch act.kind {
        case .serverErrors, .tokenExpired:
            tell(act.kind.rawValue, script.words(act), .warning)
        case .secretRepaired:
            tell(act.kind.rawValue, script.words(act), .accent)
            for application in script.world.applications where application.id == DemoScript.secondApplication {
                try await Offload.run { try folder.write(application, secret: application.clientSecrets[0]) }
            }
        case .authorizedAgain:
            tell(act.kind.rawValue, script.words(act), .accent)
            let seller = script.world.sellers[script.cast.revoked]
            let token = "Atzr|renewed-\(seller.id)"
            sandbox.restore(seller.id, region: seller.region, newRefreshToken: token)
            try await Offload.run { try folder.write(seller.id, refreshToken: token) }
        }
        try await enqueue(act.jobs)
    }

    // MARK: Looking

    /// Looks at everything and shows it. Returns whether all jobs that were enqueued have ended.
    private mutating func look() async throws -> Bool {
        let counts = try await session.store.counts()
        let tally = sandbox.withLedger { [script] in DemoTally($0, script) }
        var glance = DemoGlance(elapsed: clock.real, total: script.jobs.count)
        glance.succeeded = counts[.succeeded] ?? 0
        glance.failed = [.failed, .cancelled, .quarantined].reduce(0) { $0 + (counts[$1] ?? 0) }
        glance.running = counts[.running] ?? 0
        glance.throttled = tally.throttled
        pace.add(at: glance.elapsed, jobs: glance.succeeded, calls: tally.calls)
        (glance.jobsPerSecond, glance.callsPerSecond) = (pace.jobs, pace.calls)
        try await noticeEvents()
        notice(tally)
        if progress.isDue(glance.elapsed) {
            glance.waits = DemoWaits(
                lanes: try await session.store.lanes(), authorizations: try await session.store.authorizations(),
                applications: try await session.store.applications())
            progress.show(glance)
        }
        return glance.running == 0 && counts[.waiting] ?? 0 == 0
    }

    /// Tells of what the worker has written down.
    private mutating func noticeEvents() async throws {
        for event in try await session.store.events(after: lastEvent, limit: 100) {
            lastEvent = event.id
            switch event.kind {
            case "applicationStopped": tell(event.kind, script.wordsOfStop, .bad, at: event.at)
            case "suspected": tell(event.kind, script.wordsOfSuspicion, .warning, at: event.at)
            case "revoked": tell(event.kind, script.wordsOfRevocation, .bad, at: event.at)
            case "applicationRestored":
                tell(
                    event.kind, "The worker has noticed the new secret: application \(event.application) goes on.",
                    .good,
                    at: event.at)
            case "restored":
                let seller = event.seller ?? "?"
                tell(event.kind, "The worker has noticed the new token: jobs of \(seller) go on.", .good, at: event.at)
            default: break
            }
        }
    }

    /// Tells of what shows in Amazon's counts, each once.
    private mutating func notice(_ tally: DemoTally) {
        tellOnce("throttled", if: tally.provoked > 0, script.wordsOfThrottling, .warning)
        tellOnce(
            "serverErrorsOver", if: expected.retries > 0 && tally.serverErrors >= expected.retries,
            "The trouble is over: \(counted(expected.retries, "call")) failed and are repeated.", .good)
        let expiring = script.name(script.cast.expiring)
        let due = expected.shares[script.cast.expiring].exchanges
        tellOnce(
            "tokenReplaced", if: due.expired > 0 && tally.shares[expiring]?.good ?? 0 >= due.good,
            "One more exchange, and \(expiring) goes on with a fresh token.", .good)
    }

    private mutating func tellOnce(_ kind: String, if happened: Bool, _ text: String, _ style: Style) {
        guard happened, !moments.contains(where: { $0.kind == kind }) else { return }
        tell(kind, text, style)
    }

    private mutating func tell(_ kind: String, _ text: String, _ style: Style, at instant: Timestamp? = nil) {
        let now = clock.now
        // An event has its own time, a little before it is noticed.
        let virtual = clock.virtual - (now - (instant ?? now))
        let moment = DemoMoment(
            kind: kind, at: instant ?? now, elapsed: virtual / clock.scale, virtual: virtual, text: text, style: style)
        moments.append(moment)
        progress.say(text, at: moment.elapsed, style)
    }
}

extension DemoTally {
    /// What the sandbox has written down so far.
    init(_ ledger: Ledger, _ script: DemoScript) {
        self.init(
            ledger, throttled: script.name(script.cast.throttled), operation: DemoScript.throttledCall.operation)
    }
}
