import ArgumentParser
import Foundation
import JobModel
import JobStore
import Logging
import Ports
import Sandbox
import SellingPartner
import Worker

/// Sets the demo up and takes it down: sandbox, files, worker, and between them the director.
struct DemoStage: Sendable {
    let console: Console
    private let script: DemoScript
    private let folder: DemoFolder
    private let timeScale: Double
    private let timekeeper: any Timekeeper

    /// Real time after the start at which the accelerated clock meets the wall's.
    private static let agreement = Duration.seconds(60)
    /// Runs at a time.
    private static let concurrency = 64

    init(sellers: Int, jobs: Int, directory: String?, timeScale: Double, json: Bool) {
        let place =
            directory.map { URL(filePath: $0).absoluteURL }
            ?? FileManager.default.temporaryDirectory.appending(
                path: "spworker-demo-\(SystemRandom().identifier().prefix(8))")
        folder = DemoFolder(place: place)
        self.timeScale = timeScale
        let system = SystemTimekeeper()
        // The clocks agree a little after the end, so that what the demo leaves behind does not lie in the future.
        timekeeper = ScaledTimekeeper(
            system, scale: timeScale, origin: system.wallMicroseconds() + Self.agreement.microseconds)
        let now = Timestamp(microseconds: timekeeper.wallMicroseconds())
        script = DemoScript(
            sellers: sellers, jobs: jobs, timeScale: timeScale, since: (now - .seconds(31 * 86_400)).iso8601)
        console = Console(json: json, noColour: ProcessEnvironment().value("NO_COLOR").map { !$0.isEmpty } ?? false)
    }

    /// Plays to the end: first the script, then a night of definitions.
    func play() async throws -> DemoEnd {
        var end = try await DemoSandbox(world: script.world, timekeeper: timekeeper).run { try await perform($0, $1) }
        let folder = DemoFolder(place: folder.place.appending(path: "night"))
        end.night = try await DemoNightStage(folder, console).play()
        return end
    }

    private func perform(_ sandbox: SandboxState, _ address: SandboxAddress) async throws -> DemoEnd {
        try await Offload.run { [folder, script] in try folder.set(script, address) }
        let options = try GlobalOptions.parse([
            "--config", folder.configuration, "--log-level", "critical", "--time-scale", String(timeScale),
        ])
        let composition = try Composition(options, timekeeper: timekeeper, console: console)
        let configuration = try await composition.configuration()
        let session = try await WorkerSession(
            composition, configuration, concurrency: Self.concurrency, stopsWhenDrained: false, migrates: true)
        let clock = DemoClock(timekeeper, scale: timeScale)
        let moments = try await withThrowingTaskGroup(of: [DemoMoment]?.self) { group in
            group.addTask {
                try await session.runWithoutSignals()
                return nil
            }
            group.addTask {
                var director = DemoDirector(script, session, sandbox, folder, clock, console)
                return try await director.direct()
            }
            var moments: [DemoMoment] = []
            for try await finished in group {
                guard let finished else { continue }
                moments = finished
                session.engine.drain()
            }
            return moments
        }
        let end = DemoEnd(
            script: script, folder: folder, tally: DemoTally(sandbox.ledger, script),
            counts: try await session.store.counts(),
            records: try await session.store.jobs(matching: JobFilter(limit: script.jobs.count + 1)),
            results: try await Offload.run { [folder] in folder.results() }, seconds: clock.real,
            virtualSeconds: clock.virtual, moments: moments)
        await session.close()
        return end
    }
}
