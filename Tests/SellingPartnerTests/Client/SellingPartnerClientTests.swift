import JobStoreTesting
import Logging
import OperationCatalogue
import Ports
import Secrets
import Testing

@testable import SellingPartner

@Suite("The client for Swift programs")
struct SellingPartnerClientTests {
    private let lines = Recorder<String>()

    private func settings(_ transport: any HTTPTransport) -> ClientSettings {
        var settings = ClientSettings()
        settings.transport = transport
        settings.timekeeper = VirtualTimekeeper()
        settings.random = SeededRandom(seed: 3)
        settings.logger = CapturingLog.logger(lines)
        return settings
    }

    private func client(_ settings: ClientSettings) throws -> SellingPartnerClient {
        try SellingPartnerClient(
            credentials: .init(
                clientID: "client-1", clientSecret: Secret("planted-secret"),
                refreshToken: Secret("Atzr|planted-refresh")),
            region: .europe, settings: settings)
    }

    private func world(
        _ api: @escaping @Sendable (HTTPRequest) -> HTTPResponse = { _ in .json(200, #"{"payload":[]}"#) }
    ) -> ScriptedTransport {
        ScriptedTransport { request in
            request.url.contains("/auth/") ? .json(200, Fixtures.tokenJSON("Atza|planted-access")) : api(request)
        }
    }

    @Test("A call goes to the region's host with a token that is exchanged once")
    func call() async throws {
        let transport = world { _ in .json(200, #"{"payload":[1,2]}"#, headers: [HTTPHeader("x-amzn-RequestId", "r")]) }
        let client = try client(settings(transport))
        struct Answer: Decodable { var payload: [Int] }
        for _ in 0..<3 {
            let answer = try await client.call("sellers.getMarketplaceParticipations")
            #expect(answer.requestID == "r")
            #expect(try await answer.decoded(as: Answer.self).payload == [1, 2])
        }
        #expect(transport.requests.count == 4)
        #expect(transport.requests[0].url == "https://api.amazon.com/auth/o2/token")
        #expect(transport.requests[1].url.hasPrefix("https://sellingpartnerapi-eu.amazon.com/sellers/v1/"))
        #expect(try await client.getAccessToken().reveal() == "Atza|planted-access")
        await client.shutdown()
    }

    @Test("In the sandbox the sandbox's host is called")
    func sandbox() async throws {
        let transport = world()
        var settings = settings(transport)
        settings.isSandbox = true
        _ = try await client(settings).call("sellers.getMarketplaceParticipations")
        #expect(transport.requests[1].url.hasPrefix("https://sandbox.sellingpartnerapi-eu.amazon.com/"))
    }

    @Test("An unknown operation and a wrong parameter are refused before anything is sent")
    func refusedBeforeSending() async throws {
        let transport = world()
        let client = try client(settings(transport))
        await #expect(throws: (any Error).self) { try await client.call("sellers.noSuchThing") }
        do {
            _ = try await client.call("sellers.getMarketplaceParticipations", parameters: ["nonsense": 1])
            Issue.record("no failure")
        } catch let failure as CallFailure {
            #expect(failure.code == .invalidCall)
            #expect(failure.description.contains("nonsense"))
        }
        #expect(transport.requests.isEmpty)
    }

    static let failures: [(Int, String, CallFailure.Code)] = [
        (400, "{}", .rejected), (404, "", .notFound), (403, "", .accessDenied), (409, "", .conflict),
        (429, "", .throttled), (503, "", .doubtful), (401, "", .tokenRefused),
        (403, Fixtures.denied("The LWA secret token you provided has expired."), .applicationSecretExpired),
        (429, #"{"errors":[{"message":"allowed for the application"}]}"#, .applicationThrottled),
        (403, Fixtures.denied("marketplaces are not valid for region"), .wrongRegion),
    ]

    @Test("Every refusal is a failure with a code", arguments: failures)
    func refusals(_ status: Int, _ body: String, _ code: CallFailure.Code) async throws {
        let client = try client(
            settings(world { _ in .json(status, body, headers: [HTTPHeader("x-amzn-RequestId", "r9")]) }))
        do {
            _ = try await client.call("sellers.getMarketplaceParticipations")
            Issue.record("no failure")
        } catch let failure as CallFailure {
            #expect(failure.code == code)
            #expect(failure.status == status)
            #expect(failure.description.contains("r9"))
        }
    }

    @Test("Login with Amazon's refusals are thrown as they are")
    func tokenRefusals() async throws {
        let transport = ScriptedTransport { _ in
            .json(400, #"{"error":"invalid_grant","error_description":"bad Atzr|planted-refresh"}"#)
        }
        do {
            _ = try await client(settings(transport)).getAccessToken()
            Issue.record("no failure")
        } catch let failure as LWAFailure {
            #expect(failure.kind == .invalidGrant)
            #expect(!"\(failure)".contains("planted"))
        }
    }

    @Test("Grantless calls ask with scopes")
    func grantless() async throws {
        let transport = world()
        let client = try GrantlessClient(
            clientID: "client-1", clientSecret: Secret("planted-secret"), region: .northAmerica,
            settings: settings(transport))
        _ = try await client.call("notifications.getDestinations")
        let body = String(decoding: try #require(transport.requests[0].body), as: UTF8.self)
        #expect(body.contains("grant_type=client_credentials&scope=sellingpartnerapi%3A%3Anotifications"))
        await client.shutdown()
    }

    @Test("Settings that cannot be used are refused, and no part of a URL with a password is repeated")
    func badSettings() {
        var plain = settings(world())
        plain.endpoint = "http://planted:word@example.com"
        #expect(throws: APIEndpoint.Invalid.self) { try client(plain) }
        var nowhere = settings(world())
        nowhere.marketplaces = ["ATLANTIS"]
        #expect(throws: CallFailure.self) { try client(nowhere) }
        do {
            _ = try HTTPProxy(parsing: Secret("socks5://user:planted@host:1"))
        } catch {
            #expect(!"\(error)".contains("planted"))
        }
    }

    @Test("No secret shows in any description or log line")
    func secrets() async throws {
        let client = try client(settings(world()))
        let answer = try await client.call("sellers.getMarketplaceParticipations")
        let grant = LWARequest(
            clientID: "c", clientSecret: Secret("planted-secret"), grant: .refreshToken(Secret("planted-refresh")))
        var dumped = ""
        dump(grant, to: &dumped)
        dump(client, to: &dumped)
        let everything =
            lines.all + [
                "\(client)", String(reflecting: client), "\(answer)", "\(grant)", String(reflecting: grant), dumped,
            ]
        for text in everything {
            #expect(!text.contains("planted"))
        }
        #expect(!lines.all.isEmpty)
        await client.shutdown()
    }

    @Test("A proxy is read from its URL")
    func proxy() throws {
        let proxy = try HTTPProxy(parsing: Secret("http://us%65r:p%40ss@proxy.example:8080"))
        #expect(proxy.host == "proxy.example")
        #expect(proxy.port == 8080)
        #expect(proxy.user == "user")
        #expect(proxy.password?.reveal() == "p@ss")
        #expect(try HTTPProxy(parsing: Secret("http://[::1]")).host == "::1")
        #expect(throws: TransportSettingError.self) { try HTTPProxy(parsing: Secret("proxy:8080")) }
    }
}
