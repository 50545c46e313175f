import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Secrets
import Testing

@testable import SellerJobs

@Suite("Sellers that come and go", .timeLimit(.minutes(5)))
struct SellerWatchTests {
    private static let place = DiscoveryBench.place

    @Test("A seller that appears in its place works at the next look, and one that disappears does not; both are told")
    func comeAndGo() async throws {
        let bench = DiscoveryBench()
        bench.listing[Self.place] = ["globex"]
        try await bench.live(bench.watch()) {
            #expect(bench.sellers == ["acme", "globex"])
            let first = try await bench.told()
            #expect(first == [], "The first listing is no news.")
            bench.listing[Self.place] = ["globex", "initech"]
            await bench.pass(.seconds(299))
            #expect(bench.sellers == ["acme", "globex"])
            await bench.pass(.seconds(1))
            #expect(bench.sellers == ["acme", "globex", "initech"])
            bench.listing[Self.place] = ["initech"]
            await bench.pass()
            #expect(bench.sellers == ["acme", "initech"])
            bench.listing[Self.place] = ["globex", "initech"]
            await bench.pass()
            await bench.pass()
            let told = try await bench.told()
            #expect(told == ["sellerAdded initech", "sellerRemoved globex", "sellerAdded globex"])
            #expect(bench.listing.count == 5)
        }
        await bench.shop.close()
    }

    @Test("The jobs of a seller that disappeared wait, and go on when it is back")
    func jobsWait() async throws {
        let bench = DiscoveryBench()
        bench.shop.vault[Shop.refreshName(DiscoveryBench.key("globex"))] = "Atzr|of globex"
        bench.listing[Self.place] = ["globex", "initech"]
        try await bench.live(bench.watch()) {
            let id = try await bench.shop.put(seller: "globex")
            bench.listing[Self.place] = ["initech"]
            await bench.pass()
            try await bench.shop.keeper.refused(
                .notConfigured(.seller, "seller globex"), application: "main",
                authorization: DiscoveryBench.key("globex"))
            let before = try await bench.shop.label(id)
            #expect(before == .parked)
            bench.listing[Self.place] = ["globex", "initech"]
            await bench.pass()
            let after = try await bench.shop.label(id)
            #expect(after != .parked)
        }
        await bench.shop.close()
    }

    @Test("A listing that fails keeps everybody, is told once, and its end too")
    func failing() async throws {
        let bench = DiscoveryBench()
        bench.listing[Self.place] = ["globex"]
        try await bench.live(bench.watch()) {
            bench.listing.isShut = true
            for _ in 0..<3 { await bench.pass() }
            #expect(bench.sellers == ["acme", "globex"])
            #expect(bench.warnings("cannot be listed") == 1)
            #expect(bench.warnings("AWS is away") == 1)
            bench.listing.isShut = false
            bench.listing[Self.place] = ["globex", "initech"]
            await bench.pass()
            #expect(bench.sellers == ["acme", "globex", "initech"])
            #expect(bench.shop.lines.entries.contains { $0.contains("can be listed again") })
            bench.listing.isShut = true
            await bench.pass()
            #expect(bench.warnings("cannot be listed") == 2)
        }
        await bench.shop.close()
    }

    @Test("A place that is empty all of a sudden is believed when it still is an interval later")
    func emptiness() async throws {
        let bench = DiscoveryBench()
        bench.listing[Self.place] = ["globex"]
        try await bench.live(bench.watch()) {
            bench.listing[Self.place] = []
            await bench.pass()
            #expect(bench.sellers == ["acme", "globex"])
            #expect(bench.warnings("looks empty") == 1)
            bench.listing[Self.place] = ["globex"]
            await bench.pass()
            bench.listing[Self.place] = []
            await bench.pass()
            #expect(bench.sellers == ["acme", "globex"], "It was not empty twice in a row.")
            await bench.pass()
            #expect(bench.sellers == ["acme"])
            let told = try await bench.told()
            #expect(told == ["sellerRemoved globex"])
        }
        await bench.shop.close()
    }

    @Test("A start while nobody answers, or while all is empty, serves whom the last process found")
    func startInOutage() async throws {
        let bench = DiscoveryBench()
        bench.listing[Self.place] = ["globex"]
        try await bench.live(bench.watch()) {}
        bench.shop.keeper.directory.replace(with: bench.shop.directory)
        bench.listing.isShut = true
        bench.shop.clock.advance(by: .seconds(7200))
        try await bench.live(bench.watch()) {
            #expect(bench.sellers == ["acme", "globex"])
            #expect(bench.warnings("those found last stay") == 1)
            #expect(bench.warnings("2 h") == 1, "\(bench.shop.lines.entries)")
        }
        bench.listing.isShut = false
        bench.listing[Self.place] = []
        bench.shop.keeper.directory.replace(with: bench.shop.directory)
        try await bench.live(bench.watch()) {
            #expect(bench.sellers == ["acme", "globex"])
            #expect(bench.warnings("looks empty") == 1)
        }
        let told = try await bench.told()
        #expect(told == [])
        await bench.shop.close()
    }

