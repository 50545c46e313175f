import Dashboard
import JobModel
import JobStore
import JobStoreTesting
import Logging
import Overview
import Ports

/// An installation in memory.
struct TestInstallation: Installation {
    let clock = VirtualTimekeeper()
    let memory: MemoryJobStore
    let random: any RandomSource = SeededRandom(seed: 7)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    var holder: String?
    var configured: [ConfiguredSeller] = []
    var registered: [ConfiguredApplication] = []
    var ages: [String: ClientSecretAge] = [:]
    var defined: [DefinitionView] = []
    /// What becomes of requests for jobs.
    var admission: @Sendable (JobRequest) throws -> Admission = { _ in throw JobRejection("Nothing is let in here.") }
    /// What becomes of definitions that are run, in place of `shelf`'s.
    var firing: (@Sendable (String, String?) throws -> [FiredJob])?
    /// The definitions; each runs for every seller that has a row.
    var shelf: [DefinitionView] = []

    init(holder: String? = nil) {
        let clock = clock
        memory = MemoryJobStore { Timestamp(microseconds: clock.wallMicroseconds()) }
        self.holder = holder
    }

    var store: any JobStore { memory }
    var timekeeper: any Timekeeper { clock }
    var version: String { "1.2.3" }
    var lease: Duration { .seconds(45) }
    var outputPlace: String { "/srv/output" }

    var metrics: MetricsRoutes { MetricsRoutes(metrics: nil) { [] } }
    var healthChecks: HealthRoutes {
        HealthRoutes(timekeeper: clock) { Readiness.Facts(storeFault: nil, worker: nil) }
    }

    var grace: Duration { .seconds(120) }
    var probeEvery: Duration { .seconds(86_400) }

    func sellers() async -> [ConfiguredSeller] { configured }
    func applications() async -> [ConfiguredApplication] { registered }
    func secretAges() async -> [String: ClientSecretAge] { ages }
    func health() async throws -> Health {
        var sight = try await Health.Sight.look(at: memory, lockHolder: holder)
        sight.waiting = try await memory.jobPage(matching: JobFilter(states: [.waiting])).records
        sight.oldestReadyAt = try await memory.oldestReady(now: now)
        sight.renewals = Dictionary(of: configured)
        return Health(sight, now: now)
    }
    func definitions() async -> [DefinitionView] { defined + shelf }
    func workerHolder() async throws -> String? { holder }
    func admit(_ request: JobRequest) async throws -> Admission { try admission(request) }
    func fire(definition: String, seller: String?, region: String?, actor: String) async throws -> [FiredJob] {
        if let firing { return try firing(definition, seller) }
        guard shelf.contains(where: { $0.name == definition }) else { throw JobRejection("There is no definition.") }
        let rows = await memory.schedules(
            matching: ScheduleFilter(definition: definition, seller: seller, region: region, isActive: true))
        let fires = rows.map { HandFire(key: $0.key, job: .test(of: $0.key)) }
        let answers = try await memory.fireByHand(fires, isForced: false, actor: actor)
        return zip(rows, answers).map { row, answer in
            switch answer {
            case .fired(let job): FiredJob(seller: row.key.seller, region: row.key.region, job: job.id, isNew: true)
            case .overlapped(let job): FiredJob(seller: row.key.seller, region: row.key.region, job: job, isNew: false)
            }
        }
    }
}

extension TestInstallation {
    /// Puts in a job of the seller, and takes its authorization away.
    func revoke(_ seller: String, because message: String) async throws {
        let key = AuthorizationKey(application: "main", seller: seller, region: "EU")
        _ = try await memory.enqueue([
            NewJob(
                kind: "request", lane: LaneKey(authorization: key, operation: "call"),
                plan: LanePlan(rate: 1, burst: 1), authorization: key, operation: "call")
        ])
        try await memory.change(
            AuthorizationChange(
                key: key, state: .revoked, failure: JobFailure(kind: "revoked", message: message)))
    }
}
