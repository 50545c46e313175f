import Foundation
import JobStoreTesting
import OperationCatalogue
import Ports
import Secrets
import SellingPartner
import Testing

/// The code of the article "Getting started", run against an API that is played here.
@Suite("Getting started")
struct GettingStartedSnippets {
    private let environment = [
        "SP_CLIENT_ID": "client", "SP_CLIENT_SECRET": "secret", "SP_REFRESH_TOKEN": "refresh",
        "SP_ENDPOINT": "http://127.0.0.1:9090", "SP_LWA_ENDPOINT": "http://127.0.0.1:9090/auth/o2/token",
    ]

    private let sandbox = ScriptedTransport { request in
        if request.url.contains("/auth/") {
            return .json(200, #"{"access_token":"Atza|one","token_type":"bearer","expires_in":3600}"#)
        }
        return request.url.contains("/orders/")
            ? .json(200, #"{"order":{"proceeds":{"grandTotal":{"amount":"12.50","currencyCode":"USD"}}}}"#)
            : .json(200, #"{"payload":[{"marketplace":{"countryCode":"US"},"storeName":"acme"}]}"#)
    }

    @Test("A client is made and calls")
    func call() async throws {
        var settings = ClientSettings()
        settings.endpoint = environment["SP_ENDPOINT"]
        settings.tokenEndpoint = environment["SP_LWA_ENDPOINT"]
        settings.userAgent = try UserAgent(application: "acme-sync", version: "1.4")

        settings.transport = sandbox
        let client = try SellingPartnerClient(
            credentials: .init(
                clientID: environment["SP_CLIENT_ID"] ?? "",
                clientSecret: Secret(environment["SP_CLIENT_SECRET"] ?? ""),
                refreshToken: Secret(environment["SP_REFRESH_TOKEN"] ?? "")),
            region: .northAmerica, settings: settings)

        for place in try await client.marketplaceParticipations() {
            print(place.marketplace?.countryCode ?? "?", place.storeName ?? "")
        }

        struct Answer: Decodable {
            var order: Order
        }
        let response = try await client.call(
            "orders.getOrder", parameters: ["orderId": "123-1234567-1234567", "includedData": ["PROCEEDS"]])
        let total = try await response.decoded(as: Answer.self).order.proceeds?.grandTotal

        #expect(total == Money(currencyCode: "USD", amount: Decimal(string: "12.5")))
        #expect(sandbox.requests.allSatisfy { $0.url.hasPrefix("http://127.0.0.1:9090/") })
        await client.shutdown()
    }

    @Test("Sellers share connections")
    func sharing() async throws {
        let transport = try AsyncHTTPClientTransport()
        var shared = ClientSettings()
        shared.transport = transport

        #expect(shared.transport != nil)
        await transport.shutdown()
    }

    @Test("Failures are told apart")
    func failures() async throws {
        var settings = ClientSettings()
        settings.transport = ScriptedTransport { _ in .json(400, #"{"error":"invalid_grant"}"#) }
        let client = try SellingPartnerClient(
            credentials: .init(clientID: "c", clientSecret: Secret("s"), refreshToken: Secret("r")), region: .europe,
            settings: settings)

        do {
            _ = try await client.marketplaceParticipations()
        } catch let failure as CallFailure where failure.code == .wrongRegion {
            print("This seller sells elsewhere: \(failure)")
        } catch let failure as LWAFailure where failure.kind == .invalidGrant {
            print("The seller must authorize the application again: \(failure)")
        }
    }
}
