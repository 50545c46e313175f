import Foundation
import OperationCatalogue
import Sandbox
import StarterFiles

/// The folder that a user of this world would have: configuration, secrets, and in the end database and results. Blocks.
struct DemoFolder: Sendable {
    let place: URL

    /// What lies in the output folder.
    struct Results: Sendable, Hashable {
        var files = 0
        var bytes: Int64 = 0
        /// One of the files.
        var example: String?
    }

    /// The folder's path.
    var path: String { place.path }
    /// The configuration's path.
    var configuration: String { place.appending(path: "spworker.yaml").path }
    /// The path of the folder with results.
    var output: String { place.appending(path: "output").path }

    /// Writes everything that must be there before the worker starts.
    ///
    /// - Throws: `Failure` when the folder is another demo's, or cannot be written.
    func set(_ script: DemoScript, _ address: SandboxAddress) throws {
        try set(script.world, address) { application in
            application.id == DemoScript.secondApplication ? DemoScript.wrongSecret : application.clientSecrets[0]
        }
    }

    /// The same for a night of definitions, which are written as `init` writes them.
    func set(_ night: DemoNight, _ address: SandboxAddress) throws {
        try set(night.world, address, DemoNight.settings, usagePlans: DemoNight.usagePlans) { $0.clientSecrets[0] }
        let jobs = place.appending(path: "jobs")
        try FileManager.default.createDirectory(at: jobs, withIntermediateDirectories: true)
        for file in StarterFiles.definitions + StarterFiles.queries {
            try Data(file.text.utf8).write(to: jobs.appending(path: file.name))
        }
    }

    private func set(
        _ world: World, _ address: SandboxAddress, _ settings: [String] = [], usagePlans: String? = nil,
        secret: (World.Application) -> String
    ) throws {
        guard !FileManager.default.fileExists(atPath: configuration) else {
            throw Failure(.usage, "error: \(place.path) holds a configuration already; name a new folder.")
        }
        try FileManager.default.createDirectory(
            at: place.appending(path: "secrets"), withIntermediateDirectories: true,
            attributes: [.posixPermissions: NSNumber(value: 0o700)])
        for application in world.applications { try write(application, secret: secret(application)) }
        for seller in world.sellers { try write(seller.id, refreshToken: seller.refreshTokens[0]) }
        try Data(Self.configuration(of: world, address, settings, usagePlans: usagePlans).utf8)
            .write(to: URL(filePath: configuration))
    }

    /// Writes an application's client id and secret.
    func write(_ application: World.Application, secret: String) throws {
        try writeSecret(application.id, ["clientId": .string(application.clientId), "clientSecret": .string(secret)])
    }

    /// Writes a seller's refresh token.
    func write(_ seller: String, refreshToken: String) throws {
        try writeSecret(seller, ["refreshToken": .string(refreshToken)])
    }

    private func writeSecret(_ name: String, _ members: [String: JSONValue]) throws {
        // Written beside and renamed, as everybody should: a reader never sees half a file.
        let secret = place.appending(path: "secrets/\(name).json")
        let draft = place.appending(path: "secrets/.\(name).new")
        guard
            FileManager.default.createFile(
                atPath: draft.path, contents: Data(JSONValue.object(members).text.utf8),
                attributes: [.posixPermissions: NSNumber(value: 0o600)]),
            rename(draft.path, secret.path) == 0
        else { throw Failure(.no, "error: \(secret.path) cannot be written.") }
    }

    /// Counts the results.
    func results() -> Results {
        var results = Results()
        let keys: [URLResourceKey] = [.isRegularFileKey, .fileSizeKey]
        let files = FileManager.default.enumerator(
            at: URL(filePath: output), includingPropertiesForKeys: keys, options: [.skipsHiddenFiles])
        while let file = files?.nextObject() as? URL {
            guard let values = try? file.resourceValues(forKeys: Set(keys)), values.isRegularFile == true else {
                continue
            }
            results.files += 1
            results.bytes += Int64(values.fileSize ?? 0)
            results.example = min(results.example ?? file.path, file.path)
        }
        return results
    }

    // MARK: Configuration

    /// The configuration that a user would write for this world.
    private static func configuration(
        of world: World, _ address: SandboxAddress, _ settings: [String], usagePlans: String?
    ) -> String {
        var lines = [
            "database: sqlite:spworker.db", "output: {directory: output, minFree: 1MB}",
            // Sooner than a minute: nobody wants to wait for it.
            "revocation: {confirmAfter: 5s}",
        ]
        lines += settings
        lines += ["endpoints:", "  lwa: \(address.lwaEndpoint)"]
        lines += Region.allCases.map { "  \($0.rawValue): \(address.endpoint(for: $0))" }
        lines.append("applications:")
        for application in world.applications {
            lines += [
                "  - id: \(application.id)", "    clientId: file:secrets/\(application.id).json#clientId",
                "    clientSecret: file:secrets/\(application.id).json#clientSecret",
            ]
            if let usagePlans { lines.append("    \(usagePlans)") }
        }
        lines.append("sellers:")
        for seller in world.sellers {
            lines += [
                "  - id: \(seller.id)", "    application: \(seller.application)",
                "    region: \(seller.region.rawValue)",
                "    sellerId: \(seller.sellerId)",
                "    marketplaces: [\(seller.marketplaces.joined(separator: ", "))]",
                "    refreshToken: file:secrets/\(seller.id).json#refreshToken",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
