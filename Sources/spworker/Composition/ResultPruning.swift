import Foundation
import JobModel
import JobStore
import Logging
import Secrets
import SellerJobs

/// Which results may be deleted, and whether any may.
struct ResultPruning {
    /// Files and folders that must stay, whatever their age.
    private let precious: [(what: String, path: String)]
    private let directory: String

    /// Looks at where the configuration puts things.
    ///
    /// - Parameter database: Where the database file really is, if it is one.
    init(_ configuration: Configuration, database: String?) {
        directory = configuration.output.directory
        var precious = [
            ("the folder of the configuration", configuration.directory), ("the job definitions", configuration.jobs),
        ]
        if let database { precious.append(("the database", database)) }
        if let caFile = configuration.http.caFile { precious.append(("http.caFile", caFile)) }
        let secrets =
            configuration.applications.flatMap { [$0.clientId, $0.clientSecret] }
            + configuration.sellers.map(\.refreshToken) + configuration.hooks.targets.references
        precious += configuration.sellerFiles.sorted().map { ("a file of sellers", $0) }
        // Sellers that are not there yet have secrets too.
        precious += configuration.templates.filter { $0.refreshToken.scheme == .file }.map { template in
            ("a folder of secrets", PathText.folder(of: String(template.refreshToken.name.prefix { $0 != "{" })))
        }
        precious += Set(secrets.filter { $0.scheme == .file }.map(\.name)).sorted().map { ("a secret", $0) }
        self.precious = precious
    }

    /// What lies in the output directory and is no result, in words; `nil` when nothing does. Blocks.
    ///
    /// Results are known by their age alone: whoever keeps other things among them would lose those too.
    func obstacle() -> String? {
        let root = Self.real(directory)
        guard let found = precious.first(where: { Self.isInside(Self.real($0.path), root) }) else { return nil }
        return "\(found.what) lies in output.directory"
    }

    /// Whether `path` is `root` or below it.
    static func isInside(_ path: String, _ root: String) -> Bool {
        path == root || root == "/" || path.hasPrefix(root + "/")
    }

    private static func real(_ path: String) -> String { URL(filePath: path).resolvingSymlinksInPath().path }
}

extension Composition {
    /// What deletes old results; `nil`, with a word in the log, where that must not be.
    func outputPruner(_ configuration: Configuration, store: any JobStore, database: String?) async throws
        -> OutputPruner?
    {
        // Files carry the machine's time: by an accelerated clock their ages would be wrong.
        if options.timeScale != nil { return nil }
        let pruning = ResultPruning(configuration, database: database)
        if let obstacle = try await Offload.run({ pruning.obstacle() }) {
            logger.warning(
                "Old results are not deleted. Give results a folder of their own: output.directory.",
                metadata: ["reason": "\(obstacle)"])
            return nil
        }
        return OutputPruner(
            path: configuration.output.directory, outputs: configuration.retention.outputs, timekeeper: timekeeper,
            logger: logger
        ) { id in
            switch try await store.job(id)?.row.state {
            case .waiting, .running, .quarantined: true
            case .succeeded, .failed, .cancelled, nil: false
            }
        }
    }
}
