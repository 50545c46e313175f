import JobStoreTesting
import OperationCatalogue
import Ports
import Testing

@testable import SellingPartner

@Suite("Repeating failed calls")
struct RetryTests {
    private static let safe = Fixtures.operation()

    private static func operation(_ repetition: Repetition) -> Operation {
        Operation(
            family: "orders", id: "thing", version: "v1", method: "POST", path: "/thing/v1",
            plan: UsagePlan(rate: 0.5, burst: 1), applicationRate: nil, parameters: [], body: .optional,
            successStatus: 200, hasPayloadEnvelope: false, pagination: nil, grantlessScope: nil, isRestricted: false,
            restrictedDataElements: [], deprecation: nil, repetition: repetition, isSandboxOnly: false)
    }

    private static let rules: RetryRules = {
        var rules = RetryRules()
        rules.maxAttempts = 4
        return rules
    }()

    private static func failed(_ code: CallFailure.Code) -> CallFailure {
        CallFailure(code, operation: "orders.thing@v1", detail: "")
    }

    private static let once: [(CallFailure.Code, Repetition, Bool)] = [
        (.notSent, .unsafe, true), (.notSent, .safe, true), (.throttled, .unsafe, true),
        (.applicationThrottled, .checkFirst, true), (.doubtful, .safe, true), (.doubtful, .checkFirst, false),
        (.doubtful, .unsafe, false), (.rejected, .safe, false), (.notFound, .safe, false), (.conflict, .safe, false),
        (.accessDenied, .safe, false), (.tokenRefused, .safe, false), (.invalidCall, .safe, false),
        (.wrongRegion, .safe, false), (.applicationSecretExpired, .safe, false),
    ]

    @Test("Only what had no effect, or may have it twice, is repeated", arguments: once)
    func which(_ code: CallFailure.Code, _ repetition: Repetition, _ isRepeated: Bool) {
        var state = RetryState(rules: Self.rules, operation: Self.operation(repetition))
        #expect((state.pause(after: Self.failed(code), unit: 0.5) != nil) == isRepeated)
    }

    @Test("Pauses double up to their limit, and a refusal for the rate waits for the plan besides")
    func pauses() {
        var rules = Self.rules
        rules.maxAttempts = 9
        rules.maxBackoff = .seconds(5)
        var state = RetryState(rules: rules, operation: Self.operation(.safe))
        let pauses = (0..<5).map { _ in state.pause(after: Self.failed(.notSent), unit: 1) }
        #expect(pauses == [.seconds(1), .seconds(2), .seconds(4), .seconds(5), .seconds(5)])
        #expect(state.pause(after: Self.failed(.notSent), unit: 0) == .zero)
        #expect(state.pause(after: Self.failed(.throttled), unit: 0) == .seconds(2))
    }

    @Test("After the last attempt there is no other")
    func attempts() {
        var state = RetryState(rules: Self.rules, operation: Self.safe)
        let repeated = (0..<5).map { _ in state.pause(after: Self.failed(.notSent), unit: 0) != nil }
        #expect(repeated == [true, true, true, false, false])
    }

    @Test("Token exchanges are repeated for passing reasons alone")
    func exchanges() {
        var state = RetryState(rules: Self.rules, operation: Self.operation(.unsafe))
        #expect(state.pause(after: LWAFailure(.transient(.network)), unit: 0) == .zero)
        #expect(state.pause(after: LWAFailure(.invalidGrant), unit: 0) == nil)
        #expect(state.pause(after: CancellationError(), unit: 0) == nil)
    }

    @Test("Without rules nothing is repeated")
    func off() async throws {
        let scene = try ClientScene { _, _ in .json(503, "") }
        await #expect(throws: CallFailure.self) { try await scene.client.marketplaceParticipations() }
        #expect(scene.calls.count == 1)
    }

    @Test("A call is repeated until it succeeds, after pauses on the injected clock")
    func repeated() async throws {
        let scene = try ClientScene(settings: .with { $0.retries = RetryRules() }) { _, number in
            switch number {
            case 1: .json(503, "<html>")
            case 2: throw HTTPTransportError(.connect, wasSent: false, message: "refused")
            default: .json(200, #"{"payload":[{"storeName":"acme"}]}"#)
            }
        }
        let slept = try await scene.passingTime { client in
            let places = try await client.marketplaceParticipations()
            #expect(places.map(\.storeName) == ["acme"])
        }
        #expect(scene.calls.count == 3)
        #expect(slept > .zero && slept <= .seconds(3))
    }

    @Test("A body that breaks off counts as a failed call")
    func brokenBody() async throws {
        let scene = try ClientScene(settings: .with { $0.retries = RetryRules() }) { _, number in
            guard number == 1 else { return .json(200, #"{"payload":[]}"#) }
            return HTTPResponse(
                status: 200,
                body: HTTPBody {
                    let chunks = Counter()
                    return {
                        guard chunks.next() == 1 else {
                            throw HTTPTransportError(.connectionLost, wasSent: true, message: "it broke")
                        }
                        return Array("{\"pay".utf8)
                    }
                })
        }
        _ = try await scene.passingTime { client in
            let places = try await client.marketplaceParticipations()
            #expect(places.isEmpty)
        }
        #expect(scene.calls.count == 2)
    }

    @Test("A call that may have created something is not repeated")
    func unsafe() async throws {
        let scene = try ClientScene(settings: .with { $0.retries = RetryRules() }) { _, _ in .json(500, "") }
        let found = try await failure {
            _ = try await scene.client.createReport(ReportOrder("GET_X", marketplaces: ["DE"]))
        }
        #expect(found?.code == .doubtful)
        #expect(scene.calls.count == 1)
    }
}
