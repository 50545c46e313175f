package import Logging
import Synchronization

/// Answers `aws-sm:NAME_OR_ARN#key?region=&stage=&version=` from AWS Secrets Manager.
package final class SecretsManagerProvider: SecretProvider {
    let service: SecretsManager
    let regions: RegionFinder
    private let logger: Logger
    private let hasToldOfBatches = Mutex(false)

    /// Creates a provider.
    ///
    /// - Parameters:
    ///   - caller: Calls AWS.
    ///   - regions: Tells the region of references that name none.
    ///   - logger: Takes the notice that a policy forbids batches.
    package init(caller: AWSCaller, regions: RegionFinder, logger: Logger) {
        service = SecretsManager(caller: caller)
        self.regions = regions
        self.logger = logger
    }

    package var schemes: Set<SecretReference.Scheme> { [.awsSecretsManager] }

    package func resolve(_ reference: SecretReference) async throws(SecretError) -> ResolvedSecret {
        let region = try await regions.region(for: reference)
        do {
            let value = try await service.value(
                reference.name, stage: reference.stage, version: reference.version, region: region)
            return try Self.resolved(value, reference, region)
        } catch let failure as AWSFailure {
            throw Self.explanation(reference, SecretsManager.get, region).error(failure)
        } catch let error as SecretError {
            throw error
        } catch {
            throw Self.explanation(reference, SecretsManager.get, region).error(.cancelled)
        }
    }

    /// The secrets whose names begin with `prefix`, sorted by name, without their values.
    ///
    /// - Parameter region: Where to look; `nil` for the usual region.
    /// - Throws: `SecretError`.
    package func list(prefix: String, region: String? = nil) async throws(SecretError) -> [SecretListing] {
        let region = try await regions.region(region)
        do {
            return try await service.list(prefix: prefix, region: region)
        } catch {
            throw AWSExplanation(
                reference: nil, thing: "the list of secrets", operation: SecretsManager.listing, region: region
            ).error(error)
        }
    }

    /// What is known about the secret behind `reference` without its value: its age and its versions' stages.
    ///
    /// - Throws: `SecretError`.
    package func describe(_ reference: SecretReference) async throws(SecretError) -> SecretDescription {
        let region = try await regions.region(for: reference)
        do {
            return try await service.describe(reference.name, region: region)
        } catch {
            throw Self.explanation(reference, SecretsManager.describing, region).error(error)
        }
    }

    /// Says once that secrets are read one by one.
    func tellOfBatches(_ refusal: AWSRefusal) {
        let isFirst = hasToldOfBatches.withLock { told in
            defer { told = true }
            return !told
        }
        guard isFirst else { return }
        logger.notice(
            "Secrets are read one by one, because AWS does not allow batches. Allow the right to save calls.",
            metadata: ["right": "\(SecretsManager.batchGet.right)", "reason": "\(refusal.type)"])
    }

    // MARK: Pieces

    static func resolved(
        _ value: SecretValue, _ reference: SecretReference, _ region: String
    ) throws(SecretError) -> ResolvedSecret {
        let text = try SecretDocument(text: value.text(reference), reference: reference.description)
            .value(key: reference.key)
        var source = "Secrets Manager secret \(value.name) in \(region)"
        if let stage = reference.stage { source += ", stage \(stage)" }
        if let key = reference.key { source += ", key \(key)" }
        return ResolvedSecret(
            secret: Secret(text), version: value.version, source: source, changedAt: value.createdAt)
    }

    static func explanation(
        _ reference: SecretReference, _ operation: AWSOperation, _ region: String
    ) -> AWSExplanation {
        AWSExplanation(
            reference: reference.description, thing: "the secret \(reference.name)", operation: operation,
            region: region, asksVersion: reference.stage != nil || reference.version != nil)
    }
}
