import JobStoreTesting
import OperationCatalogue
import Ports
import Testing

@testable import SellingPartner

@Suite("Regions and endpoints")
struct RegionTests {
    private static let places: [(Region, Bool, String)] = [
        (.northAmerica, false, "https://sellingpartnerapi-na.amazon.com"),
        (.europe, false, "https://sellingpartnerapi-eu.amazon.com"),
        (.farEast, false, "https://sellingpartnerapi-fe.amazon.com"),
        (.northAmerica, true, "https://sandbox.sellingpartnerapi-na.amazon.com"),
        (.europe, true, "https://sandbox.sellingpartnerapi-eu.amazon.com"),
        (.farEast, true, "https://sandbox.sellingpartnerapi-fe.amazon.com"),
    ]

    @Test("Each region has its host, and its sandbox another", arguments: places)
    func host(_ region: Region, _ isSandbox: Bool, _ host: String) async throws {
        let scene = try ClientScene(region: region, settings: .with { $0.isSandbox = isSandbox }) { _, _ in
            .json(200, #"{"payload":[]}"#)
        }
        _ = try await scene.client.marketplaceParticipations()
        #expect(scene.calls[0].url == host + "/sellers/v1/marketplaceParticipations")
        #expect(scene.transport.requests[0].url == "https://api.amazon.com/auth/o2/token")
    }

    @Test("Endpoints of one's own take the place of both, with whatever path they have")
    func custom() async throws {
        let scene = try ClientScene(
            settings: .with {
                $0.endpoint = "http://127.0.0.1:9/eu/"
                $0.tokenEndpoint = "http://localhost:9/auth/token"
            }
        ) { _, _ in .json(200, #"{"payload":[]}"#) }
        _ = try await scene.client.marketplaceParticipations()
        #expect(scene.transport.requests[0].url == "http://localhost:9/auth/token")
        #expect(scene.calls[0].url == "http://127.0.0.1:9/eu/sellers/v1/marketplaceParticipations")
    }

    @Test("Marketplaces of another region are refused before anything is sent, also in bodies")
    func otherRegion() async throws {
        let scene = try ClientScene { _, _ in .json(200, "{}") }
        let client = scene.client
        let attempts: [@Sendable () async throws -> Void] = [
            { _ = try await client.catalogItem("B000000001", marketplaces: ["US"]) },
            { _ = try await client.createReport(ReportOrder("GET_X", marketplaces: ["ATVPDKIKX0DER"])) },
            { _ = try await client.competitiveSummaries(asins: ["B000000001"], marketplace: "JP") },
        ]
        for attempt in attempts {
            let found = try await failure(of: attempt)
            #expect(found?.code == .invalidCall)
            #expect(found?.detail.contains("belongs to region") == true)
        }
        #expect(scene.transport.requests.isEmpty)
        #expect(throws: CallFailure.self) {
            try ClientScene(settings: .with { $0.marketplaces = ["US"] }) { _, _ in .json(200, "{}") }
        }
    }

    @Test("An answer that says so explains that the region is wrong")
    func explained() async throws {
        let scene = try ClientScene { _, _ in
            .json(403, Fixtures.denied("The marketplaces are not valid for region."))
        }
        let found = try await failure { _ = try await scene.client.marketplaceParticipations() }
        #expect(found?.code == .wrongRegion)
        #expect(found?.description.contains("region EU") == true)
        #expect(found?.description.contains("not valid for region") == true)
    }

    @Test("A host that does not know the path is told apart from a missing right")
    func misrouted() async throws {
        let scene = try ClientScene { _, _ in
            .json(403, #"{"errors":[{"code":"MissingAuthenticationToken","message":null}]}"#)
        }
        let found = try await failure { _ = try await scene.client.marketplaceParticipations() }
        #expect(found?.code == .misrouted)
        #expect(found?.detail.contains("endpoint") == true)
    }

    @Test("What exists in the sandbox alone is not called in production")
    func sandboxOnly() async throws {
        let scene = try ClientScene { _, _ in .json(200, "{}") }
        let found = try await failure {
            _ = try await scene.client.call(
                "notifications.sendTestNotification", parameters: ["notificationType": "ANY_OFFER_CHANGED"],
                body: Array("{}".utf8))
        }
        #expect(found?.code == .invalidCall && found?.detail.contains("isSandbox") == true)
        #expect(scene.transport.requests.isEmpty)
    }
}
