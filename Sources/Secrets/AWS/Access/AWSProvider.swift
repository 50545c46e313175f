/// Answers `aws-sm:` and `aws-ssm:` by an access to AWS that is set up when the first such reference is read.
package struct AWSProvider: SecretProvider {
    private let access: AWSAccess

    /// Creates a provider.
    package init(_ access: AWSAccess) {
        self.access = access
    }

    package var schemes: Set<SecretReference.Scheme> { [.awsSecretsManager, .awsParameterStore] }

    package func resolve(_ reference: SecretReference) async throws(SecretError) -> ResolvedSecret {
        let parts: AWSAccess.Parts
        do throws(SecretError) {
            parts = try await access.parts()
        } catch {
            throw Self.unasked(reference, error)
        }
        return reference.scheme == .awsParameterStore
            ? try await parts.parameterStore.resolve(reference) : try await parts.secretsManager.resolve(reference)
    }

    package func prefetch(
        _ references: [SecretReference]
    ) async -> [SecretReference: Result<ResolvedSecret, SecretError>] {
        let parts: AWSAccess.Parts
        do throws(SecretError) {
            parts = try await access.parts()
        } catch {
            let failures = Set(references).map { ($0, Result<ResolvedSecret, _>.failure(Self.unasked($0, error))) }
            return Dictionary(uniqueKeysWithValues: failures)
        }
        async let parameters = parts.parameterStore.prefetch(references.filter { $0.scheme == .awsParameterStore })
        let secrets = await parts.secretsManager.prefetch(references.filter { $0.scheme == .awsSecretsManager })
        return await secrets.merging(parameters) { $1 }
    }

    private static func unasked(_ reference: SecretReference, _ error: SecretError) -> SecretError {
        // A chain must not go on because nothing says how to ask: the secret itself may well be there.
        SecretError(
            error.code == .notFound ? .denied : error.code, reference: reference.description,
            message: "AWS was not asked: \(error.message)", cure: error.cure)
    }
}
