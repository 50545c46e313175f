import OperationCatalogue

/// Restricted data tokens.
extension ClientCore {
    /// By what right a call is made that may be about personal data.
    struct RestrictedPass: Sendable {
        /// Where restricted data tokens come from; `nil` when the call is made with the access token.
        var source: TokenSource?
        /// Why there is no restricted data token for a call that may do without.
        var withheld: RestrictedTokenFailure?
    }

    /// Checks what personal data is asked for.
    ///
    /// - Throws: ``CallFailure`` for data elements that the operation does not know.
    func check(_ dataElements: [String], of operation: Operation) throws {
        guard let problem = DataElements.problem(dataElements, of: operation) else { return }
        throw CallFailure(.invalidCall, operation: operation.name, detail: problem)
    }

    /// Gets the restricted data token that a call needs, if it needs one.
    ///
    /// - Throws: `RestrictedTokenFailure`, `LWAFailure`, `CancellationError`.
    func restrict(
        _ call: PreparedCall, _ dataElements: [String], _ authorization: CallAuthorization
    ) async throws -> RestrictedPass {
        guard let resource = RestrictedResource(call, dataElements: dataElements) else { return RestrictedPass() }
        let source = try restrictedTokens(for: resource, authorization)
        do {
            _ = try await source.token()
            return RestrictedPass(source: source)
        } catch let failure as RestrictedTokenFailure where failure.mayDoWithout {
            return RestrictedPass(withheld: failure)
        }
    }

    private func restrictedTokens(
        for resource: RestrictedResource, _ authorization: CallAuthorization
    ) throws -> TokenSource {
        var authorization = authorization
        if settings.isSandbox {
            // Amazon's sandbox mints none: those of the production host open it.
            authorization.request.endpoint = try APIEndpoint(settings.endpoint ?? region.endpoint)
        }
        let operation = try OperationCatalogue.builtIn.operation(named: RestrictedTokenMint.operationName)
        let key = TokenKey(restricting: authorization.key, to: resource)
        let (owner, mint) = (authorization, RestrictedTokenMint(caller: caller))
        let (cache, tokens, pacer) = (restrictedTokens, tokens, pacer)
        return TokenSource { refused in
            try await cache.token(for: key, replacing: refused) { _ in
                if let pacer {
                    _ = try await tokens.token(for: owner.key, exchange: owner.exchange)
                    try await pacer.wait(for: operation)
                }
                do {
                    return try await mint.token(
                        for: resource, as: owner,
                        permitRepeat: {
                            try await pacer?.wait(for: operation)
                            return true
                        })
                } catch let failure as RestrictedTokenFailure {
                    await pacer?.note(failure.result, of: operation)
                    throw failure
                }
            }
        }
    }
}
