import Dashboard
import Logging
import Secrets
import SellerJobs
import Worker

/// The web pages.
extension Composition {
    /// Pages beside whatever works on the queue.
    ///
    /// - Parameters:
    ///   - listen: Where they are, when not where the configuration says.
    ///   - announce: Told the address once they are there, and whether somebody must log in.
    /// - Throws: `DashboardError`, `SecretError`.
    func dashboard(
        _ configuration: Configuration, store: any OpenedStore, listen: ListenAddress?,
        announce: @escaping @Sendable (ListenAddress, Bool) -> Void
    ) async throws -> Dashboard {
        let found = try await withFoundSellers(configuration, store: store)
        let directory = DirectoryHolder(self.directory(found))
        return try await dashboard(
            installation(
                configuration, store: store, directory: directory, book: definitionBook(configuration, directory),
                follower: DirectoryFollower(self, store: store, directory: directory)),
            settings: configuration.dashboard ?? DashboardSettings(), listen: listen, announce: announce)
    }

    /// Pages of a worker; `nil` when none are configured.
    ///
    /// - Parameter metrics: What the process counts.
    func workerDashboard(
        _ configuration: Configuration, store: any OpenedStore, directory: DirectoryHolder, book: DefinitionBook,
        engine: WorkerEngine, metrics: PrometheusMetrics?
    ) -> WorkerDashboard? {
        guard let settings = configuration.dashboard else { return nil }
        let installation = installation(
            configuration, store: store, directory: directory, book: book, follower: nil, engine: engine,
            metrics: metrics)
        return WorkerDashboard(logger: logger) {
            try await dashboard(installation, settings: settings, listen: nil) { address, _ in
                logger.info("The dashboard is there.", metadata: ["address": "\(address.url)"])
            }
        }
    }

    private func installation(
        _ configuration: Configuration, store: any OpenedStore, directory: DirectoryHolder, book: DefinitionBook,
        follower: DirectoryFollower?, engine: WorkerEngine? = nil, metrics: PrometheusMetrics? = nil
    ) -> LiveInstallation {
        LiveInstallation(
            composition: self, configuration: configuration, opened: store, directory: directory, book: book,
            shelf: DefinitionShelf(definitions(configuration)),
            secrets: SecretAgeShelf(ClientSecretAges(self, configuration), timekeeper: realTimekeeper),
            follower: follower,
            metrics: metricsRoutes(configuration, store: store, metrics: metrics),
            healthChecks: healthRoutes(store: store, engine: engine))
    }

    private func dashboard(
        _ installation: LiveInstallation, settings: DashboardSettings, listen: ListenAddress?,
        announce: @escaping @Sendable (ListenAddress, Bool) -> Void
    ) async throws -> Dashboard {
        let resolver = resolver(installation.configuration)
        var tokens: [String: String] = [:]
        for (key, reference) in settings.references {
            tokens[key] = try await resolver.resolve(reference).secret.reveal()
        }
        let address = listen ?? settings.listen
        let access = try AccessRules(
            token: tokens["dashboard.token"], readToken: tokens["dashboard.readToken"], listen: address)
        return try Dashboard(installation, listen: address, access: access) { announce($0, access.needsLogin) }
    }
}
