import ArgumentParser
import Foundation
import OperationCatalogue
import Overview
import Sandbox
import UnixSignals

/// `spworker sandbox`: the fake Amazon alone.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Run a fake Login with Amazon and Selling Partner API on this machine.",
        discussion: """
            It checks requests more strictly than Amazon does, keeps usage plans, and can be told to fail. It \
            listens on 127.0.0.1 only. What it received can be read at /_control/ledger; length and SHA-256 of a \
            document at /_control/documents/ID.

            A world file says who there is, what goes wrong, and how reports, feeds and queries go, for example:

              applications: [{id: main, clientId: c, clientSecrets: [s]}]
              sellers: [{id: acme, region: EU, refreshTokens: [t], marketplaces: [DE]}]
              faults: [{match: {operation: documents.get}, kind: truncate, bytes: 1MiB}]
              reports:
                - {type: GET_VAT_TRANSACTION_DATA, outcome: fatal, explanation: Too early}
                - {type: "*", processing: 5m, document: {bytes: 2GiB, format: csv}}
              feeds: [{type: JSON_LISTINGS_FEED, outcome: onlyErrors}]
              queries: [{contains: salesAndTraffic, pages: 3, rowsPerPage: 1000}]

            Example: spworker sandbox --port 9090
            """)

    @Option(help: ArgumentHelp("The port; 0 takes a free one.", valueName: "port"))
    var port = 0

    @Option(help: ArgumentHelp("A YAML file; see above.", valueName: "file"))
    var world: String?

    @Option(help: ArgumentHelp("Without --world: how many sellers there are.", valueName: "n"))
    var sellers = 3

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        if !(0...65_535).contains(port) { throw ValidationError("--port is from 0 to 65535.") }
        if !(1...100_000).contains(sellers) { throw ValidationError("--sellers is from 1 to 100000.") }
    }

    func run() async throws {
        let composition = try Composition(global)
        let world = try await loadWorld()
        let server = SandboxServer(
            world: world, timekeeper: composition.timekeeper, random: composition.random, logger: composition.logger)
        let console = composition.console
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run(port: port) { announce($0, world, console) } }
                group.addTask {
                    for await _ in await UnixSignalsSequence(trapping: .sigterm, .sigint) { return }
                }
                try await group.next()
                group.cancelAll()
            }
        } catch let error as WorldError {
            throw Failure(.usage, "\(error)")
        } catch let error where !(error is CancellationError) {
            throw Failure(.no, "error: the sandbox cannot listen on port \(port): \(error)")
        }
    }

    private func loadWorld() async throws -> World {
        guard let path = world else { return World.standard(sellers: sellers) }
        let data = try await Offload.run { FileManager.default.contents(atPath: path) }
        guard let data else { throw Failure(.usage, "error: the world file \(path) cannot be read.") }
        do {
            return try World(parsing: String(decoding: data, as: UTF8.self), file: path)
        } catch {
            throw Failure(.usage, "\(error)")
        }
    }

    private func announce(_ address: SandboxAddress, _ world: World, _ console: Console) {
        if console.isJSON {
            console.json(
                .object([
                    "port": .integer(Int64(address.port)), "lwa": .string(address.lwaEndpoint),
                    "endpoints": .object(
                        Dictionary(uniqueKeysWithValues: address.endpoints.map { ($0.key.rawValue, .string($0.value)) })
                    ),
                    "control": .string(address.controlEndpoint),
                ]))
            return
        }
        console.line(
            "The sandbox listens on 127.0.0.1:\(address.port), with \(counted(world.sellers.count, "seller")). Stop it with Ctrl-C."
        )
        guard self.world == nil, let seller = world.sellers.first, let application = world.applications.first else {
            return
        }
        console.line("Try it from another shell:")
        let variables = [
            ("SP_CLIENT_ID", application.clientId), ("SP_CLIENT_SECRET", application.clientSecrets[0]),
            ("SP_REFRESH_TOKEN", seller.refreshTokens[0]), ("SP_REGION", seller.region.rawValue),
            ("SP_ENDPOINT", address.endpoint(for: seller.region)), ("SP_LWA_ENDPOINT", address.lwaEndpoint),
        ]
        for (name, value) in variables { console.line("  export \(name)='\(value)'") }
        console.line("  spworker run &")
        console.line("  spworker enqueue request sellers.getMarketplaceParticipations --wait")
    }
}
