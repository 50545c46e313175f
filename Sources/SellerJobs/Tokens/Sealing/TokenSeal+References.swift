package import Logging
package import Secrets

extension TokenSeal {
    /// Reads the keys behind references: the first one seals, all of them open.
    ///
    /// A further key that cannot be had only costs exchanges, so it is warned about and left out.
    ///
    /// - Throws: `SecretError` when the first one cannot be had or is no key.
    package init(
        _ references: [SecretReference], resolver: SecretResolver, logger: Logger
    ) async throws(SecretError) {
        guard let reference = references.first else {
            throw SecretError(
                .notFound, reference: nil, message: "tokens.keys names no key",
                cure: "make one with 'spworker tokens key'")
        }
        let first = try await Self.key(reference, resolver)
        var others: [SealingKey] = []
        for reference in references.dropFirst() {
            do throws(SecretError) {
                others.append(try await Self.key(reference, resolver))
            } catch {
                logger.warning(
                    "A further key of tokens.keys cannot be used; tokens that it sealed are got anew.",
                    metadata: ["reason": "\(error)"])
            }
        }
        self.init(first: first, others: others)
    }

    private static func key(
        _ reference: SecretReference, _ resolver: SecretResolver
    ) async throws(SecretError) -> SealingKey {
        guard let key = SealingKey(try await resolver.resolve(reference).secret) else {
            throw SecretError(
                .invalid, reference: reference.description,
                message: "this is no sealing key, which is \(SealingKey.length) bytes in base64",
                cure: "make one with 'spworker tokens key'")
        }
        return key
    }
}
