import Foundation
import Testing

extension ScenarioJourneys {
    @Suite("Requests to the API that schemathesis makes up", .enabled(if: Schemathesis.program != nil))
    struct MadeUpRequestsTests {
        private static let token = "operators-0123456789-abcdef"

        /// What `dashboard --json` says.
        private struct Place: Decodable {
            let url: String
        }

        /// Unknown sellers, jobs that have ended and the like are refused for good reasons.
        private static let settings = """
            [checks]
            positive_data_acceptance.expected-statuses = ["2xx", 404, 409, 422]
            """

        @Test("find no error of ours, no status and no answer that is not described", arguments: [true, false])
        func requests(needsToken: Bool) async throws {
            let schemathesis = try #require(Schemathesis.program)
            var world = SceneWorld(sellers: 2)
            world.sellers.append(SceneWorld.Seller("acme"))
            if needsToken { world.settings = ["dashboard: {token: \"file:secrets/dashboard.token\"}"] }
            try await Scene.play(world) { scene in
                try scene.workplace.write("secrets/dashboard.token", Self.token + "\n", mode: 0o600)
                try scene.workplace.write("schemathesis.toml", Self.settings)
                try scene.workplace.write(
                    "jobs/orders-sync.yaml",
                    """
                    name: orders-sync
                    schedule: "@hourly"
                    sellers: all
                    job: {kind: request, operation: sellers.getMarketplaceParticipations}
                    """)
                #expect(try await scene.run("migrate", "up").code == 0)
                for seller in ["acme", "seller1"] {
                    let end = try await scene.run(
                        "enqueue", "request", "sellers.getMarketplaceParticipations", "--seller", seller)
                    #expect(end.code == 0, "\(end.errors)")
                }
                let dashboard = try scene.workplace.start(["dashboard", "--listen", "127.0.0.1:0", "--json"])
                let line = try await dashboard.line(holding: "\"needsLogin\"")
                let url = try JSONDecoder().decode(Place.self, from: Data(line.utf8)).url
                // A stream has no end to wait for.
                let run = try scene.workplace.start(
                    schemathesis,
                    [
                        "--config-file", "schemathesis.toml", "run", url + "api/v1/openapi.json", "--checks", "all",
                        "--exclude-path-regex", "stream$", "--max-examples", "15", "--seed", "1",
                        "--no-color", "--continue-on-failure",
                    ] + (needsToken ? ["--header", "Authorization: Bearer \(Self.token)"] : []))
                let end = try await run.end()
                #expect(end.code == 0, "\(end.output.suffix(6000)) \(end.errors.suffix(2000))")
                #expect(dashboard.isRunning && !dashboard.errors.contains("could not answer"), "\(dashboard.errors)")
                dashboard.send(SIGTERM)
                #expect(try await dashboard.end().code == 0)
            }
        }
    }
}

/// The program that makes requests up.
private enum Schemathesis {
    /// Named by the environment variable `SPWORKER_SCHEMATHESIS`; without it the test does not run.
    static var program: URL? {
        let path = ProcessInfo.processInfo.environment["SPWORKER_SCHEMATHESIS"] ?? ""
        return path.isEmpty ? nil : URL(filePath: path)
    }
}
