import JobStoreTesting
import OperationCatalogue
import Ports
import Testing

@testable import SellingPartner

@Suite("Reading why a call was refused")
struct RefusalReadingTests {
    private func perform(_ answer: @escaping ScriptedTransport.Answer) async throws -> CallResult {
        let clock = VirtualTimekeeper()
        let tokens = TokenCache(timekeeper: clock, random: SeededRandom(seed: 7))
        let caller = APICaller(
            transport: ScriptedTransport(answer), tokens: tokens, timekeeper: clock,
            logging: CallLogging(CapturingLog.logger(Recorder())))
        let authorization = CallAuthorization(
            key: Fixtures.key(), seller: "acme",
            request: RequestBuilder(endpoint: try APIEndpoint("https://api.example"), userAgent: .standard),
            exchange: { _ in Fixtures.token("plain-looking-token") })
        let call = PreparedCall(operation: Fixtures.operation(), path: "/thing", query: "")
        return try await caller.perform(call, as: authorization)
    }

    @Test("A call that is cancelled while its refusal is read is cancelled, and not refused for good")
    func cancelled() async throws {
        await #expect(throws: CancellationError.self) {
            _ = try await perform { _ in
                HTTPResponse(status: 403, body: HTTPBody { { throw CancellationError() } })
            }
        }
    }

    @Test("A token that Amazon repeats in a refusal is not told on")
    func repeatedToken() async throws {
        let result = try await perform { request in
            let token = request.headers.first("x-amz-access-token") ?? ""
            return .json(400, #"{"errors":[{"code":"\#(token)","message":"\#(token)?","details":"\#(token)"}]}"#)
        }
        #expect(result.verdict == .rejected(status: 400))
        #expect(result.report.summary == "<redacted>: <redacted>?: <redacted>")
    }
}
