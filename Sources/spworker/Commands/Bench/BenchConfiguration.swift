import Foundation
import OperationCatalogue

/// The configuration that a user would write for the bench's mock.
struct BenchConfiguration: Sendable {
    private let plan: BenchWorker.Plan
    private let mock: String

    /// - Parameter mock: Where the mock listens.
    init(_ plan: BenchWorker.Plan, mock: String) {
        self.plan = plan
        self.mock = mock
    }

    /// The name of a seller, counted from 1.
    static func seller(_ number: Int) -> String { "seller\(number)" }

    /// Writes configuration and secrets into a folder. Blocks.
    ///
    /// - Returns: The configuration's path.
    /// - Throws: `Failure` when they cannot be written.
    func write(into folder: URL) throws -> String {
        let file = folder.appending(path: "spworker.yaml").path
        try Self.write(text, to: file)
        try Self.write(secrets, to: folder.appending(path: "secrets.json").path)
        return file
    }

    private static func write(_ text: String, to path: String) throws {
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: NSNumber(value: 0o600)])
        else { throw Failure(.no, "error: \(path) cannot be written. Name another folder with --directory.") }
    }

    /// The configuration file. Limits are reckoned with and never reached.
    var text: String {
        var lines = [
            "database: sqlite:spworker.db", "output: {directory: output, minFree: 1MB}",
            "worker: {concurrency: \(plan.concurrency), perSeller: \(plan.perSeller)}",
            "http: {connectTimeout: 30s}", "endpoints:", "  lwa: \(mock)/auth/o2/token",
        ]
        lines += Region.allCases.map { "  \($0.rawValue): \(mock)" }
        lines += [
            "applications:", "  - id: bench", "    clientId: file:secrets.json#clientId",
            "    clientSecret: file:secrets.json#clientSecret",
            "    usagePlans: {\"\(BenchWorker.operation)\": {rate: 1000000, burst: 1000000}}", "sellers:",
        ]
        for number in 1...plan.sellers {
            let name = Self.seller(number)
            lines.append(
                "  - {id: \(name), application: bench, region: EU, refreshToken: \"file:secrets.json#\(name)\"}")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Nobody's secrets.
    private var secrets: String {
        var members: [String: JSONValue] = ["clientId": "bench-client", "clientSecret": "bench-secret"]
        for number in 1...plan.sellers { members[Self.seller(number)] = .string("Atzr|bench-\(number)") }
        return JSONValue.object(members).text
    }
}
