import Secrets

/// Whom AWS takes this program for.
enum AWSCondition {
    /// What is needed to ask.
    struct Door: Sendable {
        let caller: AWSCaller
        /// The region that is asked.
        let region: String

        /// Asks.
        func identity() async -> Result<CallerIdentity, SecretError> {
            do throws(SecretError) {
                return .success(try await caller.identity(region: region))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Whether any of the references is answered with AWS keys.
    static func isUsed(by references: some Sequence<SecretReference>) -> Bool {
        references.contains { $0.scheme == .awsSecretsManager || $0.scheme == .awsParameterStore }
    }

    /// What is to be said.
    ///
    /// - Parameters:
    ///   - result: `nil` when there was no answer in time.
    ///   - region: The region that was asked.
    static func findings(_ result: Result<CallerIdentity, SecretError>?, region: String) -> [DoctorFinding] {
        switch result {
        case .success(let identity):
            let finding = DoctorFinding.ok(
                .aws, "AWS takes this program for \(identity.arn) (account \(identity.account), region \(region)).")
            guard identity.arn.hasSuffix(":root") else { return [finding] }
            return [
                finding,
                .warning(
                    .aws, "These are the keys of the account's root user.",
                    cure: "Use a role that may read these secrets and nothing else."),
            ]
        case .failure(let error):
            return [.fault(.aws, sentence(error.message), cure: sentence(error.cure))]
        case nil:
            return [
                .fault(
                    .aws, "AWS did not tell in time who this program is.",
                    cure: "Check the network and the proxy, and that the region is \(region).")
            ]
        }
    }
}
