import JobModel
import JobStore
import OperationCatalogue
import Ports
import Secrets
import SellingPartner
import Worker

/// Restricted data tokens.
extension AuthorizationKeeper {
    /// Where the seller's restricted data tokens for `resource` come from: all who need the same one share it until it
    /// expires.
    ///
    /// The source throws `RestrictedTokenFailure`, `PermitDelay` when the usage plan has no room for minting a token,
    /// `LWAFailure`, `CredentialFailure`, `StoreError` and `CancellationError`.
    ///
    /// - Parameter authorization: The seller's.
    func restrictedTokens(
        for resource: RestrictedResource, of seller: SellerDirectory.Seller, _ authorization: CallAuthorization
    ) -> TokenSource {
        let key = TokenKey(restricting: authorization.key, to: resource)
        let cache = restrictedTokens
        return TokenSource { [weak self] refused in
            try await cache.token(for: key, replacing: refused) { [weak self] _ in
                guard let self else { throw CancellationError() }
                return try await self.mint(resource, seller, authorization)
            }
        }
    }

    /// How long a refusal answers for the next who ask: many jobs may want what the application may not see.
    static func restrictedCoolDown(after error: any Error) -> Duration {
        (error as? RestrictedTokenFailure)?.kind == .missingRole ? .seconds(30) : .zero
    }

    private func mint(
        _ resource: RestrictedResource, _ seller: SellerDirectory.Seller, _ authorization: CallAuthorization
    ) async throws -> AccessToken {
        let operation = try OperationCatalogue.builtIn.operation(named: RestrictedTokenMint.operationName)
        let limit = Timestamp(microseconds: timekeeper.wallMicroseconds()) + RunContext.longestPermitWait
        let takePermit: @Sendable () async throws -> Void = {
            if let until = try await self.permit(seller.key, operation, by: limit) { throw PermitDelay(until: until) }
        }
        var authorization = authorization
        if seller.isSandbox {
            // Amazon's sandbox mints none: those of the production host open it.
            let application = directory.current.applications[seller.key.application]
            authorization.request.endpoint = try APIEndpoint(
                application?.endpoints[seller.region] ?? seller.region.endpoint)
        }
        let lane = LaneKey(authorization: seller.key, operation: operation.name)
        let caller = APICaller(transport: transport, tokens: tokens, timekeeper: timekeeper, logger: logger)
        try await takePermit()
        do {
            let token = try await RestrictedTokenMint(caller: caller).token(
                for: resource, as: authorization,
                permitRepeat: {
                    try await takePermit()
                    return true
                },
                onAccepted: { store.note(.accepted(lane, rate: seller.isSandbox ? nil : $0)) })
            redactor.register(token.value)
            return token
        } catch let failure as RestrictedTokenFailure {
            if case .throttled = failure.result.verdict {
                // Here, where it happens once, and not in each of the runs that wait for the token.
                store.note(.refused(lane, unit: random.unit()))
            }
            throw failure
        }
    }
}
