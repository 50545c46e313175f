import Foundation
import JobModel
import JobStore
import Overview
import Secrets
import SellerJobs

/// Sellers that the configuration does not name itself.
extension Composition {
    /// What lists sellers in AWS.
    func sellerListing(_ configuration: Configuration) -> any SellerListing {
        AccessListing(access: awsAccess(configuration))
    }

    /// What lets sellers come and go while a worker runs.
    func sellerWatch(
        _ configuration: Configuration, keeper: AuthorizationKeeper, store: any JobStore
    ) async throws -> SellerWatch {
        SellerWatch(
            book: ConfigurationBook(self, configuration), keeper: keeper, store: store,
            listing: sellerListing(configuration), files: fileProvider(configuration),
            timekeeper: timekeeper, pace: SellerWatch.Pace().scaled(by: max(1, timeScale)), logger: logger)
    }

    /// The configuration with the sellers that were found when they were last listed, by a worker or a command.
    ///
    /// Nobody is asked unless nobody ever was; then the answer is kept for the next command.
    ///
    /// - Parameter store: Has the last listing; `nil` when there is no database yet.
    /// - Throws: `StoreError`.
    func withFoundSellers(_ configuration: Configuration, store: (any JobStore)?) async throws -> Configuration {
        guard !configuration.sources.isEmpty else { return configuration }
        var rows: [SellerSource: SellerListingRow] = [:]
        for source in configuration.sources {
            if let kept = try await store?.keptSellers(source: source.key) {
                rows[source] = kept
            } else if let row = try await listOnce(source, configuration) {
                rows[source] = row
                try await store?.keepSellers([row], telling: [])
            }
        }
        var (found, _) = configuration.finding(rows.mapValues(\.names))
        let ages = configuration.sources.map { source in
            "\(source) \(rows[source].map { "were listed \($0.listedAt.told(now))" } ?? "could not be listed")"
        }
        found.foundNote =
            "Those in \(ages.joined(separator: ", those in ")); a worker lists them every 5 minutes, and at once by "
            + "'spworker workers reload'."
        return found
    }

    private func listOnce(_ source: SellerSource, _ configuration: Configuration) async throws -> SellerListingRow? {
        do throws(SecretError) {
            let names = try await sellerListing(configuration).names(in: source)
            return SellerListingRow(source: source.key, names: names, listedAt: now)
        } catch {
            Console.printError("note: the sellers in \(source) could not be listed: \(error.description.plain).")
            return nil
        }
    }

    /// Reads and checks the configuration, and finds the sellers that it does not name itself.
    ///
    /// - Parameter migrates: Whether the database is made or brought up to date where that is needed to look into it.
    /// - Throws: `ConfigurationError`, `StoreError`.
    func configurationWithSellers(migrates: Bool) async throws -> Configuration {
        let configuration = try await configuration()
        guard !configuration.sources.isEmpty else { return configuration }
        if !migrates, try await !hasDatabase(configuration) {
            return try await withFoundSellers(configuration, store: nil)
        }
        let store = try await openStore(configuration, migrates: migrates)
        do {
            let found = try await withFoundSellers(configuration, store: store)
            await store.close()
            return found
        } catch {
            await store.close()
            throw error
        }
    }
}

extension QueueSession {
    /// The configuration with the sellers that were found when they were last listed.
    func configurationWithSellers() async throws -> Configuration {
        try await composition.withFoundSellers(configuration, store: store)
    }
}

/// Lists sellers in AWS by an access that is set up when the first listing is asked for.
private struct AccessListing: SellerListing {
    let access: AWSAccess

    func names(in source: SellerSource) async throws(SecretError) -> [String] {
        let parts = try await access.parts()
        return try await AWSSellerListing(secrets: parts.secretsManager, parameters: parts.parameterStore)
            .names(in: source)
    }
}
