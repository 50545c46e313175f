import JobStoreTesting
import Logging
import OperationCatalogue
import Ports
import Secrets
import Testing

@testable import SellingPartner

@Suite("Making calls")
struct APICallerTests {
    private let clock = VirtualTimekeeper()

    /// A caller over a scripted API; tokens are `Atza|1`, `Atza|2` and so on.
    private struct Bench {
        let caller: APICaller
        let tokens: TokenCache
        let authorization: CallAuthorization
        let transport: ScriptedTransport
        let exchanges: Counter
        let lines: Recorder<String>

        init(
            clock: VirtualTimekeeper,
            exchange: @escaping @Sendable (Int) async throws -> AccessToken = { Fixtures.token("Atza|\($0)") },
            _ answer: @escaping ScriptedTransport.Answer
        ) throws {
            let counter = Counter()
            let recorder = Recorder<String>()
            transport = ScriptedTransport(answer)
            exchanges = counter
            lines = recorder
            tokens = TokenCache(timekeeper: clock, random: SeededRandom(seed: 7))
            caller = APICaller(
                transport: transport, tokens: tokens, timekeeper: clock, logger: CapturingLog.logger(recorder))
            authorization = CallAuthorization(
                key: Fixtures.key(), seller: "acme",
                request: RequestBuilder(endpoint: try APIEndpoint("https://api.example"), userAgent: .standard),
                exchange: { _ in try await exchange(counter.next()) })
        }

        var sentTokens: [String] { transport.requests.compactMap { $0.headers.first("x-amz-access-token") } }
    }

    private let call = PreparedCall(
        operation: Fixtures.operation(), path: "/thing", query: "buyer=mary%20jones&page=2")

    private func answersByToken(
        _ answers: [String: @Sendable () -> HTTPResponse]
    ) -> ScriptedTransport.Answer {
        { request in
            let token = request.headers.first("x-amz-access-token") ?? ""
            return answers[token]?() ?? .json(500, "")
        }
    }

    @Test("A success hands on the body, the request id and the rate")
    func success() async throws {
        let bench = try Bench(clock: clock) { _ in
            .json(
                200, #"  {"a":1}"#,
                headers: [HTTPHeader("x-amzn-RequestId", "r1"), HTTPHeader("x-amzn-RateLimit-Limit", "0.5")])
        }
        let sent = Counter()
        let result = try await bench.caller.perform(call, as: bench.authorization, onSend: { sent.next() })
        #expect(result.verdict == .success(status: 200))
        #expect(result.answer?.requestID == "r1")
        #expect(result.answer?.rateLimit == 0.5)
        #expect(try await result.body.collect(upTo: 100) == Array(#"  {"a":1}"#.utf8))
        #expect(result.requests == 1)
        #expect(sent.value == 1)
        #expect(bench.transport.requests.first?.url == "https://api.example/thing?buyer=mary%20jones&page=2")
    }

    @Test("A body in many pieces arrives whole, also if it begins with white space")
    func chunks() async throws {
        let bench = try Bench(clock: clock) { _ in
            let left = Counter()
            let pieces = ["", "  ", "\n", "{", "\"a\":", "1}"].map { Array($0.utf8) }
            return HTTPResponse(
                status: 200,
                body: HTTPBody {
                    {
                        let index = left.next() - 1
                        return index < pieces.count ? pieces[index] : nil
                    }
                })
        }
        let result = try await bench.caller.perform(call, as: bench.authorization)
        #expect(try await result.body.collect(upTo: 100) == Array("  \n{\"a\":1}".utf8))
    }

    @Test("A refused token is renewed and the call repeated once")
    func repeatedOnce() async throws {
        let bench = try Bench(
            clock: clock, answersByToken(["Atza|1": { .json(403, Fixtures.expired) }, "Atza|2": { .json(200, "{}") }]))
        let sent = Counter()
        let permits = Counter()
        let result = try await bench.caller.perform(
            call, as: bench.authorization,
            permitRepeat: {
                permits.next()
                return true
            }, onSend: { sent.next() })
        #expect(result.verdict.isSuccess)
        #expect(result.requests == 2)
        #expect(bench.sentTokens == ["Atza|1", "Atza|2"])
        #expect(sent.value == 2)
        #expect(permits.value == 1)
    }

    @Test("A fresh token that is refused too ends the matter")
    func neverLoops() async throws {
        let bench = try Bench(clock: clock) { _ in .json(403, Fixtures.expired) }
        let result = try await bench.caller.perform(call, as: bench.authorization)
        #expect(result.verdict == .tokenRefused(status: 403))
        #expect(result.refusedFreshToken)
        #expect(bench.transport.requests.count == 2)
        #expect(bench.exchanges.value == 2)
    }

    @Test("Without a permit nothing is repeated, and the next call has the fresh token")
    func noPermit() async throws {
        let bench = try Bench(
            clock: clock, answersByToken(["Atza|1": { .json(401, "") }, "Atza|2": { .json(200, "{}") }]))
        let result = try await bench.caller.perform(call, as: bench.authorization, permitRepeat: { false })
        #expect(result.verdict == .tokenRefused(status: 401))
        #expect(!result.refusedFreshToken)
        #expect(try await bench.caller.perform(call, as: bench.authorization).verdict.isSuccess)
        #expect(bench.sentTokens == ["Atza|1", "Atza|2"])
    }

