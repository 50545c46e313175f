import Foundation
import JobModel
import OperationCatalogue
import Ports

/// A folder as a user has it: a configuration with many sellers, their secrets, and a database. Everything calls this
/// machine.
struct BenchSetup: Sendable {
    /// The folder.
    let place: URL
    /// How many sellers are configured, from the backlog's first on.
    let sellers: Int
    /// Where calls go.
    let api: HoldingServer

    /// The configuration's path.
    var configuration: String { place.appending(path: "spworker.yaml").path }
    /// The database's path: where a backlog puts its file.
    var database: String { place.appending(path: "queue.db").path }

    /// Writes everything but the database. Blocks its thread.
    func write() throws {
        let secrets = place.appending(path: "secrets")
        try FileManager.default.createDirectory(
            at: secrets, withIntermediateDirectories: true, attributes: [.posixPermissions: NSNumber(value: 0o700)])
        try Self.write(
            #"{"clientId":"bench","clientSecret":"bench"}"#, to: secrets.appending(path: "application.json"))
        for number in 1...sellers {
            let key = Backlog.seller(number)
            try Self.write(
                #"{"refreshToken":"bench-\#(number)"}"#, to: secrets.appending(path: "\(key.seller).json"))
        }
        try Self.write(table, to: place.appending(path: "sellers.csv"))
        try Self.write(text, to: place.appending(path: "spworker.yaml"))
    }

    private static func write(_ text: String, to file: URL) throws {
        guard
            FileManager.default.createFile(
                atPath: file.path, contents: Data(text.utf8), attributes: [.posixPermissions: NSNumber(value: 0o600)])
        else {
            throw Failure(.usage, "error: \(file.path) cannot be written. Is there room? Name another --directory.")
        }
    }

    private var table: String {
        "id,region,sellerId,marketplaces\n"
            + (1...sellers).map { "\(Backlog.seller($0).seller),\(Backlog.region.rawValue),A2BENCH\($0),DE\n" }.joined()
    }

    private var text: String {
        """
        database: sqlite:queue.db
        output: {directory: output, minFree: 1MB}
        worker: {drain: 1s}
        endpoints:
          lwa: \(api.url)\(HoldingServer.tokenPath)
        \(Region.allCases.map { "  \($0.rawValue): \(api.url)" }.joined(separator: "\n"))
        applications:
          - id: \(Backlog.application)
            clientId: file:secrets/application.json#clientId
            clientSecret: file:secrets/application.json#clientSecret
        sellerTemplates:
          - ids: {file: sellers.csv}
            application: \(Backlog.application)
            region: \(Backlog.region.rawValue)
            refreshToken: "file:secrets/{seller}.json#refreshToken"

        """
    }
}
