import OperationCatalogue
package import Ports
import Secrets

/// One answer of the token service, before anything is believed about it.
package struct LWAAnswer: Sendable {
    /// A week. Amazon's tokens live an hour; a lifetime beyond this is a fault, not a gift.
    private static let longestLifetime: Int64 = 7 * 86_400

    private let status: Int
    private let json: JSONValue?
    private let requestID: String?
    private let clockSkew: Duration?

    /// Reads an answer that arrived at `wallMicroseconds`.
    package init(status: Int, headers: [HTTPHeader], body: [UInt8], wallMicroseconds: Int64) {
        self.status = status
        json = try? JSONValue(parsing: body)
        requestID = headers.first("x-amzn-RequestId") ?? json?["request_id"]?.string
        clockSkew = headers.first("Date").flatMap(HTTPDate.init).map { date in
            .seconds(date.secondsSince1970 - wallMicroseconds / 1_000_000)
        }
    }

    /// The token of a success.
    ///
    /// - Throws: `LWAFailure` for everything else.
    func token(redactor: SentValueRedactor) throws -> AccessToken {
        guard (200..<300).contains(status), json?["error"] == nil else { throw refusal(redactor) }
        guard let value = json?["access_token"]?.string, Self.fitsAHeader(value) else {
            throw unusable("the success holds no usable access_token")
        }
        if let type = json?["token_type"], type.string?.lowercased() != "bearer" {
            throw unusable("the token_type is not bearer")
        }
        guard let seconds = json?["expires_in"]?.wholeNumber, (1...Self.longestLifetime).contains(seconds) else {
            throw unusable("expires_in is missing or not a number of seconds")
        }
        return AccessToken(value: Secret(value), lifetime: .seconds(seconds))
    }

    private func unusable(_ detail: String) -> LWAFailure {
        failure(.transient(.unexpectedAnswer), detail: detail)
    }

    private func refusal(_ redactor: SentValueRedactor) -> LWAFailure {
        let code = json?["error"]?.string
        return LWAFailure(
            Self.kind(status: status, code: code), status: status,
            code: code.map { redactor.redact($0, limit: 100) },
            detail: json?["error_description"]?.string.map { redactor.redact($0) },
            requestID: requestID.map { redactor.redact($0, limit: 100) }, clockSkew: clockSkew)
    }

    private func failure(_ kind: LWAFailure.Kind, detail: String) -> LWAFailure {
        LWAFailure(
            kind, status: status, detail: detail, requestID: requestID.map { BoundedText.line($0, limit: 100) },
            clockSkew: clockSkew)
    }

    /// What a refusal means. `code` is `nil` when the body is not the token service's JSON.
    ///
    /// A status that speaks of overload or a fault outweighs the code, because gateways in trouble have been seen to
    /// answer with codes of refusals; the two codes that name a mismatch of application and grant hold at any status
    /// but 429. An unknown code never costs a seller anything: it counts as passing trouble.
    package static func kind(status: Int, code: String?) -> LWAFailure.Kind {
        if status == 429 { return .transient(.throttled) }
        switch code {
        case "unauthorized_client": return .unauthorizedClient
        case "access_denied": return .accessDenied
        default: break
        }
        if status >= 500 || status == 408 { return .transient(.serverError) }
        guard (400..<500).contains(status) else { return .transient(.unexpectedAnswer) }
        switch code {
        case nil: return .transient(.unexpectedAnswer)
        case "invalid_grant": return .invalidGrant
        case "invalid_client": return .invalidClient
        case "invalid_request": return .invalidRequest
        case "invalid_scope": return .invalidScope
        case "unsupported_grant_type": return .unsupportedGrantType
        case "server_error", "ServerError", "temporarily_unavailable": return .transient(.serverError)
        default: return status == 403 ? .accessDenied : .transient(.unexpectedAnswer)
        }
    }

    /// A token is sent in a header field: visible ASCII only, or the request could be forged with a line break.
    private static func fitsAHeader(_ value: String) -> Bool {
        !value.isEmpty && value.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

extension JSONValue {
    /// A number without a fraction, or `nil`.
    fileprivate var wholeNumber: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }
}
