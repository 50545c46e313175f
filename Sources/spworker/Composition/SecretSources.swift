import Ports
import Secrets
import Synchronization

/// The sources of secrets that keep something in memory, made once and shared by all resolvers of the program: AWS keys are
/// fetched once, whoever needs them.
final class SecretSources: Sendable {
    /// What they are made of. Others are made when that changes.
    struct Settings: Sendable, Equatable {
        let aws: AWSSettings
        let http: HTTPSettings
        let directory: String
    }

    /// The sources.
    struct Made: Sendable {
        let access: AWSAccess
        let agent: AgentProvider
        let programs: CommandProvider
        /// Carries large bodies to AWS.
        let carrier: any HTTPTransport
    }

    private let held = Mutex<(settings: Settings, made: Made)?>(nil)

    /// The sources that fit the settings.
    func sources(_ settings: Settings, _ make: () -> Made) -> Made {
        held.withLock { held in
            if let held, held.settings == settings { return held.made }
            let made = make()
            held = (settings, made)
            return made
        }
    }
}
