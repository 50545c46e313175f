import JobStoreTesting
import OperationCatalogue
import Ports
import Secrets
import Testing

@testable import SellingPartner

@Suite("Minting restricted data tokens")
struct RestrictedTokenMintTests {
    private let clock = VirtualTimekeeper()

    private func mint(_ answer: @escaping ScriptedTransport.Answer) async throws -> (AccessToken, [HTTPRequest]) {
        let transport = ScriptedTransport(answer)
        let tokens = TokenCache(timekeeper: clock, random: SeededRandom(seed: 7))
        let mint = RestrictedTokenMint(
            caller: APICaller(
                transport: transport, tokens: tokens, timekeeper: clock, logger: CapturingLog.logger(Recorder())))
        let authorization = CallAuthorization(
            key: Fixtures.key(), seller: "acme",
            request: RequestBuilder(endpoint: try APIEndpoint("https://api.example"), userAgent: .standard),
            exchange: { _ in Fixtures.token() })
        let resource = try #require(RestrictedResource(Fixtures.shipmentCall()))
        let token = try await mint.token(for: resource, as: authorization)
        await tokens.shutdown()
        return (token, transport.requests)
    }

    private func failure(_ status: Int, _ text: String) async throws -> RestrictedTokenFailure {
        try await #require(throws: RestrictedTokenFailure.self) { try await mint { _ in .json(status, text) } }
    }

    @Test("A token is asked for with the access token, and lives as long as Amazon says")
    func success() async throws {
        let (token, requests) = try await mint { _ in
            .json(200, #"{"restrictedDataToken":"Atz.sprdt|x","expiresIn":1800}"#)
        }
        #expect(token.value.reveal() == "Atz.sprdt|x" && token.lifetime == .seconds(1800))
        let request = try #require(requests.first)
        #expect(request.method == "POST" && request.url.hasSuffix("/tokens/2021-03-01/restrictedDataToken"))
        #expect(request.headers.first("x-amz-access-token") == "Atza|one")
    }

    @Test(
        "A missing role is known in all its words, and never taken for a fault of the login",
        arguments: [
            ("Application does not have access to one or more requested data elements: [buyerInfo]", ""),
            ("Application do not have access to some or all requested resource", ""), ("Refused.", "invalid_client"),
        ])
    func missingRole(message: String, details: String) async throws {
        let text = #"{"errors":[{"code":"InvalidInput","message":"\#(message)","details":"\#(details)"}]}"#
        #expect(try await failure(400, text).kind == .missingRole)
        #expect(try await failure(403, text).kind == .refused, "only a 400 says so")
    }

    @Test("Other refusals stay what they are")
    func refused() async throws {
        let bad = try await failure(400, #"{"errors":[{"code":"InvalidInput","message":"Invalid document ID"}]}"#)
        #expect(bad.kind == .refused && bad.result.verdict == .rejected(status: 400))
        #expect(try await failure(429, "{}").result.verdict == .throttled(applicationWide: false))
        #expect(try await failure(503, "").result.verdict == .doubtful(.serverError(status: 503)))
    }

    @Test(
        "A success without a usable token is no token",
        arguments: [
            "[]", #"{"expiresIn":3600}"#, #"{"restrictedDataToken":"","expiresIn":3600}"#,
            #"{"restrictedDataToken":"a b","expiresIn":3600}"#, #"{"restrictedDataToken":"x"}"#,
            #"{"restrictedDataToken":"x","expiresIn":0}"#, #"{"restrictedDataToken":"x""#,
        ])
    func unusable(text: String) async throws {
        guard case .unusable = try await failure(200, text).kind else {
            Issue.record("a token was made of \(text)")
            return
        }
    }

    @Test("Tokens go with the access token that they were minted with, and spent ones by themselves")
    func forgetting() async throws {
        let cache = TokenCache(timekeeper: clock, random: SeededRandom(seed: 1))
        let counter = Counter()
        @Sendable func document(_ number: Int, _ owner: TokenKey) throws -> TokenKey {
            let id = JSONValue.string("doc\(number)")
            let call = try Fixtures.prepared("reports.getReportDocument", ["reportDocumentId": id])
            return TokenKey(restricting: owner, to: try #require(RestrictedResource(call)))
        }
        func get(_ key: TokenKey) async throws {
            _ = try await cache.token(for: key) { _ in
                counter.next()
                return Fixtures.token()
            }
        }
        let (one, two) = (Fixtures.key(), Fixtures.key(fingerprint: "f2"))
        try await get(document(1, one))
        try await get(document(1, two))
        await cache.forget(mintedWith: [one])
        #expect(await cache.snapshot().map(\.key.owner) == [two])
        for number in 0..<2000 { try await get(document(number, one)) }
        #expect(await cache.snapshot().count == 2001, "what still lives is kept")
        clock.advance(by: .seconds(3601))
        for number in 2000..<4200 { try await get(document(number, one)) }
        #expect(await cache.snapshot().count < 2300)
    }
}
