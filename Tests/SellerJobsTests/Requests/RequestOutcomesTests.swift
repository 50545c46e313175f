import JobModel
import OperationCatalogue
import Ports
import Secrets
import Testing

@testable import SellerJobs
@testable import SellingPartner

@Suite("Outcomes of calls", .timeLimit(.minutes(5)))
struct RequestOutcomesTests {
    /// An outcome in one word, with the word of its failure.
    private static func word(_ outcome: Outcome) -> String {
        switch outcome {
        case .succeeded: "succeeded"
        case .retry(let failure): "retry \(failure.kind)"
        case .snooze(_, let failure): "snooze \(failure?.kind ?? "-")"
        case .throttled(let scope, let failure): "throttled \(scope) \(failure.kind)"
        case .park(let failure): "park \(failure.kind)"
        case .fail(let failure): "fail \(failure.kind)"
        case .quarantine(let failure): "quarantine \(failure.kind)"
        case .cancelled: "cancelled"
        case .interrupted: "interrupted"
        }
    }

    private static func operation(_ repetition: Repetition) -> Operation {
        Operation(
            family: "things", id: "make", version: "v1", method: "POST", path: "/things", plan: nil,
            applicationRate: nil, parameters: [], body: .optional, successStatus: 200, hasPayloadEnvelope: false,
            pagination: nil, grantlessScope: nil, isRestricted: false, restrictedDataElements: [], deprecation: nil,
            repetition: repetition, isSandboxOnly: false)
    }

    private static let now = Timestamp(microseconds: 1_000_000)

    private static func outcome(
        _ verdict: CallVerdict, _ repetition: Repetition = .safe, requests: Int = 1, report: APIErrorReport = .none,
        permitUntil: Timestamp? = nil
    ) -> Outcome {
        let result = CallResult(
            verdict: verdict,
            answer: CallAnswer(status: 418, headers: [HTTPHeader("x-amzn-RequestId", "request-1")]), report: report,
            fault: nil, body: HTTPBody([]), requests: requests)
        return RequestOutcomes.outcome(
            of: result, operation: operation(repetition), permitUntil: permitUntil, pause: now + .seconds(9), now: now)
    }

    private static let repetitions: [Repetition] = [.safe, .checkFirst, .unsafe]

    private static let verdicts: [(CallVerdict, String)] = [
        (.success(status: 200), "retry unexpected"),
        (.tokenRefused(status: 403), "snooze tokenExpired"),
        (.tokenRefused(status: 401), "snooze tokenExpired"),
        (.applicationSecretExpired, "park applicationSecretExpired"),
        (.wrongRegion, "fail wrongRegion"),
        (.misrouted, "fail misrouted"),
        (.accessDenied, "fail accessDenied"),
        (.throttled(applicationWide: false), "throttled lane throttled"),
        (.throttled(applicationWide: true), "throttled application throttled"),
        (.notSent(.connect), "snooze network"),
        (.notSent(.timeout), "snooze network"),
        (.notSent(.connectionLost), "snooze network"),
        (.notSent(.bodyTooLarge), "snooze network"),
        (.notSent(.malformed), "snooze network"),
        (.conflict, "fail conflict"),
        (.rejected(status: 400), "fail rejected"),
        (.rejected(status: 404), "fail notFound"),
        (.rejected(status: 410), "fail rejected"),
        (.rejected(status: 413), "fail rejected"),
        (.rejected(status: 415), "fail rejected"),
        (.rejected(status: 422), "fail rejected"),
    ]

    @Test("What most verdicts mean does not depend on what the call does", arguments: verdicts)
    func plain(verdict: CallVerdict, expected: String) {
        for repetition in Self.repetitions {
            #expect(Self.word(Self.outcome(verdict, repetition)) == expected)
        }
    }

    @Test(
        "A doubtful call is repeated when it is harmless and left to a person otherwise",
        arguments: [
            CallVerdict.Doubt.serverError(status: 500), .serverError(status: 408), .timeout, .connectionLost,
            .emptyBody, .notJSON, .malformed, .unexpectedStatus(302),
        ])
    func doubtful(doubt: CallVerdict.Doubt) {
        #expect(Self.word(Self.outcome(.doubtful(doubt), .safe)) == "retry unavailable")
        for repetition in [Repetition.checkFirst, .unsafe] {
            let outcome = Self.outcome(.doubtful(doubt), repetition)
            #expect(Self.word(outcome) == "quarantine doubtful")
            guard case .quarantine(let failure) = outcome else { continue }
            #expect(failure.message.contains("things.make@v1 must not be repeated blindly"))
        }
    }

