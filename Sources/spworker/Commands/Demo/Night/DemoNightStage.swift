import ArgumentParser
import JobModel
import JobStore
import Ports
import SQLiteJobStore
import Sandbox
import SellingPartner
import Worker

/// Lets the night pass: a sandbox and a worker of its own, on a clock of its own.
struct DemoNightStage: Sendable {
    private let night: DemoNight
    private let folder: DemoFolder
    private let console: Console
    private let timekeeper: any Timekeeper

    /// How long, in real time, what is still running may take when the night is over.
    private static let patience = Duration.seconds(20)
    /// How often it looks whether something is running, in real time.
    private static let lookEvery = Duration.milliseconds(20)
    private static let concurrency = 16

    init(_ folder: DemoFolder, _ console: Console) {
        self.folder = folder
        self.console = console
        let system = SystemTimekeeper()
        let now = Timestamp(microseconds: system.wallMicroseconds())
        night = DemoNight(before: now)
        timekeeper = ScaledTimekeeper(
            system, scale: DemoNight.scale, origin: night.origin(now: now).microseconds)
    }

    /// Plays to the end.
    func play() async throws -> DemoNightEnd {
        try await DemoSandbox(world: night.world, timekeeper: timekeeper).run { try await perform($0, $1) }
    }

    private func perform(_ sandbox: SandboxState, _ address: SandboxAddress) async throws -> DemoNightEnd {
        try await Offload.run { [folder, night] in try folder.set(night, address) }
        let options = try GlobalOptions.parse([
            "--config", folder.configuration, "--log-level", "critical", "--time-scale", String(DemoNight.scale),
        ])
        let composition = try Composition(options, timekeeper: timekeeper, console: console)
        let configuration = try await composition.configuration()
        let entries = try await Offload.run { composition.definitions(configuration).read() }
        let definitions = entries.compactMap { try? $0.result.get() }
        if !console.isJSON { console.line(night.introduction(definitions: entries.count)) }
        let session = try await WorkerSession(
            composition, configuration, concurrency: Self.concurrency, stopsWhenDrained: false, migrates: true)
        let clock = DemoClock(timekeeper, scale: DemoNight.scale)
        let scheduled = definitions.filter { $0.schedule != nil }.map(\.name)
        let ready = try await withThrowingTaskGroup(of: Timestamp?.self) { group in
            group.addTask {
                try await session.runWithoutSignals(firesSchedules: true)
                return nil
            }
            group.addTask { try await watch(session, scheduled, clock) }
            var ready: Timestamp?
            for try await finished in group {
                guard let finished else { continue }
                ready = finished
                session.engine.drain()
            }
            return ready ?? night.end
        }
        // Who tries the definitions out later finds them as 'init' leaves them.
        for name in scheduled { try await pause(name, nil, session) }
        let counts = try await session.store.counts()
        let end = DemoNightEnd(
            rows: DemoNightEnd.rows(
                night, ready: ready, definitions, configuration.sellers.map { DefinitionSeller($0) },
                try await session.store.jobs(matching: JobFilter(limit: 100_000)),
                try await session.store.schedules(matching: ScheduleFilter(limit: 10_000))),
            open: counts[.waiting, default: 0] + counts[.running, default: 0],
            complaints: sandbox.ledger.complaintCount,
            folder: folder, seconds: clock.real, virtualSeconds: clock.virtual,
            unreadable: entries.compactMap { Self.problem(of: $0) })
        await session.close()
        return end
    }

    private static func problem(of entry: DefinitionFolder.Entry) -> String? {
        guard case .failure(let error) = entry.result else { return nil }
        return "A definition cannot be used: \(error.problems.map(\.description).joined(separator: "; "))."
    }

    /// Waits for the morning, and for what is still running then. Returns when everything had been planned.
    private func watch(_ session: WorkerSession, _ scheduled: [String], _ clock: DemoClock) async throws -> Timestamp {
        while try await session.store.nextScheduleDue() == nil, clock.now < night.end {
            try await clock.pause(Self.lookEvery)
        }
        let ready = clock.now
        while clock.now < night.end { try await clock.pause(Self.lookEvery) }
        // Something fires every few minutes: without this there might always be a job that has just begun.
        for name in scheduled { try await pause(name, "the night is over", session) }
        let over = clock.real
        while clock.real - over < Self.patience {
            let counts = try await session.store.counts()
            if counts[.waiting, default: 0] + counts[.running, default: 0] == 0 { break }
            try await clock.pause(Self.lookEvery)
        }
        return ready
    }

    private func pause(_ definition: String, _ reason: String?, _ session: WorkerSession) async throws {
        _ = try await session.store.pauseSchedules(
            definition, seller: nil, region: nil, reason: reason, actor: "demo")
    }
}
