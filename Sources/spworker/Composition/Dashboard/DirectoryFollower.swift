import JobStore
import Logging
import Ports
import SellerJobs

/// Reads the configuration again now and then, for pages beside a worker: nobody tells them that it has changed.
actor DirectoryFollower {
    /// How old the configuration may be, in real time.
    private static let patience = Duration.seconds(30)

    private let composition: Composition
    private let store: any JobStore
    private let directory: DirectoryHolder
    private var readAt: Duration

    init(_ composition: Composition, store: any JobStore, directory: DirectoryHolder) {
        self.composition = composition
        self.store = store
        self.directory = directory
        readAt = composition.realTimekeeper.monotonic()
    }

    /// Reads the configuration when it is due. One that cannot be read leaves everything as it was.
    func follow() async {
        let now = composition.realTimekeeper.monotonic()
        guard now - readAt >= Self.patience else { return }
        readAt = now
        do {
            let configuration = try await composition.configuration()
            let found = try await composition.withFoundSellers(configuration, store: store)
            directory.replace(with: composition.directory(found))
        } catch {
            composition.logger.warning(
                "The configuration cannot be read; the dashboard shows the sellers that there were.",
                metadata: ["reason": "\(error)"])
        }
    }
}
