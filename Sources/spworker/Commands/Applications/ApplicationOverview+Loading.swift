import JobModel
import JobStore
import OperationCatalogue
import Overview
import Secrets

extension ApplicationOverview {
    /// Every configured application, and those that only the store knows, by name.
    static func all(_ configuration: Configuration, store: any QueueReading) async throws -> [ApplicationOverview] {
        all(
            configuration.applications.map(\.configured), try await store.applications(),
            sellers: configuration.sellers.map(\.application))
    }
}

extension ApplicationSettings {
    /// What may be told of it.
    var configured: ConfiguredApplication {
        ConfiguredApplication(
            name: id, clientID: clientId.description, clientSecret: clientSecret.description, origin: "\(origin)")
    }
}

extension QueueSession {
    /// The application with this name.
    ///
    /// - Throws: `Failure` when there is none.
    package func application(_ name: String) async throws -> ApplicationOverview {
        let all = try await ApplicationOverview.all(try await configurationWithSellers(), store: store)
        if let found = all.first(where: { $0.name == name }) { return found }
        let near = NearestNames(to: name).nearest(among: all.map(\.name))
        let hint =
            near.isEmpty ? "'spworker applications list' shows all." : "Did you mean \(near.joined(separator: " or "))?"
        throw Failure(.no, "error: there is no application '\(name.plain)'. \(hint)")
    }
}
