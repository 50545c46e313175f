/// Finds secrets by sending each reference to the provider of its scheme.
package struct SecretResolver: Sendable {
    private let providers: [SecretReference.Scheme: any SecretProvider]
    private let allowsLiteral: Bool
    private let redactor: Redactor?

    /// Creates a resolver.
    ///
    /// - Parameters:
    ///   - providers: The sources; a later one wins when two answer the same scheme.
    ///   - allowsLiteral: Whether `literal:` references are answered. Defaults to no.
    ///   - redactor: Learns every value that was found, so that it is kept out of logs.
    package init(providers: [any SecretProvider], allowsLiteral: Bool = false, redactor: Redactor? = nil) {
        var table: [SecretReference.Scheme: any SecretProvider] = [:]
        for provider in providers {
            for scheme in provider.schemes { table[scheme] = provider }
        }
        self.providers = table
        self.allowsLiteral = allowsLiteral
        self.redactor = redactor
    }

    /// Finds the secret behind `reference`.
    ///
    /// - Parameter anew: Whether copies that are kept on the way must not be given. Defaults to no.
    /// - Throws: `SecretError`; `invalid` also when no provider of this build answers the scheme.
    package func resolve(
        _ reference: SecretReference, anew: Bool = false
    ) async throws(SecretError) -> ResolvedSecret {
        guard reference.placeholders.isEmpty || reference.scheme == .exec else {
            throw SecretError(
                .invalid, reference: reference.description, message: "a placeholder in braces was not filled in",
                cure: "use templates under sellerTemplates only")
        }
        let resolved = try await answer(reference, anew: anew)
        redactor?.register(resolved.secret)
        return resolved
    }

    /// Tries references in order. Only "not found" leads to the next one; any other failure ends the search.
    ///
    /// - Parameter chain: The references, which must belong to one and the same owner: a seller's refresh token never
    ///   falls back to another's.
    /// - Throws: The failure that ended the search; the last "not found" when nothing was found.
    package func resolve(chain: [SecretReference]) async throws(SecretError) -> ResolvedSecret {
        var missing = SecretError(
            .notFound, reference: nil, message: "no reference is configured", cure: "add a secret reference")
        for reference in chain {
            do {
                return try await resolve(reference)
            } catch  where error.code == .notFound {
                missing = error
            }
        }
        throw missing
    }

    /// Finds many secrets, each provider with as few questions as it can.
    ///
    /// - Returns: What was found out, the failures included. A reference that is missing from it has to be resolved by
    ///   itself.
    package func prefetch(
        _ references: [SecretReference]
    ) async -> [SecretReference: Result<ResolvedSecret, SecretError>] {
        let ready = references.filter { $0.literal == nil && $0.placeholders.isEmpty }
        let groups = Dictionary(grouping: ready, by: \.scheme).compactMap { scheme, group in
            providers[scheme].map { (provider: $0, references: group) }
        }
        let answers = await groups.concurrentMap(atOnce: groups.count) { group in
            await group.provider.prefetch(group.references)
        }
        var results: [SecretReference: Result<ResolvedSecret, SecretError>] = [:]
        for (reference, result) in answers.joined() {
            if case .success(let resolved) = result { redactor?.register(resolved.secret) }
            results[reference] = result
        }
        return results
    }

    private func answer(_ reference: SecretReference, anew: Bool) async throws(SecretError) -> ResolvedSecret {
        if let literal = reference.literal {
            guard allowsLiteral else {
                throw SecretError(
                    .denied, reference: reference.description,
                    message: "a secret written out in the configuration is refused",
                    cure: "write env:NAME or file:PATH#key, or pass --allow-literal-secrets in a test")
            }
            return ResolvedSecret(secret: literal, source: "the configuration itself")
        }
        guard let provider = providers[reference.scheme] else {
            let known = providers.keys.map { "\($0.rawValue):" }.sorted().joined(separator: ", ")
            throw SecretError(
                .invalid, reference: reference.description,
                message: "\(reference.scheme.rawValue) references are not available in this build",
                cure: known.isEmpty ? "use a build with secret providers" : "use one of \(known)")
        }
        return anew ? try await provider.resolveAnew(reference) : try await provider.resolve(reference)
    }
}
