import Ports
import Testing

@testable import SellingPartner

@Suite("What an answer means")
struct CallVerdictTests {
    private func verdict(
        _ status: Int, _ body: String = "", kind: CallOutcome.BodyKind = .json, family: String = "orders",
        method: String = "GET", successStatus: Int = 200
    ) -> CallVerdict {
        CallVerdict(
            .answer(
                CallAnswer(status: status, headers: []), APIErrorReport(body: Array(body.utf8)), body: kind),
            operation: Fixtures.operation(family: family, method: method, successStatus: successStatus))
    }

    static let byStatus: [(Int, CallVerdict)] = [
        (200, .success(status: 200)), (201, .success(status: 201)), (202, .success(status: 202)),
        (204, .success(status: 204)), (207, .success(status: 207)),
        (301, .doubtful(.unexpectedStatus(301))), (304, .doubtful(.unexpectedStatus(304))),
        (101, .doubtful(.unexpectedStatus(101))),
        (400, .rejected(status: 400)), (401, .tokenRefused(status: 401)), (403, .accessDenied),
        (404, .rejected(status: 404)), (405, .rejected(status: 405)), (408, .doubtful(.serverError(status: 408))),
        (409, .conflict), (410, .rejected(status: 410)), (413, .rejected(status: 413)),
        (415, .rejected(status: 415)), (422, .rejected(status: 422)), (429, .throttled(applicationWide: false)),
        (451, .rejected(status: 451)), (500, .doubtful(.serverError(status: 500))),
        (501, .doubtful(.serverError(status: 501))), (502, .doubtful(.serverError(status: 502))),
        (503, .doubtful(.serverError(status: 503))), (504, .doubtful(.serverError(status: 504))),
        (599, .doubtful(.serverError(status: 599))),
    ]

    @Test("Every status without an explanation has its meaning", arguments: byStatus)
    func statuses(_ status: Int, _ expected: CallVerdict) {
        #expect(verdict(status) == expected)
    }

    static let explained: [(Int, String, CallVerdict)] = [
        (403, Fixtures.expired, .tokenRefused(status: 403)),
        (
            403, Fixtures.denied("The access token you provided is revoked, malformed or invalid."),
            .tokenRefused(status: 403)
        ),
        (403, Fixtures.denied("THE ACCESS TOKEN YOU PROVIDED HAS EXPIRED"), .tokenRefused(status: 403)),
        (403, Fixtures.denied("Access token is missing in the request header."), .accessDenied),
        (403, Fixtures.denied("The LWA secret token you provided has expired."), .applicationSecretExpired),
        (401, Fixtures.denied("The LWA secret token you provided has expired."), .applicationSecretExpired),
        (403, Fixtures.denied("Some marketplaces in the list are not valid for region EU"), .wrongRegion),
        (403, Fixtures.denied(""), .accessDenied), (403, "", .accessDenied), (403, "<html></html>", .accessDenied),
        (403, #"{"errors":[{"code":"MissingAuthenticationToken","message":null}]}"#, .misrouted),
        (403, #"{"errors":[{"code":"InvalidToken"}]}"#, .accessDenied),
        (401, Fixtures.expired, .tokenRefused(status: 401)), (401, "", .tokenRefused(status: 401)),
        (400, Fixtures.expired, .rejected(status: 400)),
        (400, #"{"errors":[{"code":"InvalidInput","details":"invalid_client"}]}"#, .rejected(status: 400)),
        (
            429, #"{"errors":[{"code":"QuotaExceeded","message":"You exceeded your quota."}]}"#,
            .throttled(applicationWide: false)
        ),
        (
            429, #"{"errors":[{"message":"The rate is greater than what is allowed for the application."}]}"#,
            .throttled(applicationWide: true)
        ),
        (
            429, #"{"errors":[{"message":null,"details":"more than ALLOWED FOR THE APPLICATION"}]}"#,
            .throttled(applicationWide: true)
        ),
        (500, Fixtures.expired, .doubtful(.serverError(status: 500))),
    ]

    @Test("Explanations tell the kinds of 401, 403 and 429 apart", arguments: explained)
    func explanations(_ status: Int, _ body: String, _ expected: CallVerdict) {
        #expect(verdict(status, body) == expected)
    }

    @Test("A success without the body that is due is doubtful")
    func emptySuccess() {
        for (method, status) in [("GET", 200), ("POST", 200), ("POST", 202), ("PUT", 201), ("PATCH", 207)] {
            #expect(verdict(status, kind: .empty, method: method) == .doubtful(.emptyBody))
        }
        #expect(verdict(204, kind: .empty) == .success(status: 204))
        #expect(verdict(200, kind: .empty, method: "DELETE") == .success(status: 200))
        #expect(verdict(200, kind: .empty, method: "POST", successStatus: 204) == .success(status: 200))
        #expect(verdict(201, kind: .empty, family: "messaging", method: "POST") == .success(status: 201))
    }

    @Test("A success that is not JSON is doubtful, also where no body is due")
    func foreignSuccess() {
        #expect(verdict(200, kind: .other) == .doubtful(.notJSON))
        #expect(verdict(200, kind: .other, method: "DELETE") == .doubtful(.notJSON))
        #expect(verdict(204, kind: .other) == .doubtful(.notJSON))
    }

    static let faults: [(HTTPTransportError.Reason, Bool, CallVerdict)] = [
        (.connect, false, .notSent(.connect)), (.timeout, false, .notSent(.timeout)),
        (.connectionLost, false, .notSent(.connectionLost)), (.malformed, false, .notSent(.malformed)),
        (.connect, true, .doubtful(.connectionLost)), (.timeout, true, .doubtful(.timeout)),
        (.connectionLost, true, .doubtful(.connectionLost)), (.malformed, true, .doubtful(.malformed)),
        (.bodyTooLarge, true, .doubtful(.malformed)),
    ]

    @Test("A broken connection is doubtful exactly if the request may have been sent", arguments: faults)
    func transport(_ reason: HTTPTransportError.Reason, _ wasSent: Bool, _ expected: CallVerdict) {
        let error = HTTPTransportError(reason, wasSent: wasSent, message: "")
        #expect(CallVerdict(.noAnswer(error), operation: Fixtures.operation()) == expected)
    }

    @Test("Only 404 counts as not found")
    func notFound() {
        #expect(verdict(404).isNotFound)
        #expect(!verdict(410).isNotFound)
        #expect(!verdict(200).isNotFound)
    }
}
