/// How long secrets are kept that other machines, agents and programs give.
package struct SecretCachePolicy: Sendable, Hashable {
    /// How long a value is handed out before it is read again. 300 s unless told otherwise.
    package var lifetime = Duration.seconds(300)
    /// The share by which lifetimes are spread, up and down. A fifth unless told otherwise.
    package var spread = 0.2
    /// How long an old value serves while its source does not answer, from its reading. A day unless told otherwise.
    package var staleFor = Duration.seconds(86_400)
    /// How long "nothing is there", and every other answer without a value, is kept. 30 s unless told otherwise.
    package var negativeFor = Duration.seconds(30)
    /// How long it is kept that a source did not answer, where no value is held. 5 s unless told otherwise.
    package var troubledFor = Duration.seconds(5)
    /// How long after a read without an answer the next one is begun, where a value is held. 30 s unless told otherwise.
    package var retryAfter = Duration.seconds(30)
    /// How often a read may be forced. Once a minute unless told otherwise.
    package var forcedEvery = Duration.seconds(60)
    /// How many secrets one question of a source can ask for. A source that is missing here knows no such question.
    package var batches: [SecretReference.Scheme: Int] = [
        .awsSecretsManager: SecretsManager.batchSize, .awsParameterStore: ParameterStore.batchSize,
    ]

    /// The usual rules.
    package init() {}

    /// The lifetime of what was read now.
    ///
    /// - Parameter jitter: A number drawn evenly from `0 ..< 1`.
    func lifetime(_ jitter: Double) -> Duration { lifetime * (1 - spread + 2 * spread * jitter) }

    /// How long before its time a value may be read again along with another one: no two lifetimes differ by more.
    var lead: Duration { lifetime * (2 * spread) }

    /// How long a failure answers further questions, where no value is held.
    func keeping(_ error: SecretError) -> Duration { error.isAnswer ? negativeFor : troubledFor }
}

extension SecretError {
    /// Whether the source has answered: an old value must not be used any more. Otherwise it may answer differently later.
    package var isAnswer: Bool { code == .notFound || code == .denied || code == .invalid }
}

extension SecretReference {
    /// Whether the secret is asked for outside of this process and its files, which takes time, may fail, and tells nobody
    /// when it changes.
    package var isRemote: Bool {
        switch scheme {
        case .awsSecretsManager, .awsParameterStore, .awsAgent, .exec: true
        case .environment, .file, .literal: false
        }
    }
}
