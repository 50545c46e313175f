package import Logging

/// The parts that read secrets from AWS, put together when the first of them is needed: until then nothing is read or asked.
package actor AWSAccess {
    /// The parts.
    package struct Parts: Sendable {
        /// Calls AWS.
        package let caller: AWSCaller
        /// Tells the region of what names none.
        package let regions: RegionFinder
        /// Reads from Secrets Manager.
        package let secretsManager: SecretsManagerProvider
        /// Reads from Parameter Store.
        package let parameterStore: ParameterStoreProvider
    }

    /// Who this process is to AWS.
    package nonisolated let identity: AWSIdentity
    private let surroundings: AWSSurroundings
    private let logger: Logger
    private var making: Task<Result<Parts, SecretError>, Never>?

    /// Creates an access.
    ///
    /// - Parameters:
    ///   - profile: The profile by this program's own configuration.
    ///   - surroundings: What is seen of the world.
    ///   - redactor: Learns every key that comes.
    ///   - logger: Takes warnings and notices.
    package init(profile: String? = nil, _ surroundings: AWSSurroundings, redactor: Redactor? = nil, logger: Logger) {
        identity = AWSIdentity(profile: profile, surroundings, redactor: redactor, logger: logger)
        self.surroundings = surroundings
        self.logger = logger
    }

    /// The parts. Once they are made they stay.
    ///
    /// - Throws: `SecretError` when a profile, or a variable such as `AWS_MAX_ATTEMPTS`, cannot be understood. The next
    ///   question looks again.
    package func parts() async throws(SecretError) -> Parts {
        let task = making ?? Task { await make() }
        making = task
        guard let made = await task.valueUnlessCancelled() else { throw .cancelled(nil) }
        if case .failure = made, making == task { making = nil }
        return try made.get()
    }

    private func make() async -> Result<Parts, SecretError> {
        do throws(SecretError) {
            let rules = try await identity.regions()
            if let warning = rules.warning { logger.warning("\(warning)") }
            let identity = identity
            let regions = RegionFinder(rules, machine: { await identity.machineRegion() })
            let caller = AWSCaller(
                transport: surroundings.transport, credentials: identity.credentials,
                endpoints: try await identity.endpoints(), timekeeper: surroundings.timekeeper,
                random: surroundings.random, rules: try AWSRetryRules(environment: surroundings.environment))
            return .success(
                Parts(
                    caller: caller, regions: regions,
                    secretsManager: SecretsManagerProvider(caller: caller, regions: regions, logger: logger),
                    parameterStore: ParameterStoreProvider(caller: caller, regions: regions, logger: logger)))
        } catch {
            return .failure(error)
        }
    }
}
