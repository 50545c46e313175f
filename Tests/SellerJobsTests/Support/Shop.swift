import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Logging
import OperationCatalogue
import Ports
import Secrets
import SellingPartner
import Synchronization
import Testing
import Worker

@testable import SellerJobs

/// Sellers with their applications, a queue in memory, a worker and a made-up Amazon, on a clock that a test moves.
struct Shop {
    struct Stuck: Error {}

    let clock = VirtualTimekeeper()
    let vault = Vault()
    let lines = Diary<String>()
    let amazon: FakeAmazon
    let store: MemoryJobStore
    let directory: SellerDirectory
    let keeper: AuthorizationKeeper
    let services: KindServices
    let kind: RequestKind
    let reports: ReportKind
    let feeds: FeedKind
    let queries: QueryKind
    let path: String
    let logger: Logger

    /// - Parameters:
    ///   - sellers: The sellers as application, seller and region.
    ///   - plan: The plan of every operation; wide open unless told otherwise.
    ///   - inFiles: Whether secrets are in files.
    ///   - inAWS: Whether they are in Secrets Manager.
    ///   - pace: How often it is looked whether a report has ended.
    ///   - secret: Makes the value of the secret with a name.
    init(
        _ amazon: FakeAmazon = FakeAmazon(),
        sellers: [(String, String, Region)] = [("main", "acme", .europe)],
        plan: PlanOverrides.Change = PlanOverrides.Change(rate: 1000, burst: 1000), isSandbox: Bool = false,
        inFiles: Bool = false, inAWS: Bool = false, minFree: Int64 = 0, logsBodies: Bool = false,
        existing: ExistingOutput = .replace, storage: ObjectStore? = nil,
        probe: Probe = Probe(), pace: PollPace = PollPace(),
        secret: (String) -> String = { "Atzr|value of \($0)" }
    ) {
        self.amazon = amazon
        let clock = clock
        let lines = lines
        logger = Logger(label: "test") { _ in CapturingLog(lines: lines) }
        store = MemoryJobStore(salt: [1, 2, 3]) { Timestamp(microseconds: clock.wallMicroseconds()) }
        func reference(_ name: String) -> SecretReference {
            if inAWS, let reference = try? SecretReference("aws-sm:\(name)") { return reference }
            return inFiles ? .file("/secrets/\(name)") : .environment(name)
        }
        func name(_ short: String) -> String { inFiles ? "/secrets/\(short)" : short }
        var applications: [SellerDirectory.Application] = []
        for id in Set(sellers.map(\.0)).sorted() {
            vault[name("ID_\(id)")] = "client-\(id)"
            vault[name("SECRET_\(id)")] = secret("SECRET_\(id)")
            amazon.setSecret(secret("SECRET_\(id)"), of: "client-\(id)")
            applications.append(
                SellerDirectory.Application(
                    id: id, clientID: reference("ID_\(id)"), clientSecret: reference("SECRET_\(id)"),
                    tokenEndpoint: FakeAmazon.login, plans: PlanOverrides(["*": plan]),
                    endpoints: Dictionary(
                        uniqueKeysWithValues: Region.allCases.map { ($0, "https://\($0.rawValue).\(id).test") }),
                    sandboxEndpoints: Dictionary(
                        uniqueKeysWithValues: Region.allCases.map { ($0, "https://sandbox.\($0.rawValue).\(id).test") }
                    )))
        }
        let vault = vault
        let rows = sellers.map { application, seller, region in
            let key = AuthorizationKey(application: application, seller: seller, region: region.rawValue)
            let refresh = Self.refreshName(key)
            vault[name(refresh)] = secret(refresh)
            amazon.grant(secret(refresh), to: Self.owner(key))
            return SellerDirectory.Seller(
                key: key, region: region, sellerID: "A1\(seller)", refreshToken: reference(refresh),
                endpoint: Self.owner(key).host ?? "", isSandbox: isSandbox)
        }
        directory = SellerDirectory(applications: applications, sellers: rows)
        keeper = AuthorizationKeeper(
            directory: DirectoryHolder(directory),
            cache: CredentialCache(
                resolver: SecretResolver(providers: [vault]), timekeeper: clock, random: SeededRandom(seed: 4),
                logger: logger), store: store, transport: amazon,
            timekeeper: clock, random: SeededRandom(seed: 3), settings: .init(), salt: [1, 2, 3], logger: logger,
            logsBodies: logsBodies)
        path = NSTemporaryDirectory() + "/spworker-\(UUID().uuidString)"
        services = KindServices(
            keeper: keeper, transport: amazon, timekeeper: clock, random: SeededRandom(seed: 5),
            output: OutputFolder(
                path: path, minFree: minFree, existing: existing, objects: storage.map { ObjectOutputs($0) }),
            probe: probe)
        kind = RequestKind(services)
        reports = ReportKind(services, pace: pace)
        feeds = FeedKind(services, pace: pace)
        queries = QueryKind(services, pace: pace)
    }

    static func refreshName(_ key: AuthorizationKey) -> String {
        "REFRESH_\(key.application)_\(key.seller)_\(key.region)"
    }