    @Test("Who came and went while no worker ran is told at the start, once")
    func between() async throws {
        let bench = DiscoveryBench()
        bench.listing[Self.place] = ["globex"]
        try await bench.live(bench.watch()) {}
        bench.listing[Self.place] = ["initech"]
        for _ in 0..<2 {
            bench.shop.keeper.directory.replace(with: bench.shop.directory)
            try await bench.live(bench.watch()) { #expect(bench.sellers == ["acme", "initech"]) }
            let told = try await bench.told()
            #expect(told == ["sellerRemoved globex", "sellerAdded initech"])
        }
        await bench.shop.close()
    }

    @Test("A place that could never be listed is asked again soon")
    func firstStartInOutage() async throws {
        let bench = DiscoveryBench()
        bench.listing.isShut = true
        bench.listing[Self.place] = ["globex"]
        try await bench.live(bench.watch()) {
            #expect(bench.sellers == ["acme"])
            #expect(bench.warnings("nothing is known of it yet") == 1)
            bench.listing.isShut = false
            await bench.pass(.seconds(30))
            #expect(bench.sellers == ["acme", "globex"])
        }
        await bench.shop.close()
    }

    @Test("Each listing is kept with its time, a doubtful one is not")
    func kept() async throws {
        let bench = DiscoveryBench()
        let start = bench.shop.now
        bench.listing[Self.place] = ["globex"]
        func row() async throws -> SellerListingRow? {
            try await bench.shop.store.keptSellers(source: "aws-sm:prod/sellers/")
        }
        try await bench.live(bench.watch()) {
            let first = try await row()
            #expect(first?.listedAt == start)
            await bench.pass()
            let second = try await row()
            #expect(second?.listedAt == start + .seconds(300))
            bench.listing[Self.place] = []
            await bench.pass()
            let third = try await row()
            #expect(third == second && third?.names == ["globex"])
        }
        await bench.shop.close()
    }

    @Test("A name that cannot be used is told once, and keeps nobody else out")
    func flaws() async throws {
        let bench = DiscoveryBench()
        bench.listing[Self.place] = ["a/b", "globex"]
        try await bench.live(bench.watch()) {
            #expect(bench.sellers == ["acme", "globex"])
            bench.listing[Self.place] = ["a/b", "globex", "initech"]
            await bench.pass()
            #expect(bench.sellers == ["acme", "globex", "initech"])
            #expect(bench.warnings("a/b is strange") == 1)
        }
        await bench.shop.close()
    }

    // MARK: Files

    @Test("A file that changes counts at once; one that is broken or gone changes nobody, and says so once")
    func files() async throws {
        let bench = DiscoveryBench()
        let path = NSTemporaryDirectory() + "/sellers-\(UUID().uuidString).csv"
        defer { try? FileManager.default.removeItem(atPath: path) }
        func write(_ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path), options: .atomic) }
        try write("globex\n")
        let book = FakeBook(shop: bench.shop, sources: [], files: [path])
        bench.shop.keeper.directory.replace(with: try await book.roll([:]).directory)
        try await bench.live(bench.watch(book)) {
            try write("globex\ninitech\n")
            await bench.pass(.seconds(1))
            #expect(bench.sellers == ["acme", "globex", "initech"])
            try write("broken\n")
            for _ in 0..<3 { await bench.pass(.seconds(1)) }
            try FileManager.default.removeItem(atPath: path)
            await bench.pass(.seconds(1))
            #expect(bench.sellers == ["acme", "globex", "initech"])
            #expect(bench.warnings("cannot be used") == 1)
            try write("initech\n")
            await bench.pass(.seconds(1))
            #expect(bench.sellers == ["acme", "initech"])
            let told = try await bench.told()
            #expect(told == ["sellerAdded initech", "sellerRemoved globex"])
            #expect(bench.listing.count == 0)
        }
        await bench.shop.close()
    }

    // MARK: Reloading

    @Test("A reload lists at once, takes new places in and lets the sellers of others go")
    func reload() async throws {
        let bench = DiscoveryBench()
        let other = SellerSource.parameterPath("/other/")
        bench.listing[Self.place] = ["globex"]
        bench.listing[other] = ["hooli"]
        let watch = bench.watch()
        try await bench.live(watch) {
            bench.listing[Self.place] = ["globex", "initech"]
            try await watch.adopt(FakeBook(shop: bench.shop, sources: [Self.place, other]))
            #expect(bench.sellers == ["acme", "globex", "hooli", "initech"])
            try await watch.adopt(FakeBook(shop: bench.shop, sources: [other]))
            #expect(bench.sellers == ["acme", "hooli"])
            let told = try await bench.told()
            #expect(
                told == [
                    "sellerAdded hooli", "sellerAdded initech", "sellerRemoved globex", "sellerRemoved initech",
                ])
        }
        await bench.shop.close()
    }

    @Test("A reload that finds a mistake changes nobody and goes on watching as before")
    func badReload() async throws {
        let bench = DiscoveryBench()
        bench.listing[Self.place] = ["globex"]
        let watch = bench.watch()
        try await bench.live(watch) {
            await #expect(throws: FakeBook.Broken.self) {
                try await watch.adopt(FakeBook(shop: bench.shop, files: ["/nowhere/sellers.csv"]))
            }
            #expect(bench.sellers == ["acme", "globex"])
            bench.listing[Self.place] = ["globex", "initech"]
            await bench.pass()
            #expect(bench.sellers == ["acme", "globex", "initech"])
        }
        await bench.shop.close()
    }

    @Test("Two reloads in a row do not make a place empty that was not")
    func emptyReloads() async throws {
        let bench = DiscoveryBench()
        bench.listing[Self.place] = ["globex"]
        let watch = bench.watch()
        try await bench.live(watch) {
            bench.listing[Self.place] = []
            for _ in 0..<3 { try await watch.adopt(FakeBook(shop: bench.shop)) }
            #expect(bench.sellers == ["acme", "globex"])
            await bench.pass()
            #expect(bench.sellers == ["acme"])
        }
        await bench.shop.close()
    }
}
