import ArgumentParser
import Foundation
import JobModel
import JobStore
import Logging
import OperationCatalogue
import Ports
import SQLiteJobStore
import Sandbox
import SellingPartner
import Worker

/// Plays the demo: sandbox, configuration files, jobs, worker, the repair on the way, and the curtain.
struct DemoStage: Sendable {
    let console: Console
    private let plan: DemoPlan
    private let folder: URL
    private let timeScale: Double
    private let timekeeper: any Timekeeper

    /// How long the demo may take in accelerated time before it gives up: a defect must not hang a build.
    private static let patience = Duration.seconds(1800)

    /// Real time after the start at which the accelerated clock meets the wall's.
    private static let agreement = Duration.seconds(20)

    init(sellers: Int, jobs: Int, directory: String?, timeScale: Double, json: Bool) throws {
        plan = DemoPlan(sellers: sellers, jobs: jobs)
        let parent =
            directory.map { URL(filePath: $0) }
            ?? FileManager.default.temporaryDirectory.appending(
                path: "spworker-demo-\(SystemRandom().identifier().prefix(8))")
        folder = parent
        self.timeScale = timeScale
        let system = SystemTimekeeper()
        // The clocks agree a little after the end, so that what the demo leaves behind does not lie in the future.
        timekeeper = ScaledTimekeeper(
            system, scale: timeScale, origin: system.wallMicroseconds() + Self.agreement.microseconds)
        console = Console(json: json, noColour: ProcessEnvironment().value("NO_COLOR").map { !$0.isEmpty } ?? false)
    }

