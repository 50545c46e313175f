import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Ports
import Synchronization
import Testing

@testable import SellerJobs

@Suite("The output of a single call", .timeLimit(.minutes(5)))
struct RequestOutputTests {
    /// The files and objects that are there in the end; hidden ones are left out.
    private func outputs(_ shop: Shop, _ storage: FakeStorage) throws -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: shop.path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted() + storage.objects.keys.sorted()
    }

    // MARK: Crashes

    /// Lives through the cut and to the end, and checks that there is one output. Returns whether the process died.
    private func play(
        _ cut: SeveredStore.Cut, _ operation: String, _ existing: ExistingOutput, _ output: String
    ) async throws -> Bool {
        let storage = FakeStorage()
        let shop = Shop(existing: existing, storage: storage.store())
        let id = try await shop.put(Shop.request(operation, output: output))
        let first = SeveredStore(shop.store, cut: cut)
        try await shop.live(over: first, seed: 1)
        try await shop.live(over: SeveredStore(shop.store, cut: nil), seed: 2)
        let what = Comment(rawValue: "after a crash \(cut)")
        let row = try await shop.row(id)
        let calls = shop.amazon.calls.count
        if operation == Shop.safe {
            #expect(row.state == .succeeded && calls <= 2, what)
        } else {
            // Nothing can be looked up: a call whose answer is lost is left to people, and never made again.
            #expect(row.state == .succeeded || row.state == .quarantined, what)
            #expect(calls <= 1, what)
        }
        if row.state == .succeeded {
            #expect(row.result?.path == output, what)
            let place = output.hasPrefix("s3://") ? String(output.dropFirst(5)) : output
            #expect(try outputs(shop, storage) == [place], what)
        }
        await shop.close()
        return first.isSevered
    }

    @Test(
        "is there once after a crash at any call of the store", arguments: SeveredStore.Side.allCases,
        ExistingOutput.allCases)
    func anyCall(side: SeveredStore.Side, existing: ExistingOutput) async throws {
        for operation in [Shop.safe, Shop.leftToPeople] {
            for output in ["out.json", "s3://reports/out.json"] {
                var number = 1
                while try await play(
                    .init(side, call: number, of: SeveredStore.Verb.ofRuns), operation, existing, output)
                { number += 1 }
                #expect(number > 3, "a life takes more calls than \(number)")
            }
        }
    }

    // MARK: Places that are taken

    @Test("fails before the call when its place is taken and what is there must stay", arguments: [true, false])
    func taken(inStorage: Bool) async throws {
        let storage = FakeStorage()
        storage.put("reports/out.json", "mine")
        let shop = Shop(existing: .fail, storage: storage.store())
        try FileManager.default.createDirectory(atPath: shop.path, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: URL(filePath: shop.path + "/out.json"))
        try await shop.work {
            for operation in [Shop.safe, Shop.unsafe] {
                let output = inStorage ? "s3://reports/out.json" : "out.json"
                let id = try await shop.put(Shop.request(operation, output: output))
                try await shop.drive(id, to: .failed)
                let failure = try #require(try await shop.row(id).failure)
                #expect(failure.kind == "outputExists" && failure.message.contains("out.json is there already"))
            }
            #expect(shop.amazon.calls.isEmpty)
            #expect(storage.objects["reports/out.json"]?.text == "mine")
            #expect(try String(contentsOfFile: shop.path + "/out.json", encoding: .utf8) == "mine")
        }
    }

    @Test("gets a number in its name, which the result tells")
    func version() async throws {
        let shop = Shop(existing: .version)
        try await shop.work {
            for place in ["out.json", "out.2.json", "out.3.json"] {
                let id = try await shop.put(Shop.request(Shop.safe, output: "out.json"))
                try await shop.drive(id, to: .succeeded)
                #expect(try await shop.row(id).result?.path == place)
            }
        }
    }

    // MARK: S3 in trouble

    @Test("that cannot be stored is kept, and the call is not made again", arguments: [Shop.safe, Shop.leftToPeople])
    func outage(operation: String) async throws {
        let puts = Mutex(0)
        let storage = FakeStorage(onCall: { call, _ in
            guard call.hasPrefix("PUT") else { return nil }
            let number = puts.withLock {
                $0 += 1
                return $0
            }
            // The first two runs find it down, five tries each.
            return number <= 10 ? FakeStorage.error(503, "ServiceUnavailable") : nil
        })
        let shop = Shop(storage: storage.store())
        try await shop.work {
            let id = try await shop.put(Shop.request(operation, output: "s3://reports/out.json"))
            try await shop.drive { try await shop.row(id).failure?.kind == "output" }
            try await shop.drive(id, to: .succeeded)
            let row = try await shop.row(id)
            #expect(row.run == 3 && !row.isInDoubt)
            #expect(row.result?.path == "s3://reports/out.json" && row.result?.status == 200)
            #expect(shop.amazon.calls.count == 1)
            #expect(storage.objects["reports/out.json"]?.text == "{\"payload\":[]}")
        }
    }

    @Test("that was kept and is gone is fetched again, or left to people", arguments: [Shop.safe, Shop.leftToPeople])
    func gone(operation: String) async throws {
        let isDown = Mutex(true)
        let storage = FakeStorage(onCall: { call, _ in
            call.hasPrefix("PUT") && isDown.withLock { $0 } ? FakeStorage.error(403, "AccessDenied") : nil
        })
        let shop = Shop(storage: storage.store())
        try await shop.work {
            let id = try await shop.put(Shop.request(operation, output: "s3://reports/out.json"))
            try await shop.drive { try await shop.row(id).failure?.kind == "output" }
            try FileManager.default.removeItem(atPath: shop.path)
            isDown.withLock { $0 = false }
            if operation == Shop.safe {
                try await shop.drive(id, to: .succeeded)
                #expect(shop.amazon.calls.count == 2)
            } else {
                try await shop.drive(id, to: .quarantined)
                #expect(shop.amazon.calls.count == 1)
                #expect(try await shop.row(id).failure?.message.contains("is gone") == true)
            }
        }
    }
}