    @Test("When the renewal fails, its failure is thrown and nothing is repeated")
    func failedRenewal() async throws {
        let refusal = LWAFailure(.invalidGrant, status: 400)
        let bench = try Bench(
            clock: clock,
            exchange: { number in
                if number > 1 { throw refusal }
                return Fixtures.token()
            },
            { _ in .json(403, Fixtures.expired) })
        await #expect(throws: refusal) { try await bench.caller.perform(call, as: bench.authorization) }
        #expect(bench.transport.requests.count == 1)
    }

    @Test("Fifty calls refused together share one renewal")
    func sharedRenewal() async throws {
        let bench = try Bench(
            clock: clock, answersByToken(["Atza|1": { .json(403, Fixtures.expired) }, "Atza|2": { .json(200, "{}") }]))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask { try await bench.caller.perform(call, as: bench.authorization).verdict.isSuccess }
            }
            for try await isSuccess in group { #expect(isSuccess) }
        }
        #expect(bench.exchanges.value == 2)
    }

    @Test("A restricted data token goes in place of the access token, and a refused one is replaced once")
    func restrictedToken() async throws {
        let bench = try Bench(clock: clock) { _ in .json(403, Fixtures.expired) }
        let key = TokenKey(restricting: Fixtures.key(), to: try #require(RestrictedResource(Fixtures.shipmentCall())))
        let minted = Counter()
        let tokens = bench.tokens
        let source = TokenSource { refused in
            try await tokens.token(for: key, replacing: refused) { _ in
                Fixtures.token("Atz.sprdt|\(minted.next())")
            }
        }
        let result = try await bench.caller.perform(call, as: bench.authorization, restricted: source)
        #expect(result.verdict == .tokenRefused(status: 403) && result.refusedFreshToken)
        #expect(bench.sentTokens == ["Atz.sprdt|1", "Atz.sprdt|2"])
        #expect(bench.exchanges.value == 0)
    }

    @Test("A 403 for another reason is not repeated", arguments: ["", "marketplaces are not valid for region EU"])
    func otherRefusals(_ details: String) async throws {
        let bench = try Bench(clock: clock) { _ in .json(403, Fixtures.denied(details)) }
        _ = try await bench.caller.perform(call, as: bench.authorization)
        #expect(bench.transport.requests.count == 1)
        #expect(bench.exchanges.value == 1)
    }

    @Test("An empty success, a foreign one and a broken one are doubtful")
    func doubtfulSuccesses() async throws {
        let lost = HTTPTransportError(.connectionLost, wasSent: true, message: "lost")
        let answers: [(HTTPResponse, CallVerdict)] = [
            (HTTPResponse(status: 200), .doubtful(.emptyBody)),
            (HTTPResponse(status: 200, body: HTTPBody(Array("<html>".utf8))), .doubtful(.notJSON)),
            (HTTPResponse(status: 200, body: HTTPBody { { throw lost } }), .doubtful(.connectionLost)),
        ]
        for (answer, expected) in answers {
            let bench = try Bench(clock: clock) { _ in answer }
            #expect(try await bench.caller.perform(call, as: bench.authorization).verdict == expected)
        }
    }

    @Test("A refusal stands even if its explanation breaks off, and an endless one is cut")
    func brokenExplanations() async throws {
        let lost = HTTPTransportError(.connectionLost, wasSent: true, message: "lost")
        let broken = try Bench(clock: clock) { _ in HTTPResponse(status: 400, body: HTTPBody { { throw lost } }) }
        #expect(try await broken.caller.perform(call, as: broken.authorization).verdict == .rejected(status: 400))
        let endless = try Bench(clock: clock) { _ in
            HTTPResponse(status: 503, body: HTTPBody { { [UInt8](repeating: 65, count: 1000) } })
        }
        let result = try await endless.caller.perform(call, as: endless.authorization)
        #expect(result.verdict == .doubtful(.serverError(status: 503)))
        #expect(result.report.excerpt.count == 2048)
    }

    @Test("A connection that was never made is told apart from one that broke")
    func connectionFaults() async throws {
        let refused = HTTPTransportError(.connect, wasSent: false, message: "refused")
        let bench = try Bench(clock: clock) { _ in throw refused }
        let result = try await bench.caller.perform(call, as: bench.authorization)
        #expect(result.verdict == .notSent(.connect))
        #expect(result.fault == "refused")
        #expect(result.answer == nil)
    }

    @Test("Logs name the call and hold neither tokens nor values nor bodies")
    func logs() async throws {
        let bench = try Bench(
            clock: clock,
            exchange: { Fixtures.token("Atza|planted\($0)") },
            { request in
                request.headers.first("x-amz-access-token") == "Atza|planted1"
                    ? .json(403, Fixtures.expired)
                    : .json(200, #"{"name":"mary jones"}"#, headers: [HTTPHeader("x-amzn-RequestId", "r-77")])
            })
        let result = try await bench.caller.perform(call, as: bench.authorization)
        let text = bench.lines.all.joined(separator: "\n")
        for word in ["acme", "GET", "orders.thing@v1", "200", "403", "r-77", "buyer", "page"] {
            #expect(text.contains(word), "\(word)")
        }
        #expect(bench.lines.all.count == 4)
        #expect(bench.lines.all.allSatisfy { $0.hasPrefix("debug") })
        for planted in ["planted", "Atza", "mary", "jones", "Jones"] {
            #expect(!text.contains(planted))
        }
        #expect(!String(reflecting: bench.authorization).contains("planted"))
        #expect(!String(reflecting: result).contains("planted"))
    }
}
