import Foundation
import JobModel
import JobStore
import OperationCatalogue
import Ports
import Synchronization
import Testing

@testable import SellerJobs

@Suite("Batches", .timeLimit(.minutes(5)))
struct BatchRunTests {
    private static func shop(_ desk: ItemDesk) -> Shop { Shop(FakeAmazon(onCall: { desk.answer($0.request) })) }

    /// The entries of a joined answer.
    private func entries(_ text: String) throws -> [JSONValue] {
        guard case .array(let entries)? = try JSONValue(parsing: text.utf8)["responses"] else { return [] }
        return entries
    }

    private func status(_ entry: JSONValue) -> JSONValue? { entry["status"]?["statusCode"] }

    @Test(
        "Only items that were refused for now are sent again, and one answer in the right order is made of all"
    )
    func again() async throws {
        let desk = ItemDesk(["P3": [429], "P5": [404], "P7": [503], "P11": [429]])
        let shop = Self.shop(desk)
        let names = ItemDesk.names(20)
        try await shop.work {
            let id = try await shop.put(ItemDesk.prices(names))
            try await shop.drive(id, to: .succeeded)
            #expect(desk.calls == [names, ["P3", "P7", "P11"]])
            let row = try await shop.row(id)
            #expect(row.progress == #"{"failed":1,"items":20,"succeeded":19}"#)
            #expect(row.attempt == 1 && row.failure == nil && row.result?.status == 200)
            let entries = try entries(try #require(row.result?.inline))
            #expect(entries.count == 20)
            for (number, entry) in entries.enumerated() {
                #expect(status(entry) == (number == 5 ? 404 : 200), "item \(number)")
                #expect(number == 5 || entry["body"]?["asin"]?.string == names[number])
            }
        }
    }

    @Test("A batch with nothing to be sent again is kept as Amazon wrote it, and its items are counted")
    func whole() async throws {
        let desk = ItemDesk(["P1": [400]])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(ItemDesk.prices(ItemDesk.names(2)))
            try await shop.drive(id, to: .succeeded)
            let row = try await shop.row(id)
            #expect(row.result?.inline?.hasPrefix(#"{"responses": [{"status": {"statusCode": 200}, "#) == true)
            #expect(row.progress == #"{"failed":1,"items":2,"succeeded":1}"#)
            #expect(desk.calls.count == 1)
        }
    }

    @Test("Large answers go to one file, and nothing else is left behind")
    func large() async throws {
        let desk = ItemDesk(["P1": [429], "P2": [429, 429]], padding: 2000)
        let shop = Self.shop(desk)
        let names = ItemDesk.names(20)
        try await shop.work {
            let id = try await shop.put(ItemDesk.prices(names, output: "out.json"))
            try await shop.drive(id, to: .succeeded)
            #expect(desk.calls == [names, ["P1", "P2"], ["P2"]])
            let result = try #require(try await shop.row(id).result)
            let text = try String(contentsOfFile: "\(shop.path)/out.json", encoding: .utf8)
            #expect(try entries(text).compactMap { $0["body"]?["asin"]?.string } == names)
            #expect(result.path == "out.json" && result.bytes == text.utf8.count && result.inline == nil)
            #expect(try FileManager.default.contentsOfDirectory(atPath: shop.path) == ["out.json"])
        }
    }

