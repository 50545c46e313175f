import Foundation
import JobModel
import JobStore
import Logging
import Secrets
import SellerJobs

/// Whether the output directory may be searched for what killed runs have left.
struct OutputTidying {
    /// Files and folders of which nothing may be touched.
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
            + (configuration.dashboard?.references.map(\.reference) ?? [])
        precious += configuration.sellerFiles.sorted().map { ("a file of sellers", $0) }
        // Sellers that are not there yet have secrets too.
        precious += configuration.templates.filter { $0.refreshToken.scheme == .file }.map { template in
            ("a folder of secrets", PathText.folder(of: String(template.refreshToken.name.prefix { $0 != "{" })))
        }
        precious += Set(secrets.filter { $0.scheme == .file }.map(\.name)).sorted().map { ("a secret", $0) }
        self.precious = precious
    }

    /// What lies in the output directory and is no output, in words; `nil` when nothing does. Blocks.
    ///
    /// What killed runs have left is known by name and age alone: a directory that holds other things is not searched.
    func obstacle() -> String? {
        var paths = RealPaths()
        let root = paths.real(directory)
        guard let found = precious.first(where: { Self.isInside(paths.real($0.path), root) }) else { return nil }
        return "\(found.what) lies in output.directory"
    }

    /// Whether `path` is `root` or below it.
    static func isInside(_ path: String, _ root: String) -> Bool {
        path == root || root == "/" || path.hasPrefix(root + "/")
    }

    /// Where paths lead. Thousands of secrets lie in few folders: asking the system for each part of each path took a fifth
    /// of a worker's start.
    private struct RealPaths {
        private var folders: [String: String] = [:]

        mutating func real(_ path: String) -> String {
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex, !Self.mayLead(path) else {
                return Self.resolved(path)
            }
            let folder = String(path[..<slash])
            let realFolder = folders[folder] ?? Self.resolved(folder)
            folders[folder] = realFolder
            return (realFolder == "/" ? "" : realFolder) + path[slash...]
        }

        /// Whether the last part leads elsewhere.
        private static func mayLead(_ path: String) -> Bool {
            path.hasSuffix("/") || path.hasSuffix("/.") || path.hasSuffix("/..")
                || (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
        }

        private static func resolved(_ path: String) -> String { URL(filePath: path).resolvingSymlinksInPath().path }
    }
}

extension Composition {
    /// What deletes old outputs, and what killed runs have left among them.
    func outputUpkeep(
        _ configuration: Configuration, _ output: OutputFolder, store: any JobStore, database: String?
    ) async throws -> OutputUpkeep {
        OutputUpkeep(
            pruner: OutputPruner(
                output, keepingFor: configuration.retention.outputs, store: store, timekeeper: timekeeper,
                logger: logger),
            sweep: try await partSweep(configuration, store: store, database: database))
    }

    /// `nil`, with a word in the log, where the output directory must not be searched.
    private func partSweep(_ configuration: Configuration, store: any JobStore, database: String?) async throws
        -> PartSweep?
    {
        // Files carry the machine's time: by an accelerated clock their ages would be wrong.
        if options.timeScale != nil { return nil }
        let tidying = OutputTidying(configuration, database: database)
        if let obstacle = try await Offload.run({ tidying.obstacle() }) {
            logger.warning(
                "What killed runs leave is not deleted. Give outputs a folder of their own: output.directory.",
                metadata: ["reason": "\(obstacle)"])
            return nil
        }
        return PartSweep(
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

/// What is tidied outside the store.
struct OutputUpkeep: Sendable {
    fileprivate let pruner: OutputPruner
    fileprivate let sweep: PartSweep?

    /// Deletes what is due.
    func tidy() async {
        await pruner.prune()
        await sweep?.sweep()
    }
}