    /// Plays to the end.
    func play() async throws -> DemoEnd {
        let server = SandboxServer(
            world: plan.world, timekeeper: timekeeper, random: SystemRandom(),
            logger: Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() })
        let (addresses, announce) = AsyncStream<SandboxAddress>.makeStream()
        return try await withThrowingTaskGroup(of: DemoEnd?.self) { group in
            group.addTask {
                try await server.run { announce.yield($0) }
                return nil
            }
            group.addTask {
                for await address in addresses { return try await perform(server.state, address) }
                return nil
            }
            defer { group.cancelAll() }
            for try await end in group {
                if let end { return end }
            }
            throw Failure(.no, "error: the sandbox did not start.")
        }
    }

    private func perform(_ sandbox: SandboxState, _ address: SandboxAddress) async throws -> DemoEnd {
        try await Offload.run { try writeFiles(address) }
        let options = try GlobalOptions.parse([
            "--config", folder.appending(path: "spworker.yaml").path, "--log-level", "critical",
            "--time-scale", String(timeScale),
        ])
        let composition = try Composition(options, timekeeper: timekeeper, console: console)
        let configuration = try await composition.configuration()
        let session = try await WorkerSession(
            composition, configuration, concurrency: 32, stopsWhenDrained: false, migrates: true)
        let progress = DemoProgress(
            console: console, store: session.store, timekeeper: timekeeper, timeScale: timeScale)
        let start = timekeeper.monotonic()
        let realStart = SystemTimekeeper()
        let startOfRealTime = realStart.monotonic()
        progress.say(
            "\(plan.world.sellers.count) sellers in 3 regions, \(plan.jobs.count) jobs, time runs \(Int(timeScale)) times as fast."
        )
        progress.say(
            "\(plan.throttled.id) is throttled below the plan that the worker knows; \(plan.revoked.id) has revoked the authorization."
        )
        _ = try await session.store.enqueue(try plan.jobs.map { try session.admit($0).job })
        let isRepaired = try await withThrowingTaskGroup(of: Bool?.self) { group in
            group.addTask {
                try await session.runWithoutSignals()
                return nil
            }
            group.addTask { try await watch(session, sandbox, progress, since: start) }
            var isRepaired = false
            for try await finished in group {
                if let finished {
                    isRepaired = finished
                    session.engine.drain()
                }
            }
            return isRepaired
        }
        let counts = try await session.store.counts()
        let end = DemoEnd(
            directory: folder.path, counts: counts, jobs: plan.jobs.count,
            seconds: (realStart.monotonic() - startOfRealTime).seconds,
            virtualSeconds: (timekeeper.monotonic() - start).seconds, isRepaired: isRepaired, ledger: sandbox.ledger,
            sellers: try await rows(session.store, sandbox.ledger),
            events: try await session.store.latestEvents(limit: 100).reversed())
        await session.close()
        return end
    }

    /// Shows progress, repairs the revoked seller when the others are done, and returns when everything is.
    private func watch(
        _ session: WorkerSession, _ sandbox: SandboxState, _ progress: DemoProgress, since start: Duration
    ) async throws -> Bool {
        let revokedJobs = plan.jobs.count { $0.seller == plan.revoked.id }
        var isRepaired = false
        while true {
            let counts = try await session.store.counts()
            let open = (counts[.waiting] ?? 0) + (counts[.running] ?? 0)
            try await progress.show(counts, ledger: nil)
            if open == 0 || timekeeper.monotonic() - start > Self.patience {
                progress.finish()
                return isRepaired
            }
            if !isRepaired, open <= revokedJobs, counts[.running] ?? 0 == 0 {
                isRepaired = true
                progress.say(
                    "All others are done; \(open) jobs of \(plan.revoked.id) wait, parked, with no attempt spent.")
                progress.say(
                    "\(plan.revoked.id) authorizes again: the new refresh token is written to secrets/\(plan.revoked.id).json."
                )
                let token = "Atzr|renewed-\(plan.revoked.id)"
                sandbox.restore(plan.revoked.id, region: plan.revoked.region, newRefreshToken: token)
                try await Offload.run { try writeSecret(plan.revoked.id, ["refreshToken": .string(token)]) }
            }
            // In real time: this is for people's eyes.
            try await timekeeper.sleep(for: .milliseconds(100) * timeScale)
        }
    }

    private func rows(_ store: SQLiteJobStore, _ ledger: Ledger) async throws -> [DemoEnd.SellerRow] {
        let records = try await store.jobs(matching: JobFilter(limit: plan.jobs.count + 1))
        var rows: [DemoEnd.SellerRow] = []
        let bySeller = Dictionary(grouping: records) { $0.authorization?.key.seller ?? "" }
        for seller in plan.world.sellers {
            let own = bySeller[seller.id] ?? []
            rows.append(
                DemoEnd.SellerRow(
                    seller: seller.id, region: seller.region.rawValue, jobs: own.count,
                    succeeded: own.count { $0.row.state == .succeeded },
                    attempts: own.reduce(0) { $0 + $1.row.attempt }, calls: ledger.callCount(seller: seller.id),
                    throttles: ledger.callCount(seller: seller.id, status: 429),
                    exchanges: ledger.exchangeCount(seller: seller.id)))
        }
        return rows
    }

    // MARK: Files

    private func writeFiles(_ address: SandboxAddress) throws {
        let secrets = folder.appending(path: "secrets")
        try FileManager.default.createDirectory(
            at: secrets, withIntermediateDirectories: true, attributes: [.posixPermissions: NSNumber(value: 0o700)])
        let application = plan.world.applications[0]
        try writeSecret(
            "application",
            ["clientId": .string(application.clientId), "clientSecret": .string(application.clientSecrets[0])])
        for seller in plan.world.sellers {
            try writeSecret(seller.id, ["refreshToken": .string(seller.refreshTokens[0])])
        }
        try Data(plan.configuration(address).utf8).write(to: folder.appending(path: "spworker.yaml"))
    }

    private func writeSecret(_ name: String, _ members: [String: JSONValue]) throws {
        // Written beside and renamed, as everybody should: a reader never sees half a file.
        let place = folder.appending(path: "secrets/\(name).json")
        let draft = folder.appending(path: "secrets/.\(name).new")
        guard
            FileManager.default.createFile(
                atPath: draft.path, contents: Data(JSONValue.object(members).text.utf8),
                attributes: [.posixPermissions: NSNumber(value: 0o600)]),
            rename(draft.path, place.path) == 0
        else { throw Failure(.no, "error: \(place.path) cannot be written.") }
    }
}
