import Foundation
import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Secrets
import Synchronization

@testable import SellerJobs

/// Places that a test fills, empties and shuts.
final class FakeListing: SellerListing {
    private struct State {
        var names: [SellerSource: [String]] = [:]
        var isShut = false
        var count = 0
    }

    private let state = Mutex(State())

    /// How often a place was listed.
    var count: Int { state.withLock { $0.count } }

    /// Whether nobody answers.
    var isShut: Bool {
        get { state.withLock { $0.isShut } }
        set { state.withLock { $0.isShut = newValue } }
    }

    subscript(source: SellerSource) -> [String] {
        get { state.withLock { $0.names[source] ?? [] } }
        set { state.withLock { $0.names[source] = newValue } }
    }

    func names(in source: SellerSource) async throws(SecretError) -> [String] {
        let (isShut, names) = state.withLock { state in
            state.count += 1
            return (state.isShut, state.names[source] ?? [])
        }
        if isShut {
            throw SecretError(.unavailable, reference: nil, message: "AWS is away", cure: "wait")
        }
        return names
    }
}

/// The sellers of a shop, those in a file with an id a line, and those in places, all of one application in Europe.
struct FakeBook: SellerBook {
    struct Broken: Error {}

    let shop: Shop
    var sources: [SellerSource] = [DiscoveryBench.place]
    var files: Set<String> = []

    func roll(_ names: [SellerSource: [String]]) async throws -> SellerRoll {
        var ids = sources.flatMap { names[$0] ?? [] }
        for file in files.sorted() {
            guard let data = FileManager.default.contents(atPath: file) else { throw Broken() }
            ids += String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        }
        if ids.contains("broken") { throw Broken() }
        let strange = ids.filter { $0.contains("/") }
        let sellers = ids.filter { !$0.contains("/") }.map { id in
            SellerDirectory.Seller(
                key: DiscoveryBench.key(id), region: .europe,
                refreshToken: .environment(Shop.refreshName(DiscoveryBench.key(id))),
                endpoint: Shop.owner(DiscoveryBench.key(id)).host ?? "")
        }
        return SellerRoll(
            directory: SellerDirectory(
                applications: Array(shop.directory.applications.values),
                sellers: Array(shop.directory.sellers.values) + sellers),
            flaws: strange.map { "\($0) is strange" }, strangers: 0)
    }
}

/// A shop whose sellers come and go.
struct DiscoveryBench {
    static let place = SellerSource.secretsPrefix("prod/sellers/")

    let shop = Shop()
    let listing = FakeListing()

    static func key(_ id: String) -> AuthorizationKey {
        AuthorizationKey(application: "main", seller: id, region: "EU")
    }

    /// Who is served now.
    var sellers: [String] { shop.keeper.directory.current.sellers.keys.map(\.seller).sorted() }

    /// Who came and who went, as it was told, oldest first.
    func told() async throws -> [String] {
        await shop.store.events(after: 0, limit: 100).map { "\($0.kind) \($0.seller ?? "-")" }
            .filter { $0.hasPrefix("sellerAdded") || $0.hasPrefix("sellerRemoved") }
    }

    /// The warnings that have a text in them.
    func warnings(_ text: String) -> Int {
        shop.lines.entries.count { $0.hasPrefix("warning") && $0.contains(text) }
    }

    func watch(_ book: FakeBook? = nil) -> SellerWatch {
        SellerWatch(
            book: book ?? FakeBook(shop: shop), keeper: shop.keeper, store: shop.store, listing: listing,
            files: FileProvider(directory: "/", logger: shop.logger), timekeeper: shop.clock, logger: shop.logger)
    }

    /// Begins and watches while `body` looks on.
    func live(_ watch: SellerWatch, _ body: () async throws -> Void) async throws {
        try await watch.begin()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await watch.run() }
            await shop.clock.waitForSleepers(1)
            try await body()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// Lets time pass and the watch do what is due then.
    func pass(_ duration: Duration = .seconds(300)) async {
        shop.clock.advance(by: duration)
        await shop.clock.waitForSleepers(1)
    }
}
