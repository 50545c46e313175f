import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import SellerJobs

@Suite("What a job has written is known", .timeLimit(.minutes(5)))
struct OutputOwnershipTests {
    private func outputs(_ shop: Shop, _ id: JobID) async -> [OutputRow] { await shop.store.outputs(of: id) }

    /// Prunes a month later.
    private func prune(_ shop: Shop) async {
        shop.clock.advance(by: .seconds(31 * 86_400))
        await OutputPruner(
            shop.services.output, keepingFor: .seconds(30 * 86_400), store: shop.store, timekeeper: shop.clock,
            logger: shop.logger
        ).prune()
    }

    private func files(_ shop: Shop) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: shop.path).sorted()
    }

    @Test("with its end: place, size, checksum and seller; a small answer without a file leaves nothing")
    func success() async throws {
        let shop = Shop()
        try await shop.work {
            let filed = try await shop.put(Shop.request(Shop.safe, output: "a/{job}.json"))
            let inline = try await shop.put()
            try await shop.drive(filed, inline, to: .succeeded)
            let result = try #require(try await shop.row(filed).result)
            let row = try #require(await outputs(shop, filed).first)
            #expect(row.location == shop.path + "/a/\(filed).json" && row.seller == "acme")
            #expect(row.bytes == result.bytes && row.sha256 == result.sha256 && row.modifiedAt != nil)
            #expect(await outputs(shop, inline).isEmpty)
            await prune(shop)
            #expect(try files(shop).isEmpty)
        }
    }

    @Test("and belongs to the last one that wrote to its place")
    func latest() async throws {
        let shop = Shop()
        try await shop.work {
            var ids: [JobID] = []
            for _ in 0..<3 {
                let id = try await shop.put(Shop.request(Shop.safe, output: "latest.json"))
                try await shop.drive(id, to: .succeeded)
                ids.append(id)
            }
            var counts: [Int] = []
            for id in ids { counts.append(await outputs(shop, id).count) }
            #expect(counts == [0, 0, 1])
        }
    }

    /// What is there once the worker was killed at the end of its run, and what the next one makes of it.
    private func afterDeath(
        _ operation: String, _ existing: ExistingOutput, _ output: String, storage: FakeStorage
    ) async throws -> (shop: Shop, id: JobID, atDeath: [OutputRow]) {
        let shop = Shop(existing: existing, storage: storage.store())
        let id = try await shop.put(Shop.request(operation, output: output))
        let first = SeveredStore(shop.store, cut: .init(.before, call: 1, of: [.finish]))
        try await shop.live(over: first, seed: 1)
        #expect(first.isSevered)
        let atDeath = await outputs(shop, id)
        try await shop.live(over: SeveredStore(shop.store, cut: nil), seed: 2)
        return (shop, id, atDeath)
    }

    @Test(
        "once, although the worker was killed between the file's name and the job's end",
        arguments: ExistingOutput.allCases, [Shop.safe, Shop.leftToPeople])
    func killed(existing: ExistingOutput, operation: String) async throws {
        for output in ["out.json", "s3://reports/out.json"] {
            let storage = FakeStorage()
            let (shop, id, atDeath) = try await afterDeath(operation, existing, output, storage: storage)
            let what = Comment(rawValue: "\(operation) \(existing) \(output)")
            let location = output.hasPrefix("s3://") ? output : shop.path + "/out.json"
            // The next run writes a harmless call's answer to the same place again; a version shows when it is there.
            let isAnnounced =
                existing != .version
                && (operation != Shop.safe || existing == .fail || output.hasPrefix("s3://"))
            #expect(atDeath.map(\.location) == (isAnnounced ? [location] : []), what)
            let row = try await shop.row(id)
            #expect(row.state == .succeeded, what)
            #expect(shop.amazon.calls.count == (operation == Shop.safe && !isNoted(existing, output) ? 2 : 1), what)
            let rows = await outputs(shop, id)
            #expect(rows.map(\.location) == [location] && rows.first?.sha256 == row.result?.sha256, what)
            await prune(shop)
            #expect(await outputs(shop, id).isEmpty, what)
            #expect(try files(shop).isEmpty && storage.objects.isEmpty, what)
            await shop.close()
        }
    }

    /// Whether the answer is written down with the job whatever the call.
    private func isNoted(_ existing: ExistingOutput, _ output: String) -> Bool {
        existing != .replace || output.hasPrefix("s3://")
    }

    @Test("and no file of a killed run is left over where every run has a path of its own")
    func ownPaths() async throws {
        let (shop, id, atDeath) = try await afterDeath(
            Shop.safe, .replace, "{job}-{run}.json", storage: FakeStorage())
        #expect(atDeath.map(\.location) == [shop.path + "/\(id)-1.json"])
        #expect(try await shop.row(id).result?.path == "\(id)-1.json")
        #expect(try files(shop) == ["\(id)-1.json"])
        await prune(shop)
        #expect(try files(shop).isEmpty)
        await shop.close()
    }

    @Test("also when its place was taken, by the name that it has got")
    func version() async throws {
        let shop = Shop(existing: .version)
        try FileManager.default.createDirectory(atPath: shop.path, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: URL(filePath: shop.path + "/out.json"))
        try await shop.work {
            let id = try await shop.put(Shop.request(Shop.safe, output: "out.json"))
            try await shop.drive(id, to: .succeeded)
            #expect(await outputs(shop, id).map(\.location) == [shop.path + "/out.2.json"])
            await prune(shop)
            #expect(try files(shop) == ["out.json"])
        }
    }
}
