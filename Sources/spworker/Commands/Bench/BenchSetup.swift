import Foundation
import JobModel
import OperationCatalogue
import Ports

/// A folder as a user has it: a configuration with sellers, their secrets, and room for a database. Everything calls
/// the bench's mock.
struct BenchSetup: Sendable {
    /// The folder.
    let place: URL
    /// How many sellers are configured, from the backlog's first on.
    let sellers: Int
    /// Where calls go, without a slash at the end.
    let api: String
    /// How many runs there are at a time, with limits that are reckoned with and never reached. When it is `nil`,
    /// everything is as in a worker that is configured by nothing, with Amazon's limits.
    var plan: BenchWorker.Plan?
    /// Further lines of the configuration.
    var settings: [String] = []

    /// The configuration's path.
    var configuration: String { place.appending(path: "spworker.yaml").path }
    /// The database's path: where a backlog puts its file.
    var database: String { place.appending(path: "queue.db").path }

    /// Writes everything but the database. Blocks its thread.
    ///
    /// - Throws: `Failure` when something cannot be written.
    func write() throws {
        let secrets = place.appending(path: "secrets")
        try FileManager.default.createDirectory(
            at: secrets, withIntermediateDirectories: true, attributes: [.posixPermissions: NSNumber(value: 0o700)])
        try Self.write(
            #"{"clientId":"bench-client","clientSecret":"bench-secret"}"#,
            to: secrets.appending(path: "application.json"))
        for number in 1...sellers {
            let key = Backlog.seller(number)
            try Self.write(
                #"{"refreshToken":"Atzr|bench-\#(number)"}"#, to: secrets.appending(path: "\(key.seller).json"))
        }
        try Self.write(table, to: place.appending(path: "sellers.csv"))
        try Self.write(text, to: place.appending(path: "spworker.yaml"))
    }

    /// Writes a file that nobody else may read. Blocks its thread.
    ///
    /// - Throws: `Failure`.
    static func write(_ text: String, to file: URL) throws {
        guard
            FileManager.default.createFile(
                atPath: file.path, contents: Data(text.utf8), attributes: [.posixPermissions: NSNumber(value: 0o600)])
        else {
            throw Failure(.usage, "error: \(file.path) cannot be written. Is there room? Name another --directory.")
        }
    }

    // MARK: Texts

    /// The sellers, as `ids: {file: sellers.csv}` has them.
    var table: String {
        "id,region,sellerId,marketplaces\n"
            + (1...sellers).map { "\(Backlog.seller($0).seller),\(Backlog.region.rawValue),A2BENCH\($0),DE\n" }.joined()
    }

    /// The configuration file.
    var text: String {
        """
        database: sqlite:queue.db
        output: {directory: output, minFree: 1MB}
        worker: {drain: 1s\(runs)}
        http: {connectTimeout: 30s}
        endpoints:
          lwa: \(api)\(MockRequest.tokenPath)
        \(Region.allCases.map { "  \($0.rawValue): \(api)" }.joined(separator: "\n"))
        applications:
          - id: \(Backlog.application)
            clientId: file:secrets/application.json#clientId
            clientSecret: file:secrets/application.json#clientSecret\(limits)
        sellerTemplates:
          - ids: {file: sellers.csv}
            application: \(Backlog.application)
            region: \(Backlog.region.rawValue)
            refreshToken: "file:secrets/{seller}.json#refreshToken"
        \(settings.joined(separator: "\n"))

        """
    }

    private var runs: String {
        plan.map { ", concurrency: \($0.concurrency), perSeller: \($0.perSeller)" } ?? ""
    }

    private var limits: String {
        plan == nil ? "" : "\n    usagePlans: {\"\(Backlog.operation)\": {rate: 1000000, burst: 1000000}}"
    }
}
