public import Ports

/// Answers `env:NAME` from the process environment. An empty variable counts as not set.
public struct EnvironmentProvider: SecretProvider {
    private let environment: any Environment

    /// Creates a provider over `environment`.
    public init(environment: any Environment) {
        self.environment = environment
    }

    public var schemes: Set<SecretReference.Scheme> { [.environment] }

    public func resolve(_ reference: SecretReference) async throws(SecretError) -> ResolvedSecret {
        guard let value = environment.value(reference.name) else {
            throw SecretError(
                .notFound, reference: reference.description, message: "the environment variable is not set",
                cure: "export \(reference.name) before starting, or point the reference elsewhere")
        }
        let trimmed = value.trimmingTrailingLineBreaks()
        guard !trimmed.isEmpty else {
            throw SecretError(
                .notFound, reference: reference.description, message: "the environment variable is set but empty",
                cure: "give \(reference.name) a value")
        }
        return ResolvedSecret(secret: Secret(trimmed), source: "environment variable \(reference.name)")
    }
}

extension String {
    /// The text without the line breaks that editors and `echo` leave at its end.
    func trimmingTrailingLineBreaks() -> String {
        var bytes = utf8[...]
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes = bytes.dropLast() }
        return String(bytes) ?? self
    }
}
