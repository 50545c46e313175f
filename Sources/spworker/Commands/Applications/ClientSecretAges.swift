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

    init(_ session: QueueSession) {
        settings = Dictionary(session.configuration.applications.map { ($0.id, $0) }) { $1 }
        resolver = session.composition.resolver(session.configuration)
        timekeeper = session.composition.realTimekeeper
    }

    /// The application with its secret's age. It stays unknown when neither the configuration nor the source tells it, or when
    /// the source does not answer in time.
    func aged(_ application: ApplicationOverview) async -> ApplicationOverview {
        guard let settings = settings[application.name] else { return application }
        var aged = application
        var resolved: ResolvedSecret?
        if settings.secretCreatedAt == nil, Self.tellsAges(settings.clientSecret) {
            resolved = await resolve(settings.clientSecret)
        }
        aged.age = ClientSecretAge(configured: settings.secretCreatedAt?.timestamp, resolved: resolved)
        return aged
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