    @Test("An item that is refused again and again has failed with the job's last attempt, and the others have not")
    func exhausted() async throws {
        let desk = ItemDesk(["P1": [503, 503, 503, 503]])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(ItemDesk.prices(ItemDesk.names(3), maxAttempts: 3))
            try await shop.drive(id, to: .succeeded)
            #expect(desk.calls == [ItemDesk.names(3), ["P1"], ["P1"]])
            let row = try await shop.row(id)
            #expect(row.progress == #"{"failed":1,"items":3,"succeeded":2}"#)
            #expect(try entries(row.result?.inline ?? "").map(status) == [200, 503, 200])
        }
    }

    @Test("Items that are refused for their rate alone cost no attempt, however often")
    func throttled() async throws {
        let desk = ItemDesk(["P1": [429, 429, 429, 429]])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(ItemDesk.prices(ItemDesk.names(3), maxAttempts: 2))
            try await shop.drive(id, to: .succeeded)
            #expect(desk.calls == [ItemDesk.names(3), ["P1"], ["P1"], ["P1"], ["P1"]])
            let row = try await shop.row(id)
            #expect(row.attempt == 0 && row.progress == #"{"failed":0,"items":3,"succeeded":3}"#)
        }
    }

    @Test("Between two calls the job tells which items wait and why")
    func told() async throws {
        let desk = ItemDesk(["P1": Array(repeating: 429, count: 6), "P2": [404]])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(ItemDesk.prices(ItemDesk.names(3)))
            try await shop.drive { try await shop.row(id).failure?.kind == "itemsRefused" }
            let row = try await shop.row(id)
            #expect(row.failure?.status == 429 && row.failure?.requestID == "request-1")
            #expect(row.failure?.message.contains("1 of 3 items were refused for now") == true)
            #expect(row.failure?.message.contains("Item 2 (P1): 429 No429, So.") == true)
            #expect(row.progress == #"{"failed":1,"items":3,"succeeded":1,"waiting":1}"#)
            try await shop.drive(id, to: .succeeded)
        }
    }

    @Test("When all items have failed the job fails with the first errors; reopened, it sends them all again")
    func allFailed() async throws {
        let desk = ItemDesk(["P0": [404], "P1": [429, 404]])
        let shop = Self.shop(desk)
        try await shop.work {
            let id = try await shop.put(ItemDesk.prices(ItemDesk.names(2)))
            try await shop.drive(id, to: .failed)
            let row = try await shop.row(id)
            #expect(row.failure?.kind == "itemsFailed" && row.failure?.status == 404)
            #expect(row.failure?.message.contains("All 2 items of the batch failed. Item 1 (P0): 404 No404") == true)
            #expect(row.progress == #"{"failed":2,"items":2,"succeeded":0}"#)
            _ = try await shop.store.retry([id], confirmed: false)
            try await shop.drive(id, to: .succeeded)
            #expect(desk.calls == [["P0", "P1"], ["P1"], ["P0", "P1"]])
        }
    }

    @Test("A call that fails as a whole is made again for the same items")
    func wholeCallFails() async throws {
        let desk = ItemDesk(["P1": [429]])
        let shop = Shop(FakeAmazon(onCall: { $0.number == 2 ? .error(503, "Later.") : desk.answer($0.request) }))
        try await shop.work {
            let id = try await shop.put(ItemDesk.prices(ItemDesk.names(3)))
            try await shop.drive(id, to: .succeeded)
            #expect(desk.calls == [ItemDesk.names(3), ["P1"]])
            #expect(try await shop.row(id).attempt == 1)
        }
    }

    @Test("When Amazon refuses the rest as a whole, or for too long, the job keeps what it has", arguments: [400, 503])
    func restRefused(status: Int) async throws {
        let desk = ItemDesk(["P1": [429]])
        let shop = Shop(FakeAmazon(onCall: { $0.number > 1 ? .error(status, "No.") : desk.answer($0.request) }))
        try await shop.work {
            let id = try await shop.put(ItemDesk.prices(ItemDesk.names(2), maxAttempts: 3))
            try await shop.drive(id, to: .succeeded)
            let row = try await shop.row(id)
            #expect(row.progress == #"{"failed":1,"items":2,"succeeded":1}"#)
            #expect(try entries(row.result?.inline ?? "").map(self.status) == [200, 429])
            #expect(shop.lines.entries.contains { $0.contains("could not be sent again") })
        }
    }

    @Test("An answer that tells nothing of items is kept as it is")
    func strange() async throws {
        let shop = Shop(FakeAmazon(onCall: { _ in .json(200, #"{"errors":[{"code":"X"}]}"#) }))
        try await shop.work {
            let id = try await shop.put(ItemDesk.prices(ItemDesk.names(2)))
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.row(id).result?.inline == #"{"errors":[{"code":"X"}]}"#)
        }
    }

    @Test("When the file of earlier answers is gone, a harmless batch is sent again from its beginning")
    func lostFile() async throws {
        let isMended = Mutex(false)
        let desk = ItemDesk(["P1": [429]], padding: 2000)
        let shop = Shop(
            FakeAmazon(onCall: { call in
                call.number > 1 && !isMended.withLock { $0 } ? .error(503, "Later.") : desk.answer(call.request)
            }))
        let names = ItemDesk.names(20)
        try await shop.work {
            let id = try await shop.put(ItemDesk.prices(names, output: "out.json"))
            try await shop.drive { try await shop.row(id).failure?.status == 503 }
            try FileManager.default.removeItem(atPath: "\(shop.path)/.out.json.\(id)-items.part")
            isMended.withLock { $0 = true }
            try await shop.drive(id, to: .succeeded)
            #expect(desk.calls == [names, names])
            #expect(shop.lines.entries.contains { $0.contains("sent again") })
            #expect(try FileManager.default.contentsOfDirectory(atPath: shop.path) == ["out.json"])
        }
    }

    // MARK: Batches that change something

    @Test("Where items change something, those that may have taken effect are sent again only when it does no harm")
    func effects() async throws {
        for isNumbered in [true, false] {
            let desk = ItemDesk(["B": [429], "C": [500], "D": [400]])
            let shop = Self.shop(desk)
            try await shop.work {
                let id = try await shop.put(ItemDesk.stock(["A", "B", "C", "D"], isNumbered: isNumbered))
                try await shop.drive(id, to: .succeeded)
                #expect(desk.calls == [["A", "B", "C", "D"], isNumbered ? ["B", "C"] : ["B"]])
                let row = try await shop.row(id)
                #expect(!row.isInDoubt)
                #expect(
                    row.progress
                        == (isNumbered
                            ? #"{"failed":1,"items":4,"succeeded":3}"# : #"{"failed":2,"items":4,"succeeded":2}"#))
            }
        }
    }

    @Test("A second call whose answer is lost leaves the outcomes of the first untouched")
    func lostAnswer() async throws {
        let desk = ItemDesk(["B": [429]])
        let shop = Shop(
            FakeAmazon(onCall: { call in
                guard call.number == 2 else { return desk.answer(call.request) }
                throw HTTPTransportError(.connectionLost, wasSent: true, message: "the connection broke")
            }))
        try await shop.work {
            let id = try await shop.put(ItemDesk.stock(["A", "B"]))
            try await shop.drive(id, to: .succeeded)
            #expect(desk.calls == [["A", "B"], ["B"]] && shop.amazon.calls.count == 3)
            let row = try await shop.row(id)
            #expect(row.progress == #"{"failed":0,"items":2,"succeeded":2}"# && !row.isInDoubt)
        }
    }

    @Test("A second call that is throttled as a whole, or never sent, loses nothing either", arguments: [true, false])
    func heldUp(isThrottled: Bool) async throws {
        let desk = ItemDesk(["B": [429]])
        let shop = Shop(
            FakeAmazon(onCall: { call in
                guard call.number == 2 else { return desk.answer(call.request) }
                if isThrottled { return .error(429, "Slow down.") }
                throw HTTPTransportError(.connect, wasSent: false, message: "the connection was refused")
            }))
        try await shop.work {
            let id = try await shop.put(ItemDesk.stock(["A", "B"], isNumbered: false))
            try await shop.drive(id, to: .succeeded)
            #expect(desk.calls == [["A", "B"], ["B"]])
        }
    }

    // MARK: Admission

    @Test("A batch with more items than Amazon takes is refused at the door")
    func tooMany() throws {
        let shop = Shop()
        let rejection = #expect(throws: JobRejection.self) {
            try shop.kind.admit(ItemDesk.prices(ItemDesk.names(21)), now: shop.now)
        }
        #expect(rejection?.description.contains("has 21 items") == true)
        #expect(throws: Never.self) { try shop.kind.admit(ItemDesk.prices(ItemDesk.names(20)), now: shop.now) }
    }
}
