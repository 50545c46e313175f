/// Looks for AWS keys in one place after the other, and stays with the place where it found some.
///
/// Only "nothing here" leads to the next place. Every other failure ends the search, because keys from further down
/// would be another identity's than the one that was set up.
package actor AWSCredentialChain: AWSCredentialSource {
    private let providers: [any AWSCredentialProvider]
    private var answering: (any AWSCredentialProvider)?

    /// Creates a chain.
    ///
    /// - Parameter providers: The places, in the order of asking.
    package init(_ providers: [any AWSCredentialProvider]) {
        self.providers = providers
    }

    /// Keys from the place that gave the last ones, or from the first that has any.
    ///
    /// - Throws: `SecretError`. It names the place that failed; `notFound` tells of every place why it has nothing.
    package func credentials() async throws(SecretError) -> AWSCredentials {
        if let answering { return try await renew(answering) }
        var reasons: [String] = []
        for provider in providers {
            do throws(SecretError) {
                let keys = try await provider.credentials()
                answering = provider
                return keys
            } catch {
                guard error.code == .notFound else { throw error.about("AWS credentials from \(provider.name)") }
                reasons.append("\(provider.name): \(error.message)")
            }
        }
        throw .nothing(
            "no AWS credentials were found; " + reasons.joined(separator: "; "),
            cure: "give this machine a role, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or choose a profile")
    }

    private func renew(_ provider: any AWSCredentialProvider) async throws(SecretError) -> AWSCredentials {
        do throws(SecretError) {
            return try await provider.credentials()
        } catch {
            guard error.code == .notFound else { throw error.about("AWS credentials from \(provider.name)") }
            throw SecretError(
                .unavailable, reference: nil,
                message: "AWS credentials from \(provider.name), which gave some before, are gone: \(error.message)",
                cure: "restore them there, or start again to look elsewhere")
        }
    }
}
