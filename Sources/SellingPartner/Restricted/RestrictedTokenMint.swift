import OperationCatalogue
import Ports
import Secrets

/// Asks Amazon for restricted data tokens.
package struct RestrictedTokenMint: Sendable {
    /// The operation that mints them.
    package static let operationName = "tokens.createRestrictedDataToken"
    /// A week, as for access tokens. Amazon's tokens live an hour.
    private static let longestLifetime: Int64 = 7 * 86_400
    private static let largestAnswer = 64 * 1024

    private let caller: APICaller

    /// Creates a mint that calls through `caller`.
    package init(caller: APICaller) {
        self.caller = caller
    }

    /// Asks for one token.
    ///
    /// - Parameters:
    ///   - resource: What it is to open.
    ///   - authorization: In whose name. Its endpoint must be a production host, for the sandbox too.
    ///   - permitRepeat: Asked before the call is repeated with a fresh access token.
    ///   - onAccepted: Told that Amazon let the call through, with the rate that it says it applies.
    /// - Throws: ``RestrictedTokenFailure``, `LWAFailure` or whatever else the authorization's exchange throws, what
    ///   `permitRepeat` throws, and `CancellationError`.
    package func token(
        for resource: RestrictedResource, as authorization: CallAuthorization,
        permitRepeat: @Sendable () async throws -> Bool = { true }, onAccepted: (_ rate: Double?) -> Void = { _ in }
    ) async throws -> AccessToken {
        let operation = try OperationCatalogue.builtIn.operation(named: Self.operationName)
        let call = try CallRequest(operation: operation, body: resource.requestBody).prepared()
        let result = try await caller.perform(call, as: authorization, permitRepeat: permitRepeat)
        func failure(_ kind: RestrictedTokenFailure.Kind) -> RestrictedTokenFailure {
            RestrictedTokenFailure(
                kind: kind, resource: resource, result: result, operation: operation, accessKey: authorization.key)
        }
        guard result.verdict.isSuccess else { throw failure(Self.blamesRole(result) ? .missingRole : .refused) }
        onAccepted(result.answer?.rateLimit)
        let answer: JSONValue
        do {
            answer = try JSONValue(parsing: try await result.body.collect(upTo: Self.largestAnswer))
        } catch let error as HTTPTransportError {
            throw failure(.unusable("the answer broke off: \(error.message)"))
        } catch is DecodingError {
            throw failure(.unusable("the answer is not JSON"))
        }
        // It is sent in a header field: visible ASCII only, or the request could be forged with a line break.
        guard let value = answer["restrictedDataToken"]?.string, !value.isEmpty,
            value.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw failure(.unusable("the answer holds no usable restrictedDataToken")) }
        guard case .integer(let seconds)? = answer["expiresIn"], (1...Self.longestLifetime).contains(seconds) else {
            throw failure(.unusable("expiresIn is missing or not a number of seconds"))
        }
        return AccessToken(value: Secret(value), lifetime: .seconds(seconds))
    }

    /// Whether a refusal is about what the application may see. It always comes with status 400; its details have been
    /// seen to read `invalid_client`, though the client is as good as ever.
    private static func blamesRole(_ result: CallResult) -> Bool {
        guard result.verdict == .rejected(status: 400) else { return false }
        let report = result.report
        return report.mentions("not have access") || report.mentions("data element", "access")
            || report.mentions("role") || report.mentions("invalid_client") || report.mentions("not authorized")
    }
}
