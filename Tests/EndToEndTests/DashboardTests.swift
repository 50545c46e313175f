import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

extension CommandJourneys {
    @Suite("The dashboard")
    struct DashboardTests {
        private static let token = "operators-0123456789-abcdef"

        /// What `dashboard --json` says.
        private struct Place: Decodable {
            let url: String
            let needsLogin: Bool
        }

        private static func get(_ address: String, _ fields: [String: String] = [:]) async throws -> (Int, String) {
            var request = URLRequest(url: try #require(URL(string: address)))
            for (name, value) in fields { request.setValue(value, forHTTPHeaderField: name) }
            let (data, response) = try await URLSession.shared.data(for: request)
            return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
        }

        private static func place(_ program: Program) async throws -> Place {
            let line = try await program.line(holding: "\"needsLogin\"")
            return try JSONDecoder().decode(Place.self, from: Data(line.utf8))
        }

        @Test("alone shows the first page beside whatever works, and stops in good order")
        func alone() async throws {
            try await Scene.play { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                let program = try scene.workplace.start(["dashboard", "--listen", "127.0.0.1:0", "--json"])
                let place = try await Self.place(program)
                #expect(!place.needsLogin)
                let (status, page) = try await Self.get(place.url, ["Accept": "text/html"])
                #expect(status == 200 && page.contains("No worker is running"))
                let (assetStatus, styles) = try await Self.get(place.url + "assets/dashboard.css")
                #expect(assetStatus == 200 && styles.contains("--accent"))
                program.send(SIGTERM)
                #expect(try await program.end().code == 0)
            }
        }

        @Test("with a token shows nothing to those who do not have it, and a port that is taken is named")
        func guarded() async throws {
            var world = SceneWorld()
            world.settings = ["dashboard: {token: \"file:secrets/dashboard.token\"}"]
            try await Scene.play(world) { scene in
                try scene.workplace.write("secrets/dashboard.token", Self.token + "\n", mode: 0o600)
                #expect(try await scene.run("migrate", "up").code == 0)
                let program = try scene.workplace.start(["dashboard", "--listen", "127.0.0.1:0", "--json"])
                let place = try await Self.place(program)
                #expect(place.needsLogin)
                let (status, page) = try await Self.get(place.url, ["Accept": "text/html"])
                #expect(status == 200 && page.contains("Log in") && !page.contains("Workers"))
                let (refused, problem) = try await Self.get(place.url + "api/v1/nothing")
                #expect(refused == 401 && problem.contains("Bearer"))
                let (found, _) = try await Self.get(
                    place.url + "api/v1/nothing", ["Authorization": "Bearer \(Self.token)"])
                #expect(found == 404)
                let port = try #require(URL(string: place.url)?.port)
                let second = try await scene.run("dashboard", "--listen", "127.0.0.1:\(port)")
                #expect(second.code == 1 && second.errors.contains("dashboard.listen"), "\(second.errors)")
                program.send(SIGINT)
                let end = try await program.end()
                #expect(end.code == 0 && !end.errors.contains(Self.token) && !end.output.contains(Self.token))
            }
        }

        @Test("of a worker that cannot have its port does not stop the worker")
        func besideWorker() async throws {
            try await Scene.play { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                let program = try scene.workplace.start(["dashboard", "--listen", "127.0.0.1:0", "--json"])
                let port = try #require(URL(string: try await Self.place(program).url)?.port)
                var world = scene.world
                world.settings.append("dashboard: {listen: \"127.0.0.1:\(port)\"}")
                try scene.writeConfiguration(world)
                let worker = try await scene.startWorker()
                _ = try await worker.line(holding: "The dashboard is not there; the worker goes on.")
                try await scene.queue.insert(sellers: ["acme"], each: 1)
                try await scene.waitForJobs(1, "state = 'succeeded'")
                #expect(try await scene.stop(worker).code == 0)
                program.send(SIGTERM)
                #expect(try await program.end().code == 0)
            }
        }

        @Test("is refused to other machines without a token")
        func refused() async throws {
            try await Scene.play { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                let end = try await scene.run("dashboard", "--listen", "0.0.0.0:0")
                #expect(end.code == 2 && end.errors.contains("dashboard.token"), "\(end.errors)")
            }
        }
    }
}
