import JobModel
import Overview
import Ports
import Secrets
import SellerJobs

/// Finds out how old the applications' client secrets are, in this process.
struct ClientSecretAges {
    /// How long one source may take. 5 s.
    private static let patience = Duration.seconds(5)

    private let settings: [String: ApplicationSettings]
    private let resolver: SecretResolver
    private let timekeeper: any Timekeeper

    init(_ session: QueueSession) { self.init(session.composition, session.configuration) }

    init(_ composition: Composition, _ configuration: Configuration) {
        settings = Dictionary(configuration.applications.map { ($0.id, $0) }) { $1 }
        resolver = composition.resolver(configuration)
        timekeeper = composition.realTimekeeper
    }

    /// The application with its secret's age. It stays unknown when neither the configuration nor the source tells it, or when
    /// the source does not answer in time.
    func aged(_ application: ApplicationOverview) async -> ApplicationOverview {
        guard let settings = settings[application.name] else { return application }
        var aged = application
        aged.age = await age(of: settings.clientSecret, createdAt: settings.secretCreatedAt?.timestamp)
        return aged
    }

    /// The age of a secret; `nil` where nobody tells it in time.
    ///
    /// - Parameter createdAt: When it was made by the configuration.
    func age(of reference: SecretReference, createdAt: Timestamp?) async -> ClientSecretAge? {
        let isAsked = createdAt == nil && Self.tellsAges(reference)
        return ClientSecretAge(configured: createdAt, resolved: isAsked ? await resolve(reference) : nil)
    }

    /// All of them, in their order.
    func aged(_ applications: [ApplicationOverview]) async -> [ApplicationOverview] {
        await withTaskGroup(of: (Int, ApplicationOverview).self) { group in
            for (index, application) in applications.enumerated() {
                group.addTask { (index, await aged(application)) }
            }
            var all = applications
            for await (index, application) in group { all[index] = application }
            return all
        }
    }

    private static func tellsAges(_ reference: SecretReference) -> Bool {
        switch reference.scheme {
        case .file, .awsSecretsManager, .awsParameterStore, .awsAgent: true
        case .environment, .exec, .literal: false
        }
    }

    private func resolve(_ reference: SecretReference) async -> ResolvedSecret? {
        await withTaskGroup(of: ResolvedSecret?.self) { group in
            group.addTask { try? await resolver.resolve(reference) }
            group.addTask {
                try? await timekeeper.sleep(for: Self.patience)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
