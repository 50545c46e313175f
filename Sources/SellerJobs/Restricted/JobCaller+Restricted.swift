import JobModel
import OperationCatalogue
import SellingPartner
import Worker

/// By what right a call is made.
struct CallPass: Sendable {
    /// In whose name.
    let authorization: CallAuthorization
    /// Whether the answer's rate header means nothing.
    var ignoresRateHeader = false
    /// Where restricted data tokens come from; `nil` when the call is made with the access token.
    var restricted: TokenSource?
    /// Why there is no restricted data token for a call that may do without.
    var withheld: RestrictedTokenFailure?
}

extension JobCaller {
    /// Gets the restricted data token that a call needs, if it needs one.
    ///
    /// - Throws: What the source of restricted data tokens throws.
    func restrict(_ pass: inout CallPass, _ call: PreparedCall, _ seller: SellerDirectory.Seller) async throws {
        guard let resource = RestrictedResource(call, dataElements: dataElements) else { return }
        let source = services.keeper.restrictedTokens(for: resource, of: seller, pass.authorization)
        do {
            _ = try await source.token()
            pass.restricted = source
        } catch let failure as RestrictedTokenFailure where failure.mayDoWithout {
            pass.withheld = failure
        }
    }

    /// What it means for the job that there is no restricted data token.
    func outcome(of failure: RestrictedTokenFailure) async throws -> Outcome {
        try await told(
            RequestOutcomes.outcome(of: failure, pause: outagePause, now: context.now), of: failure.result.verdict,
            failure.accessKey)
    }
}
