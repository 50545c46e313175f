import JobStoreTesting
import OperationCatalogue
import Ports
import Testing

@testable import SellingPartner

@Suite("Restricted operations for Swift programs")
struct RestrictedCallTests {
    private static func isMint(_ request: HTTPRequest) -> Bool { request.url.hasSuffix("/restrictedDataToken") }

    /// Mints tokens, the first being `Atz.sprdt|1`, and answers calls.
    private static func scene(
        _ settings: ClientSettings = .with { $0.marketplaces = ["DE"] },
        mint: @escaping @Sendable (Int) -> HTTPResponse = { token($0) },
        call: @escaping @Sendable (HTTPRequest) -> HTTPResponse = { _ in .json(200, #"{"payload":{"Orders":[]}}"#) }
    ) throws -> ClientScene {
        let mints = Counter()
        return try ClientScene(settings: settings) { request, _ in
            isMint(request) ? mint(mints.next()) : call(request)
        }
    }

    private static func token(_ number: Int) -> HTTPResponse {
        .json(200, #"{"restrictedDataToken":"Atz.sprdt|\#(number)","expiresIn":3600}"#)
    }

    private static func refusal(_ message: String) -> HTTPResponse {
        .json(400, #"{"errors":[{"code":"InvalidInput","message":"\#(message)","details":"invalid_client"}]}"#)
    }

    private func tokens(_ scene: ClientScene) -> [String] {
        scene.calls.filter { !Self.isMint($0) }.compactMap { $0.headers.first("x-amz-access-token") }
    }

    private func asked(_ scene: ClientScene) -> [String] {
        scene.calls.filter(Self.isMint).map { String(decoding: $0.body ?? [], as: UTF8.self) }
    }

    @Test("get a token by themselves, and share it until it expires")
    func shared() async throws {
        let scene = try Self.scene()
        for id in ["1", "2", "3"] {
            if id == "3" { scene.clock.advance(by: .seconds(3600)) }
            _ = try await scene.client.call(
                "merchantFulfillment.getShipment", parameters: ["shipmentId": "\(id)"])
        }
        #expect(tokens(scene) == ["Atz.sprdt|1", "Atz.sprdt|1", "Atz.sprdt|2"])
        #expect(
            asked(scene).first
                == #"{"restrictedResources":[{"method":"GET","path":"/mfn/v0/shipments/{shipmentId}"}]}"#)
        await scene.client.shutdown()
    }

    @Test("that answer without personal data too get one for the elements that are asked for")
    func elements() async throws {
        let scene = try Self.scene()
        _ = try await scene.client.call("orders.getOrder@v0", parameters: ["orderId": "1"])
        #expect(asked(scene).isEmpty && tokens(scene)[0].hasPrefix("Atza|"))
        _ = try await scene.client.call(
            "orders.getOrder@v0", parameters: ["orderId": "1"], dataElements: ["buyerInfo"])
        for try await _ in scene.client.pages("orders.getOrders@v0", dataElements: ["buyerInfo"]) {}
        #expect(tokens(scene)[1...] == ["Atz.sprdt|1", "Atz.sprdt|2"])
        #expect(asked(scene).allSatisfy { $0.contains(#""dataElements":["buyerInfo"]"#) })
        await scene.client.shutdown()
    }

    @Test("refuse elements that they do not know before anything is sent")
    func unknownElements() async throws {
        let scene = try Self.scene()
        for elements in [["buyerinfo"], ["shippingAddress", "name"]] {
            let found = try await failure {
                _ = try await scene.client.call(
                    "orders.getOrder@v0", parameters: ["orderId": "1"], dataElements: elements)
            }
            #expect(found?.code == .invalidCall && found?.detail.contains("data element") == true)
        }
        let found = try await failure {
            for try await _ in scene.client.pages("orders.searchOrders", dataElements: ["buyerInfo"]) {}
        }
        #expect(found?.code == .invalidCall)
        #expect(scene.transport.requests.isEmpty)
    }

    @Test("are repeated once with another token when theirs is refused")
    func refused() async throws {
        let scene = try Self.scene(call: { request in
            request.headers.first("x-amz-access-token") == "Atz.sprdt|1"
                ? .json(403, Fixtures.expired) : .json(200, "{}")
        })
        _ = try await scene.client.call("merchantFulfillment.getShipment", parameters: ["shipmentId": "1"])
        #expect(tokens(scene) == ["Atz.sprdt|1", "Atz.sprdt|2"])
        #expect(scene.exchanges.count == 1, "the access token was in order")
        await scene.client.shutdown()
    }

    @Test("name the role that is missing, and are not made without it")
    func missingRole() async throws {
        let scene = try Self.scene(mint: { _ in Self.refusal("Application does not have access to [buyerInfo]") })
        let found = try await failure {
            _ = try await scene.client.call(
                "orders.getOrder@v0", parameters: ["orderId": "1"], dataElements: ["shippingAddress"])
        }
        #expect(found?.code == .missingRole && found?.status == 400)
        #expect(found?.detail.contains("Direct-to-Consumer Delivery") == true)
        #expect(tokens(scene).isEmpty)
        await scene.client.shutdown()
    }

    @Test("of a document that may be seen neither way name the missing role")
    func closedDocument() async throws {
        let scene = try Self.scene(
            mint: { _ in Self.refusal("not have access") }, call: { _ in .json(403, Fixtures.denied("")) })
        let found = try await failure { _ = try await scene.client.reportDocument("d") }
        #expect(found?.code == .missingRole)
        #expect(tokens(scene).count == 1 && tokens(scene)[0].hasPrefix("Atza|"))
        await scene.client.shutdown()
    }

    @Test("that must not be repeated are tried again when trouble kept the token away, for they were not sent")
    func trouble() async throws {
        let scene = try Self.scene(
            .with { $0.retries = RetryRules() }, mint: { $0 == 1 ? .json(500, "") : Self.token($0) })
        _ = try await scene.passingTime { client in
            _ = try await client.call("merchantFulfillment.createShipment", body: Array("{}".utf8))
        }
        #expect(tokens(scene) == ["Atz.sprdt|2"])
    }

    @Test("in Amazon's sandbox get their token from the production host")
    func sandbox() async throws {
        let scene = try Self.scene(.with { $0.isSandbox = true })
        _ = try await scene.client.call("merchantFulfillment.getShipment", parameters: ["shipmentId": "1"])
        #expect(scene.calls[0].url.hasPrefix("https://sellingpartnerapi-eu.amazon.com/tokens/"))
        #expect(scene.calls[1].url.hasPrefix("https://sandbox.sellingpartnerapi-eu.amazon.com/mfn/"))
        await scene.client.shutdown()
    }

    @Test("wait for room in the plan of the tokens too")
    func paced() async throws {
        let scene = try Self.scene(.with { $0.staysInUsagePlans = true })
        let slept = try await scene.passingTime { client in
            for id in 0..<12 {
                _ = try await client.call(
                    "reports.getReportDocument", parameters: ["reportDocumentId": "d\(id)"])
            }
        }
        // The plan of the tokens has room for ten at once and for one a second.
        #expect(slept == .seconds(2))
    }
}
