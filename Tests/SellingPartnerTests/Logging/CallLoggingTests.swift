import JobStoreTesting
import Logging
import OperationCatalogue
import Ports
import Secrets
import Testing

@testable import SellingPartner

@Suite("Lines about calls")
struct CallLoggingTests {
    private let clock = VirtualTimekeeper()
    private let lines = Recorder<String>()

    private func logging(_ level: Logger.Level = .trace, showsBodies: Bool = false) -> CallLogging {
        var logger = CapturingLog.logger(lines)
        logger.logLevel = level
        return CallLogging(logger, showsBodies: showsBodies)
    }

    private func perform(
        _ logging: CallLogging, family: String = "catalogItems", body: String? = nil, token: String = "Atza|planted",
        _ answer: @escaping ScriptedTransport.Answer
    ) async throws -> CallResult {
        let caller = APICaller(
            transport: ScriptedTransport(answer),
            tokens: TokenCache(timekeeper: clock, random: SeededRandom(seed: 7)), timekeeper: clock, logging: logging)
        let authorization = CallAuthorization(
            key: Fixtures.key(), seller: "acme",
            request: RequestBuilder(endpoint: try APIEndpoint("https://api.example"), userAgent: .standard),
            exchange: { _ in Fixtures.token(token) })
        let operation = Fixtures.operation(family: family, method: body == nil ? "GET" : "POST")
        return try await caller.perform(
            PreparedCall(
                operation: operation, path: "/thing", query: "",
                headers: [PreparedCall.Header(name: "x-signature", value: "planted-signature")],
                body: body.map { Array($0.utf8) }), as: authorization)
    }

    private var text: String { lines.all.joined(separator: "\n") }

    @Test("At the level trace header fields are told, and their values when they are known to be harmless")
    func headers() async throws {
        _ = try await perform(logging()) { _ in
            .json(
                200, "{}",
                headers: [
                    HTTPHeader("x-amzn-RateLimit-Limit", "0.5"), HTTPHeader("Set-Cookie", "planted"),
                    HTTPHeader("Location", "https://x/?planted"), HTTPHeader("Server", "for Atza|planted"),
                ])
        }
        #expect(lines.all.count == 2)
        for word in [
            "x-amz-access-token: <hidden>", "x-signature: <hidden>", "x-amz-date: 20260101T000000Z", "User-Agent: ",
            "x-amzn-RateLimit-Limit: 0.5", "Set-Cookie: <hidden>", "Location: <hidden>", "Server: for <redacted>",
        ] {
            #expect(text.contains(word), "\(word)")
        }
        #expect(!text.contains("planted"))
    }

    @Test("At the level debug no header fields are told, above it nothing at all")
    func levels() async throws {
        _ = try await perform(logging(.debug)) { _ in .json(200, "{}") }
        #expect(lines.all.count == 2)
        #expect(!text.contains("User-Agent"))
        _ = try await perform(logging(.info, showsBodies: true)) { _ in .json(200, "{}") }
        #expect(lines.all.count == 2)
    }

    @Test("Bodies are told on demand only, as they pass, with secrets masked")
    func bodies() async throws {
        let long = String(repeating: "x", count: 10_000)
        let quiet = try await perform(logging(), body: #"{"sku":"quiet"}"#) { _ in .json(200, #"{"a":"quiet"}"#) }
        _ = try await quiet.body.collect(upTo: 100)
        #expect(!text.contains("quiet"))
        let result = try await perform(logging(showsBodies: true), body: #"{"sku":"B0"}"#) { _ in
            .json(200, #"{"said":"Atza|planted","item":"B1","long":"\#(long)"}"#)
        }
        #expect(try await result.body.collect(upTo: 20_000).count > 10_000)
        let told = lines.all.filter { $0.contains(" body ") }
        #expect(told.count == 2)
        #expect(told[0].contains("B0") && told[1].contains("B1") && told[1].contains("<redacted>"))
        #expect(told[1].utf8.count < CallLogging.bodyLimit + 500)
        #expect(!text.contains("planted"))
    }

    @Test("The body of a refusal is told, and a body that breaks off as far as it came")
    func otherBodies() async throws {
        _ = try await perform(logging(showsBodies: true)) { _ in .json(400, #"{"errors":[]}"#) }
        #expect(text.contains("errors"))
        let lost = HTTPTransportError(.connectionLost, wasSent: true, message: "lost")
        let result = try await perform(logging(showsBodies: true)) { _ in
            let pieces = Counter()
            return HTTPResponse(
                status: 200,
                body: HTTPBody {
                    {
                        if pieces.next() > 1 { throw lost }
                        return Array(#"{"begun":"#.utf8)
                    }
                })
        }
        await #expect(throws: HTTPTransportError.self) { try await result.body.collect(upTo: 100) }
        #expect(text.contains("begun"))
    }

    @Test(
        "Bodies with people's data or tokens are never told",
        arguments: [
            "orders", "tokens", "shipping", "messaging", "vendorDirectFulfillmentOrders", "applicationManagement",
        ])
    func privateBodies(family: String) async throws {
        let result = try await perform(
            logging(showsBodies: true), family: family, body: #"{"buyer":"planted"}"#
        ) { _ in .json(200, #"{"buyer":"planted"}"#) }
        _ = try await result.body.collect(upTo: 100)
        _ = try await perform(logging(showsBodies: true), family: family) { _ in .json(400, #"{"buyer":"planted"}"#) }
        #expect(lines.all.count == 4)
        #expect(!text.contains("planted"))
    }

    @Test("Bodies of restricted operations are never told", arguments: ["reports.getReportDocument"])
    func restricted(_ name: String) throws {
        let operation = try OperationCatalogue.builtIn.operation(named: name)
        #expect(operation.isRestricted)
        #expect(!logging(showsBodies: true).showsBodies(of: operation))
        let open = try OperationCatalogue.builtIn.operation(named: "catalogItems.getCatalogItem@2022-04-01")
        #expect(logging(showsBodies: true).showsBodies(of: open))
        #expect(!logging().showsBodies(of: open))
    }

    @Test(
        "Bodies with the signed address of a document are never told",
        arguments: ["feeds.createFeedDocument", "feeds.getFeedDocument", "dataKiosk.getDocument"])
    func addresses(_ name: String) throws {
        let operation = try OperationCatalogue.builtIn.operation(named: name)
        #expect(!operation.isRestricted && !logging(showsBodies: true).showsBodies(of: operation))
    }

    @Test("Exchanges are told like calls, without fields and bodies")
    func exchanges() async throws {
        let lwa = LWAClient(
            transport: ScriptedTransport { _ in
                .json(200, Fixtures.tokenJSON("Atza|planted"), headers: [HTTPHeader("x-amzn-RequestId", "r-9")])
            }, timekeeper: clock, logging: logging(showsBodies: true))
        _ = try await lwa.exchange(
            LWARequest(
                endpoint: "https://lwa/token", clientID: "planted-client", clientSecret: Secret("planted-secret"),
                grant: .refreshToken(Secret("Atzr|planted-refresh"))), seller: "acme")
        #expect(lines.all.count == 2)
        for word in ["POST", "lwa.token", "refresh_token", "acme", "200", "r-9", "Content-Type"] {
            #expect(text.contains(word), "\(word)")
        }
        #expect(!text.contains("planted"))
    }
}
