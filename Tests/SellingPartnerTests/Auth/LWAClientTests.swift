import JobStoreTesting
import Ports
import Secrets
import Testing

@testable import SellingPartner

@Suite("Exchanging tokens")
struct LWAClientTests {
    private let clock = VirtualTimekeeper()

    private func request(_ grant: LWAGrant = .refreshToken(Secret("Atzr|refresh+/&=value"))) -> LWARequest {
        LWARequest(
            endpoint: "https://lwa/token", clientID: "client id", clientSecret: Secret("s3cret&value"), grant: grant)
    }

    private func answer(
        _ status: Int, _ text: String, headers: [HTTPHeader] = [],
        grant: LWAGrant = .refreshToken(Secret("Atzr|abcdef"))
    ) async throws -> AccessToken {
        let transport = ScriptedTransport { _ in .json(status, text, headers: headers) }
        return try await LWAClient(transport: transport, timekeeper: clock).exchange(request(grant))
    }

    private func failure(_ status: Int, _ text: String, headers: [HTTPHeader] = []) async -> LWAFailure? {
        do {
            _ = try await answer(status, text, headers: headers)
            return nil
        } catch {
            return error as? LWAFailure
        }
    }

    @Test("A refresh token is sent form-encoded, without scopes")
    func refreshTokenRequest() async throws {
        let transport = ScriptedTransport { _ in .json(200, Fixtures.tokenJSON("Atza|x", seconds: 1800)) }
        let token = try await LWAClient(transport: transport, timekeeper: clock).exchange(request())
        #expect(token.value.reveal() == "Atza|x")
        #expect(token.lifetime == .seconds(1800))
        let sent = try #require(transport.requests.first)
        #expect(sent.method == "POST")
        #expect(sent.url == "https://lwa/token")
        #expect(sent.headers.first("content-type") == "application/x-www-form-urlencoded;charset=UTF-8")
        #expect(
            String(decoding: sent.body ?? [], as: UTF8.self)
                == "grant_type=refresh_token&refresh_token=Atzr%7Crefresh%2B%2F%26%3Dvalue&client_id=client+id"
                + "&client_secret=s3cret%26value")
        #expect(transport.requests.count == 1)
    }

    @Test("Client credentials are sent with sorted scopes and no refresh token")
    func clientCredentialsRequest() async throws {
        let transport = ScriptedTransport { _ in .json(200, Fixtures.tokenJSON("Atza|x")) }
        _ = try await LWAClient(transport: transport, timekeeper: clock)
            .exchange(request(.clientCredentials(scopes: ["b::two", "a::one"])))
        let body = String(decoding: try #require(transport.requests.first?.body), as: UTF8.self)
        #expect(
            body == "grant_type=client_credentials&scope=a%3A%3Aone+b%3A%3Atwo&client_id=client+id"
                + "&client_secret=s3cret%26value")
    }

    static let refusals: [(Int, String?, LWAFailure.Kind)] = [
        (400, "invalid_grant", .invalidGrant), (401, "invalid_grant", .invalidGrant),
        (401, "invalid_client", .invalidClient), (400, "invalid_client", .invalidClient),
        (400, "unauthorized_client", .unauthorizedClient), (401, "unauthorized_client", .unauthorizedClient),
        (403, "unauthorized_client", .unauthorizedClient), (500, "unauthorized_client", .unauthorizedClient),
        (403, "access_denied", .accessDenied), (400, "access_denied", .accessDenied),
        (403, "something_new", .accessDenied),
        (400, "invalid_request", .invalidRequest), (400, "invalid_scope", .invalidScope),
        (400, "unsupported_grant_type", .unsupportedGrantType),
        (429, "invalid_grant", .transient(.throttled)), (429, nil, .transient(.throttled)),
        (429, "access_denied", .transient(.throttled)),
        (500, "server_error", .transient(.serverError)), (500, "ServerError", .transient(.serverError)),
        (500, "invalid_grant", .transient(.serverError)), (502, nil, .transient(.serverError)),
        (503, "temporarily_unavailable", .transient(.serverError)), (503, "invalid_client", .transient(.serverError)),
        (400, "temporarily_unavailable", .transient(.serverError)), (408, nil, .transient(.serverError)),
        (400, nil, .transient(.unexpectedAnswer)), (401, nil, .transient(.unexpectedAnswer)),
        (403, nil, .transient(.unexpectedAnswer)), (404, nil, .transient(.unexpectedAnswer)),
        (400, "something_new", .transient(.unexpectedAnswer)), (302, "invalid_grant", .transient(.unexpectedAnswer)),
        (200, "invalid_grant", .transient(.unexpectedAnswer)),
    ]

    @Test("Each refusal is told apart", arguments: refusals)
    func classification(_ status: Int, _ code: String?, _ kind: LWAFailure.Kind) async {
        let text = code.map { #"{"error":"\#($0)","error_description":"why"}"# } ?? "<html>gateway</html>"
        let failure = await failure(status, text)
        #expect(failure?.kind == kind)
        #expect(failure?.status == status)
        #expect(failure?.code == code)
    }

    static let odd = [
        "", "[]", "null", "{}", #"{"access_token":"Atza|x"}"#, #"{"access_token":"","expires_in":3600}"#,
        #"{"access_token":"a b","expires_in":3600}"#, #"{"access_token":"a\r\nb","expires_in":3600}"#,
        #"{"access_token":17,"expires_in":3600}"#, #"{"access_token":"Atza|x","expires_in":0}"#,
        #"{"access_token":"Atza|x","expires_in":-5}"#, #"{"access_token":"Atza|x","expires_in":"3600"}"#,
        #"{"access_token":"Atza|x","expires_in":9e18}"#, #"{"access_token":"Atza|x","expires_in":1.5}"#,
        #"{"access_token":"Atza|x","expires_in":3600,"token_type":"mac"}"#,
        #"{"access_token":"Atza|x","expires_in":3600,"token_type":null}"#,
    ]

    @Test("A success without a usable token is passing trouble", arguments: odd)
    func oddSuccess(_ text: String) async {
        #expect(await failure(200, text)?.kind == .transient(.unexpectedAnswer))
    }

    @Test("The spelling of the token type does not matter, nor its absence")
    func tokenType() async throws {
        _ = try await answer(200, #"{"access_token":"Atza|x","expires_in":60,"token_type":"Bearer"}"#)
        _ = try await answer(200, #"{"access_token":"Atza|x","expires_in":60}"#)
    }

    @Test("What was sent is masked in the service's explanation, and the explanation is bounded")
    func redaction() async throws {
        let echo = "refused Atzr|refresh+/&=value and Atzr%7Crefresh%2B%2F%26%3Dvalue and s3cret&value and Atza|other"
        let text = #"{"error":"invalid_grant","error_description":"\#(echo) \#(String(repeating: "x", count: 900))"}"#
        let transport = ScriptedTransport { _ in .json(400, text) }
        do {
            _ = try await LWAClient(transport: transport, timekeeper: clock).exchange(request())
            Issue.record("no failure")
        } catch let failure as LWAFailure {
            let detail = try #require(failure.detail)
            #expect(detail.count <= 500)
            for planted in ["refresh+/&=value", "refresh%2B", "s3cret", "Atza|other"] {
                #expect(!"\(failure)".contains(planted))
                #expect(!String(reflecting: failure).contains(planted))
            }
        }
    }

    @Test("Request id and clock skew are kept")
    func facts() async {
        let failure = await failure(
            400, #"{"error":"invalid_grant","request_id":"body-id"}"#,
            headers: [HTTPHeader("Date", "Thu, 01 Jan 2026 00:05:00 GMT"), HTTPHeader("X-Amzn-RequestId", "head-id")])
        #expect(failure?.requestID == "head-id")
        #expect(failure?.clockSkew == .seconds(300))
        #expect(await self.failure(400, #"{"error":"x","request_id":"body-id"}"#)?.requestID == "body-id")
        #expect(await self.failure(400, #"{"error":"x"}"#, headers: [HTTPHeader("Date", "today")])?.clockSkew == nil)
    }

    static let faults: [(HTTPTransportError, LWAFailure.Transient)] = [
        (HTTPTransportError(.connect, wasSent: false, message: "refused"), .network),
        (HTTPTransportError(.connectionLost, wasSent: true, message: "reset"), .network),
        (HTTPTransportError(.timeout, wasSent: true, message: "late"), .timeout),
        (HTTPTransportError(.malformed, wasSent: true, message: "odd"), .unexpectedAnswer),
    ]

    @Test("Trouble with the connection is passing trouble", arguments: faults)
    func transportFaults(_ fault: HTTPTransportError, _ expected: LWAFailure.Transient) async {
        let transport = ScriptedTransport { _ in throw fault }
        await #expect(throws: LWAFailure(.transient(expected), detail: fault.message)) {
            try await LWAClient(transport: transport, timekeeper: clock).exchange(request())
        }
        #expect(transport.requests.count == 1)
    }

    @Test("An answer without end is given up")
    func endlessAnswer() async {
        let transport = ScriptedTransport { _ in
            HTTPResponse(status: 200, body: HTTPBody { { [UInt8](repeating: 32, count: 4096) } })
        }
        await #expect(throws: LWAFailure.self) {
            try await LWAClient(transport: transport, timekeeper: clock).exchange(request())
        }
    }

    @Test("An empty credential is refused without asking")
    func emptyCredential() async {
        let transport = ScriptedTransport { _ in .json(200, Fixtures.tokenJSON("Atza|x")) }
        await #expect(throws: LWAFailure(.invalidRequest, detail: "refresh_token is empty")) {
            try await LWAClient(transport: transport, timekeeper: clock).exchange(request(.refreshToken(Secret(""))))
        }
        #expect(transport.requests.isEmpty)
    }

    @Test("A cancelled exchange says so")
    func cancellation() async {
        let transport = ScriptedTransport { _ in throw CancellationError() }
        await #expect(throws: CancellationError.self) {
            try await LWAClient(transport: transport, timekeeper: clock).exchange(request())
        }
    }
}
