import JobModel
import JobStore
package import Logging
package import Ports
package import Secrets
import ServiceLifecycle

/// Notices new secrets: files that change, and others that were read anew for whatever reason, at once; everything else that is
/// parked, every ten minutes.
package struct CredentialWatch: Service {
    private let keeper: AuthorizationKeeper
    private let files: FileProvider
    private let timekeeper: any Timekeeper
    private let interval: Duration
    private let logger: Logger

    /// How often secrets of parked sellers are looked at when no file tells that they changed.
    private static let reviewEvery = Duration.seconds(600)

    /// Creates a watch.
    ///
    /// - Parameter interval: How often files are looked at; a second unless time is accelerated.
    package init(
        keeper: AuthorizationKeeper, files: FileProvider, timekeeper: any Timekeeper,
        interval: Duration = .seconds(1), logger: Logger
    ) {
        self.keeper = keeper
        self.files = files
        self.timekeeper = timekeeper
        self.interval = interval
        self.logger = logger
    }

    /// Looks at once whether secrets have changed while no worker ran; to be awaited before jobs are claimed.
    package func begin() async throws { try await keeper.review() }

    /// Watches until the task is cancelled or the service is asked to stop.
    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await watch() }
        } catch is CancellationError {
            // The normal end.
        }
    }

    private func watch() async throws {
        var watch = SecretWatch()
        var reviewedAt = timekeeper.monotonic()
        _ = watch.changes(in: await snapshots())
        while true {
            try await timekeeper.sleep(for: interval)
            let changed = watch.changes(in: await snapshots())
            let isDue = timekeeper.monotonic() - reviewedAt >= Self.reviewEvery
            guard !changed.isEmpty || isDue else {
                try await review { try await keeper.review(changed: keeper.cache.takeChanged()) }
                continue
            }
            if !changed.isEmpty {
                logger.info("Secret files changed.", metadata: ["files": "\(changed.sorted().joined(separator: ", "))"])
                keeper.cache.forgetLocal()
            }
            try await review { try await keeper.review() }
            reviewedAt = timekeeper.monotonic()
        }
    }

    private func review(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as StoreError {
            logger.error("Parked sellers could not be reviewed.", metadata: ["reason": "\(error)"])
        }
    }

    private func snapshots() async -> [String: FileSnapshot?] {
        let references = keeper.directory.current.fileReferences
        return await files.snapshots(of: Set(references.compactMap { try? files.path(of: $0) }))
    }
}

extension SellerDirectory {
    /// The references to files.
    var fileReferences: [SecretReference] { references().filter { $0.scheme == .file } }

    /// The references of all applications, and of the sellers that are meant.
    func references(of isMeant: (AuthorizationKey) -> Bool = { _ in true }) -> [SecretReference] {
        applications.values.flatMap { [$0.clientID, $0.clientSecret] }
            + sellers.values.filter { isMeant($0.key) }.map(\.refreshToken)
    }
}
