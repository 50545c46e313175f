import Foundation
import JobModel
import JobStore
import Ports
import Testing

@testable import SellerJobs

@Suite("Requests", .timeLimit(.minutes(5)))
struct RequestRunTests {
    @Test("A small answer is kept with the job")
    func inline() async throws {
        let shop = Shop()
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive(id, to: .succeeded)
            let result = try #require(try await shop.row(id).result)
            #expect(result.inline == "{\"payload\":[]}" && result.path == nil && result.bytes == 14)
            #expect(result.status == 200)
            #expect(result.sha256?.count == 64)
            #expect(shop.amazon.logins.count == 1)
            #expect(try await shop.authorization().state == .active)
        }
    }

    @Test("An answer goes to the file that the job names")
    func toFile() async throws {
        let shop = Shop()
        try await shop.work {
            let id = try await shop.put(Shop.request(Shop.safe, output: "orders/{seller}-{region}/{job}.json"))
            try await shop.drive(id, to: .succeeded)
            let result = try #require(try await shop.row(id).result)
            #expect(result.path == "orders/acme-EU/\(id).json" && result.inline == nil)
            let text = try String(contentsOfFile: "\(shop.path)/orders/acme-EU/\(id).json", encoding: .utf8)
            #expect(text == "{\"payload\":[]}")
        }
    }

    @Test("A large answer goes to a file by itself")
    func large() async throws {
        let text = "{\"payload\":\"\(String(repeating: "x", count: 20_000))\"}"
        let shop = Shop(FakeAmazon(onCall: { _ in .json(200, text) }))
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive(id, to: .succeeded)
            let result = try #require(try await shop.row(id).result)
            #expect(result.inline == nil && result.bytes == text.utf8.count)
            let path = try #require(result.path)
            #expect(try Data(contentsOf: URL(filePath: "\(shop.path)/\(path)")).count == text.utf8.count)
            let folder = (shop.path + "/" + path as NSString).deletingLastPathComponent
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1, "no temporary file stays")
        }
    }

    @Test("What a restricted operation answers never enters the database")
    func restricted() async throws {
        let shop = Shop()
        try await shop.work {
            let id = try await shop.put(
                JobRequest(
                    kind: "request", operation: "merchantFulfillment.getShipment", parameters: #"{"shipmentId":"1"}"#))
            try await shop.drive(id, to: .succeeded)
            let result = try #require(try await shop.row(id).result)
            #expect(result.inline == nil && result.path != nil && result.bytes == 14)
        }
    }

    @Test(
        "Nor do addresses of documents with their signature, nor what Amazon tells of buyers without being restricted",
        arguments: [
            ("feeds.getFeedDocument", #"{"feedDocumentId":"d"}"#, false),
            ("dataKiosk.getDocument", #"{"documentId":"d"}"#, false),
            ("orders.getOrder", #"{"orderId":"1","includedData":["PROCEEDS","BUYER"]}"#, false),
            ("orders.getOrder", #"{"orderId":"1","IncludedData":"recipient"}"#, false),
            ("orders.getOrder", #"{"orderId":"1","includedData":["PROCEEDS"]}"#, true),
            ("fulfillmentOutbound.getFulfillmentOrder@2020-07-01", #"{"sellerFulfillmentOrderId":"1"}"#, false),
        ])
    func confidential(operation: String, parameters: String, isInline: Bool) async throws {
        let shop = Shop()
        try await shop.work {
            let id = try await shop.put(
                JobRequest(kind: "request", operation: operation, parameters: parameters))
            try await shop.drive(id, to: .succeeded)
            let result = try #require(try await shop.row(id).result)
            #expect((result.inline != nil) == isInline && (result.path == nil) == isInline)
        }
    }

    @Test("Nothing is fetched while the disk is nearly full")
    func diskFull() async throws {
        let shop = Shop(minFree: .max)
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive { try await shop.row(id).failure?.kind == "diskFull" }
            #expect(try await shop.row(id).attempt == 0)
            #expect(shop.amazon.calls.isEmpty)
        }
    }

    @Test("A grantless request needs a client id and secret, and no seller")
    func grantless() async throws {
        let shop = Shop()
        try await shop.work {
            let id = try await shop.put(
                JobRequest(kind: "request", operation: "notifications.getDestinations"))
            try await shop.drive(id, to: .succeeded)
            #expect(shop.amazon.logins.map { $0["grant_type"] } == ["client_credentials"])
            #expect(shop.amazon.logins.first?["refresh_token"] == nil)
            #expect(shop.amazon.calls.first?.url.hasPrefix("https://EU.main.test/") == true)
        }
    }

    @Test("The body of a job may come from a file, which is read when the job runs")
    func bodyFromFile() async throws {
        let shop = Shop()
        try await shop.work {
            let file = shop.path + ".body"
            try Data("{\"from\":\"file\"}".utf8).write(to: URL(filePath: file))
            defer { try? FileManager.default.removeItem(atPath: file) }
            var request = Shop.request(Shop.unsafe)
            request.body = nil
            request.options = "{\"file\":\"\(file)\"}"
            let id = try await shop.put(request)
            try await shop.drive(id, to: .succeeded)
            #expect(shop.amazon.calls.first?.body == Array("{\"from\":\"file\"}".utf8))
            request.options = "{\"file\":\"\(file).gone\"}"
            let missing = try await shop.put(request)
            try await shop.drive(missing, to: .failed)
            #expect(try await shop.row(missing).failure?.message.contains("cannot be read") == true)
        }
    }

    @Test("Refusals for good fail at once", arguments: [400, 404, 409, 413, 422])
    func rejected(status: Int) async throws {
        let shop = Shop(FakeAmazon(onCall: { _ in .error(status, "No.") }))
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive(id, to: .failed)
            let failure = try #require(try await shop.row(id).failure)
            #expect(failure.status == status && failure.requestID == "request-1" && failure.message.contains("No."))
            #expect(shop.amazon.calls.count == 1)
        }
    }

    @Test("The jobs of a seller that is no longer configured wait until it is back")
    func sellerGone() async throws {
        let shop = Shop()
        let id = try await shop.put()
        shop.keeper.directory.replace(with: SellerDirectory(applications: [], sellers: []))
        try await shop.work {
            try await shop.drive { try await shop.label(id) == .parked }
            try await shop.drive { try await shop.row(id).state == .waiting }
            #expect(try await shop.row(id).failure?.message.contains("not in the configuration") == true)
            #expect(try await shop.row(id).attempt == 0)
            #expect(try await shop.authorization().hasLeft)
            shop.keeper.directory.replace(with: shop.directory)
            try await shop.keeper.review()
            try await shop.drive(id, to: .succeeded)
        }
    }
}
