import Foundation
import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Ports
import Sandbox
import Secrets
import SellerJobs
import SellingPartner
import Synchronization
import Testing
import Worker

/// A queue in memory for the sellers of a stage's world, and workers that call the sandbox.
struct Shop {
    let stage: Stage
    let store: MemoryJobStore
    let kind: HeldKind
    /// Where outputs go.
    let folder: URL
    private let keeper: AuthorizationKeeper

    /// - Parameter scale: The factor on all usage plans that the worker knows of; must be the world's.
    init(_ stage: Stage, scale: Double? = nil) {
        self.stage = stage
        let clock = stage.clock
        store = MemoryJobStore(salt: [1, 2, 3]) { Timestamp(microseconds: clock.wallMicroseconds()) }
        keeper = AuthorizationKeeper(
            directory: DirectoryHolder(Self.directory(stage, scale: scale)),
            cache: CredentialCache(
                resolver: SecretResolver(providers: [WorldVault(stage.world)]), timekeeper: clock,
                random: SeededRandom(seed: 4),
                logger: Stage.logger), store: store,
            transport: stage.transport, timekeeper: clock, random: SeededRandom(seed: 3), settings: .init(),
            salt: [1, 2, 3], logger: Stage.logger)
        folder = FileManager.default.temporaryDirectory
            .appending(path: "spworker-client-\(UUID().uuidString)", directoryHint: .isDirectory)
        kind = HeldKind(
            kind: RequestKind(
                KindServices(
                    keeper: keeper, transport: stage.transport, timekeeper: clock, random: SeededRandom(seed: 5),
                    output: OutputFolder(path: folder.path, minFree: 0))),
            clock: clock)
    }

    private static func directory(_ stage: Stage, scale: Double?) -> SellerDirectory {
        let plans = PlanOverrides(scale.map { ["*": .init(scale: $0)] } ?? [:])
        return SellerDirectory(
            applications: stage.world.applications.map { application in
                SellerDirectory.Application(
                    id: application.id, clientID: .environment(WorldVault.clientID(application.id)),
                    clientSecret: .environment(WorldVault.clientSecret(application.id)),
                    tokenEndpoint: stage.address.lwaEndpoint, plans: plans, endpoints: stage.address.endpoints)
            },
            sellers: stage.world.sellers.map { seller in
                SellerDirectory.Seller(
                    key: AuthorizationKey(
                        application: seller.application, seller: seller.id, region: seller.region.rawValue),
                    region: seller.region, sellerID: seller.sellerId,
                    marketplaces: seller.marketplaces.compactMap(Marketplace.named),
                    refreshToken: .environment(WorldVault.refreshToken(seller.id)),
                    endpoint: stage.address.endpoint(for: seller.region))
            })
    }

    private var now: Timestamp { Timestamp(microseconds: stage.clock.wallMicroseconds()) }

    /// Puts a job for a sample call into the queue.
    @discardableResult
    func put(
        _ sample: SampleCall, of seller: World.Seller, options: String = "{}", output: String? = nil
    ) async throws -> JobID {
        let request = JobRequest(
            kind: "request", seller: seller.id, operation: sample.operation.name,
            parameters: JSONValue.object(sample.parameters).text,
            body: sample.body.map { String(decoding: $0, as: UTF8.self) }, options: options, output: output)
        return try await store.enqueue([try kind.admit(request, now: now).job])[0].id
    }

    func row(_ id: JobID) async throws -> JobRow { try #require(try await store.job(id)).row }

    /// Runs a worker until nothing is left to do or its process dies. Workers with other seeds have other names.
    ///
    /// - Parameter severed: The store as the worker sees it.
    func work(over severed: SeveredStore? = nil, concurrency: Int = 16, seed: UInt64) async throws {
        let engine = WorkerEngine(
            store: severed ?? store, kinds: [kind], admit: { _, _ in .rejected("Nobody writes into the inbox.") },
            options: WorkerOptions(concurrency: concurrency, stopsWhenDrained: true), timekeeper: stage.clock,
            random: SeededRandom(seed: seed), logger: Stage.logger)
        let ends = Ends()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { ends.add() }
                try await engine.run()
            }
            while ends.count == 0 {
                try Task.checkCancellation()
                // Everybody who was woken gets some turns before time goes on. What the store was asked for is done
                // by then, because it does one thing after the other.
                for _ in 0..<16 {
                    _ = await store.salt()
                    await Task.yield()
                }
                await stage.clock.step()
            }
            do { try await group.waitForAll() } catch is ProcessDied {}
        }
    }

    /// Removes what was made.
    func close() async {
        await keeper.tokens.shutdown()
        try? FileManager.default.removeItem(at: folder)
    }
}

/// Counts workers that have ended.
private final class Ends: Sendable {
    private let ended = Mutex(0)

    var count: Int { ended.withLock { $0 } }

    func add() { ended.withLock { $0 += 1 } }
}
