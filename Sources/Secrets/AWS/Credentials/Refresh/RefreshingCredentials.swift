package import Logging
package import Ports

/// Keeps AWS keys and renews them in time; see ``RefreshState`` for the rules.
///
/// The task that fetches belongs to nobody who waits: when one of them is cancelled it goes on for the others.
package actor RefreshingCredentials: AWSCredentialSource {
    private let source: any AWSCredentialSource
    private let timekeeper: any Timekeeper
    private let redactor: Redactor?
    private let logger: Logger?
    private var state = RefreshState()
    private var fetch: Task<Result<AWSCredentials, SecretError>, Never>?

    /// Creates a keeper without keys. The first question fetches some.
    ///
    /// - Parameters:
    ///   - source: Where keys come from.
    ///   - timekeeper: Tells when they end.
    ///   - redactor: Learns every secret that comes, so that it is kept out of logs.
    ///   - logger: Takes warnings of keys that could not be renewed.
    package init(
        _ source: any AWSCredentialSource, timekeeper: any Timekeeper, redactor: Redactor? = nil, logger: Logger? = nil
    ) {
        self.source = source
        self.timekeeper = timekeeper
        self.redactor = redactor
        self.logger = logger
    }

    package func credentials() async throws(SecretError) -> AWSCredentials {
        switch state.ask(now: timekeeper.wallMicroseconds()) {
        case .use(let keys, let startsFetch):
            if startsFetch { start() }
            return keys
        case .wait(let startsFetch):
            let task = startsFetch ? start() : fetch ?? start()
            guard let outcome = await task.valueUnlessCancelled() else { throw .cancelled(nil) }
            return try outcome.get()
        case .fail(let error):
            throw error
        }
    }

    package func refused(_ credentials: AWSCredentials) async {
        state.refused(credentials, now: timekeeper.wallMicroseconds())
        await source.refused(credentials)
    }

    /// Ends a fetch under way. Who waits for it gets the old keys, or an error.
    package func stop() {
        fetch?.cancel()
    }

    @discardableResult
    private func start() -> Task<Result<AWSCredentials, SecretError>, Never> {
        let task = Task { await renew() }
        fetch = task
        return task
    }

    private func renew() async -> Result<AWSCredentials, SecretError> {
        let outcome: Result<AWSCredentials, SecretError>
        do throws(SecretError) {
            let keys = try await source.credentials()
            redactor?.register(keys.secretAccessKey)
            if let token = keys.sessionToken { redactor?.register(token) }
            outcome = state.fetched(keys, now: timekeeper.wallMicroseconds())
        } catch {
            outcome = state.failed(error, now: timekeeper.wallMicroseconds())
            if case .success(let old) = outcome {
                logger?.warning(
                    "AWS credentials cannot be renewed; the old ones serve until they end",
                    metadata: ["source": "\(old.source)", "error": "\(error)"])
            }
        }
        fetch = nil
        return outcome
    }
}