    @Test("A fresh token that is refused parks the job; a repetition without a permit waits for one")
    func tokenRefused() {
        #expect(Self.word(Self.outcome(.tokenRefused(status: 403), requests: 2)) == "park tokenRefused")
        let later = Self.now + .seconds(9)
        guard case .snooze(let until, _) = Self.outcome(.tokenRefused(status: 403), permitUntil: later) else {
            Issue.record("not a snooze")
            return
        }
        #expect(until == later)
    }

    @Test("Failures carry Amazon's words, status and request id")
    func facts() {
        let body = #"{"errors":[{"code":"InvalidInput","message":"The thing is bad.","details":"Very."}]}"#
        guard
            case .fail(let failure) = Self.outcome(
                .rejected(status: 400), report: APIErrorReport(body: Array(body.utf8)))
        else {
            Issue.record("not a failure")
            return
        }
        #expect(failure.status == 418 && failure.requestID == "request-1")
        #expect(failure.message.contains("InvalidInput: The thing is bad.: Very."))
    }

    private static let logins: [(LWAFailure.Kind, String)] = [
        (.invalidGrant, "park invalidGrant"),
        (.invalidClient, "park invalidClient"),
        (.unauthorizedClient, "park unauthorizedClient"),
        (.accessDenied, "park accessDenied"),
        (.invalidRequest, "fail invalidRequest"),
        (.invalidScope, "fail invalidScope"),
        (.unsupportedGrantType, "fail unsupportedGrantType"),
        (.transient(.throttled), "snooze login.throttled"),
        (.transient(.serverError), "snooze login.serverError"),
        (.transient(.timeout), "snooze login.timeout"),
        (.transient(.network), "snooze login.network"),
        (.transient(.unexpectedAnswer), "snooze login.unexpectedAnswer"),
    ]

    @Test("A login that fails parks, fails or postpones the job", arguments: logins)
    func login(kind: LWAFailure.Kind, expected: String) {
        let outcome = RequestOutcomes.outcome(of: LWAFailure(kind, status: 400), pause: Self.now)
        #expect(Self.word(outcome) == expected)
    }

    @Test(
        "A secret that is not to be had parks the job; a source that does not answer postpones it",
        arguments: [
            (SecretError.Code.notFound, "park secret.notFound"), (.denied, "park secret.denied"),
            (.invalid, "park secret.invalid"), (.unavailable, "snooze secret.unavailable"),
        ])
    func secret(code: SecretError.Code, expected: String) {
        for owner in [CredentialFailure.Owner.application, .seller] {
            let failure = CredentialFailure(
                owner: owner, error: SecretError(code, reference: "env:X", message: "it is not", cure: "see to it"))
            #expect(Self.word(RequestOutcomes.outcome(of: failure, pause: Self.now)) == expected)
        }
    }

    @Test("Redaction reaches the text of every outcome and leaves the rest alone")
    func redaction() {
        let failure = JobFailure(kind: "kind", message: "a secret", status: 1, requestID: "secret-1")
        let clean = JobFailure(kind: "kind", message: "a <>", status: 1, requestID: "<>-1")
        let pairs: [(Outcome, Outcome)] = [
            (.retry(failure), .retry(clean)),
            (.snooze(until: Self.now, failure), .snooze(until: Self.now, clean)),
            (.snooze(until: Self.now), .snooze(until: Self.now)),
            (.throttled(.lane, failure), .throttled(.lane, clean)),
            (.park(failure), .park(clean)), (.fail(failure), .fail(clean)),
            (.quarantine(failure), .quarantine(clean)),
            (.succeeded(JobResult(status: 200)), .succeeded(JobResult(status: 200))),
            (.cancelled, .cancelled), (.interrupted, .interrupted),
        ]
        for (before, after) in pairs {
            let redacted = before.redacted { text in
                text.split(separator: "secret", omittingEmptySubsequences: false).joined(separator: "<>")
            }
            #expect(redacted == after)
        }
    }
}
