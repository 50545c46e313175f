package import JobModel
package import JobStore
package import Logging
package import Overview
package import Ports

/// What the dashboard needs of the installation that it shows, beside itself.
package protocol Installation: Sendable {
    /// The queue.
    var store: any JobStore { get }
    /// The clock that jobs live by.
    var timekeeper: any Timekeeper { get }
    /// Where sessions get their secrets from.
    var random: any RandomSource { get }
    /// Where the dashboard says what goes wrong with itself.
    var logger: Logger { get }
    /// The program's version.
    var version: String { get }
    /// How long a worker may be silent before its jobs are taken over.
    var lease: Duration { get }
    /// How long an authorization stays blocked after the instant of its confirming exchange.
    var grace: Duration { get }
    /// How often the credentials of a seller that is out are tried anew.
    var probeEvery: Duration { get }
    /// The most runs of one seller and region at once.
    var perSeller: Int { get }
    /// Where large results go, for people: a folder, or a bucket and prefix.
    var outputPlace: String { get }

    /// What `/metrics` serves.
    var metrics: MetricsRoutes { get }
    /// What `/healthz` and `/readyz` answer.
    var healthChecks: HealthRoutes { get }

    /// Every seller that is configured, or was found where the configuration says, by seller, region and application.
    func sellers() async -> [ConfiguredSeller]
    /// Every application that is configured.
    func applications() async -> [ConfiguredApplication]
    /// How old the applications' client secrets are, by the applications' names. Those of which that is not known, or not
    /// yet, are absent.
    func secretAges() async -> [String: ClientSecretAge]
    /// Every definition of the folder `jobs/`, by name; files that cannot be used are among them, with their problem.
    func definitions() async -> [DefinitionView]
    /// Whether it works, and who is stuck. Waiting jobs are a sample.
    func health() async throws -> Health
    /// Who works on the queue now, in words that may be empty; `nil` when nobody does.
    func workerHolder() async throws -> String?
    /// Checks a request as all ways into the queue do.
    ///
    /// - Throws: `JobRejection` with every problem.
    func admit(_ request: JobRequest) async throws -> Admission
    /// Runs a definition's job now, for all sellers that it selects or for those that are named.
    ///
    /// - Parameter actor: Who wants it, for the history.
    /// - Throws: `JobRejection` when the definition or the seller is not there, or the job cannot be made.
    func fire(definition: String, seller: String?, region: String?, actor: String) async throws -> [FiredJob]
}

extension Installation {
    /// As many as a worker takes when nothing else is configured.
    package var perSeller: Int { QueueRules().perAuthorization }

    /// The present.
    package var now: Timestamp { Timestamp(microseconds: timekeeper.wallMicroseconds()) }
}