    static func owner(_ key: AuthorizationKey) -> FakeAmazon.Owner {
        FakeAmazon.Owner(
            client: "client-\(key.application)",
            host: "https://\(key.seller).\(key.region).\(key.application).test".lowercased())
    }

    static let acme = AuthorizationKey(application: "main", seller: "acme", region: "EU")

    var now: Timestamp { Timestamp(microseconds: clock.wallMicroseconds()) }

    // MARK: Jobs

    static let safe = "sellers.getMarketplaceParticipations"
    static let checkFirst = "orders.confirmShipment"
    /// Check-first, and there is nothing to check.
    static let leftToPeople = "vendorOrders.submitAcknowledgement"
    static let unsafe = "appIntegrations.createNotification"

    /// A request for one of the operations above, with the parameters and body that it needs.
    static func request(_ operation: String, seller: String? = "acme", output: String? = nil) -> JobRequest {
        JobRequest(
            kind: "request", seller: seller, operation: operation,
            parameters: operation == checkFirst ? #"{"orderId":"1"}"# : "{}", body: operation == safe ? nil : "{}",
            output: output)
    }

    private var kinds: [any JobKind] { [kind, reports, feeds, queries] }

    func put(_ request: JobRequest) async throws -> JobID {
        let kind = try #require(kinds.first { $0.name == request.kind })
        return try await store.enqueue([try kind.admit(request, now: now).job])[0].id
    }

    func put(_ operation: String = Shop.safe, seller: String = "acme") async throws -> JobID {
        try await put(Self.request(operation, seller: seller))
    }

    func row(_ id: JobID) async throws -> JobRow { try #require(try await store.job(id)).row }
    func label(_ id: JobID) async throws -> JobLabel? { try await store.job(id)?.label }

    func lane(of id: JobID) async throws -> LaneRow { try #require(try await store.job(id)).lane }

    func authorization(_ key: AuthorizationKey = Shop.acme) async throws -> AuthorizationRow {
        try #require(await store.authorizations().first { $0.key == key })
    }

    // MARK: Working

    /// Moves the clock in small steps until `condition` holds.
    func drive(steps: Int = 40_000, until condition: () async throws -> Bool) async throws {
        for _ in 0..<steps {
            // Everybody who was woken gets a turn before time goes on.
            for _ in 0..<12 {
                if try await condition() { return }
                await Task.yield()
            }
            clock.advance(by: .milliseconds(25))
        }
        Issue.record("What the test waits for never came.")
        throw Stuck()
    }

    func drive(_ ids: JobID..., to state: JobState) async throws {
        for id in ids { try await drive { try await row(id).state == state } }
    }

    /// Moves the clock from one instant at which a job is due to the next, until all have ended.
    func leap(_ ids: [JobID]) async throws {
        while true {
            try await drive {
                for id in ids {
                    let row = try await row(id)
                    guard row.state.isFinal || (row.state == .waiting && row.runAt > now) else { return false }
                }
                return true
            }
            var due: Timestamp?
            for id in ids {
                let row = try await row(id)
                if !row.state.isFinal { due = min(due ?? row.runAt, row.runAt) }
            }
            guard let due else { return }
            clock.advance(by: due - now)
        }
    }

    private func engine(over store: any JobStore, _ options: WorkerOptions, seed: UInt64) -> WorkerEngine {
        let inbox = InboxAdmission(kinds: kinds)
        return WorkerEngine(
            store: store, kinds: kinds, admit: { inbox.answer($0, now: $1) }, options: options, timekeeper: clock,
            random: SeededRandom(seed: seed), logger: logger)
    }

    /// Runs a worker while `body` looks on.
    func work(_ body: () async throws -> Void) async throws {
        let engine = engine(over: store, WorkerOptions(concurrency: 8), seed: 9)
        let revocations = RevocationWatch(keeper: keeper, timekeeper: clock, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await revocations.run() }
            group.addTask {
                try await engine.run()
                throw CancellationError()
            }
            try await body()
            engine.stopNow()
            while !group.isEmpty { do { try await group.next() } catch is CancellationError { group.cancelAll() } }
        }
        await close()
    }

    /// Runs a worker over a store that may be severed, until nothing is left to do or its process dies. Workers with
    /// other seeds have other names.
    func live(over store: SeveredStore, seed: UInt64) async throws {
        let engine = engine(over: store, WorkerOptions(concurrency: 8, stopsWhenDrained: true), seed: seed)
        let ends = Diary<Bool>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { ends.write(true) }
                try await engine.run()
            }
            try await drive { !ends.entries.isEmpty }
            do { try await group.waitForAll() } catch is ProcessDied {}
        }
    }

    /// Removes what was made.
    func close() async {
        await keeper.shutdown()
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// Things that happened, in order.
final class Diary<Entry: Sendable>: Sendable {
    private let state = Mutex<[Entry]>([])

    var entries: [Entry] { state.withLock { $0 } }

    func write(_ entry: Entry) { state.withLock { $0.append(entry) } }
}

/// Keeps every line that is logged, with all its metadata, as text.
struct CapturingLog: LogHandler {
    let lines: Diary<String>
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        lines.write("\(event.level) \(event.message) \(all)")
    }
}
