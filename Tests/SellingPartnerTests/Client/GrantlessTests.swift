import JobStoreTesting
import OperationCatalogue
import Ports
import Secrets
import Testing

@testable import SellingPartner

@Suite("Grantless operations")
struct GrantlessTests {
    private func grantless(_ transport: any HTTPTransport) throws -> GrantlessClient {
        var settings = ClientSettings()
        settings.transport = transport
        settings.timekeeper = VirtualTimekeeper()
        settings.random = SeededRandom(seed: 4)
        return try GrantlessClient(
            clientID: "client-1", clientSecret: Secret("planted-secret"), region: .farEast, settings: settings)
    }

    @Test("The catalogue says which calls are made in the application's own name, and with which scope")
    func chosen() async throws {
        let scene = try ClientScene { _, _ in .json(200, #"{"payload":[]}"#) }
        _ = try await scene.client.call("sellers.getMarketplaceParticipations")
        _ = try await scene.client.notificationDestinations()
        _ = try await scene.client.notificationDestinations()
        _ = try await scene.client.call("applicationManagement.rotateApplicationClientSecret")
        #expect(scene.exchanges.count == 3)
        #expect(scene.exchanges[0].contains("grant_type=refresh_token"))
        #expect(!scene.exchanges[0].contains("scope="))
        #expect(scene.exchanges[1].contains("scope=sellingpartnerapi%3A%3Anotifications"))
        #expect(scene.exchanges[2].contains("scope=sellingpartnerapi%3A%3Aclient_credential%3Arotation"))
        #expect(scene.exchanges[1...].allSatisfy { !$0.contains("refresh_token") })
        let tokens = scene.calls.map { $0.headers.first("x-amz-access-token") }
        #expect(Set(tokens).count == 3 && tokens[1] == tokens[2])
    }

    @Test("A seller whose authorization is refused blocks no grantless call")
    func revokedSeller() async throws {
        let transport = ScriptedTransport { request in
            guard request.url.contains("/auth/") else { return .json(200, #"{"payload":[]}"#) }
            let isSeller = String(decoding: request.body ?? [], as: UTF8.self).contains("refresh_token")
            return isSeller ? .json(400, #"{"error":"invalid_grant"}"#) : .json(200, Fixtures.tokenJSON("Atza|own"))
        }
        var settings = ClientSettings()
        settings.transport = transport
        settings.timekeeper = VirtualTimekeeper()
        let client = try SellingPartnerClient(
            credentials: .init(clientID: "c", clientSecret: Secret("s"), refreshToken: Secret("r")), region: .europe,
            settings: settings)
        await #expect(throws: LWAFailure.self) { try await client.marketplaceParticipations() }
        #expect(try await client.notificationDestinations().isEmpty)
    }

    @Test("A client without a seller refuses sellers' operations before anything is sent")
    func sellersOperation() async throws {
        let transport = ScriptedTransport { _ in .json(200, "{}") }
        let client = try grantless(transport)
        let found = try await failure { _ = try await client.call("sellers.getMarketplaceParticipations") }
        #expect(found?.code == .invalidCall)
        #expect(found?.detail.contains("SellingPartnerClient") == true)
        #expect(transport.requests.isEmpty)
    }

    @Test("Tokens for scopes of one's own choice are to be had")
    func scopes() async throws {
        let transport = ScriptedTransport { _ in .json(200, Fixtures.tokenJSON("Atza|own")) }
        let client = try grantless(transport)
        #expect(try await client.getAccessToken(scopes: ["b", "a"]).reveal() == "Atza|own")
        #expect(try await client.getAccessToken(scopes: ["a", "b"]).reveal() == "Atza|own")
        #expect(transport.requests.count == 1)
        #expect(String(decoding: transport.requests[0].body ?? [], as: UTF8.self).contains("scope=a+b"))
    }

    @Test("A destination is made with its queue")
    func destination() async throws {
        let transport = ScriptedTransport { request in
            request.url.contains("/auth/")
                ? .json(200, Fixtures.tokenJSON("Atza|own"))
                : .json(200, #"{"payload":{"destinationId":"d1","name":"n","resource":{"sqs":{"arn":"arn:x"}}}}"#)
        }
        let made = try await grantless(transport).createNotificationDestination(name: "n", queueARN: "arn:x")
        #expect(made.destinationId == "d1" && made.resource?.sqs?.arn == "arn:x")
        #expect(transport.requests[1].method == "POST")
        #expect(
            String(decoding: transport.requests[1].body ?? [], as: UTF8.self)
                == #"{"name":"n","resourceSpecification":{"sqs":{"arn":"arn:x"}}}"#)
    }
}
