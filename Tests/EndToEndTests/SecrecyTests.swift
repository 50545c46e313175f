import Foundation
import Testing

extension WorkerJourneys {
    @Suite("Secrecy")
    struct SecrecyTests {
        @Test(
            "no secret is found in any byte of database, logs, answers, errors and files, in plain or in any other form",
            arguments: ["text", "json"])
        func planted(format: String) async throws {
            var world = SceneWorld(sellers: 4)
            world.sellers[1].isRevoked = true
            world.tokenKey = SceneWorld.tokenKey()
            let call = "operation: sellers.getMarketplaceParticipations"
            world.faults = [
                "{match: {operation: merchantFulfillment.getShipment}, kind: 403-expired, times: 1}",
                "{match: {seller: seller1, \(call)}, kind: 503, times: 2}",
                "{match: {seller: seller1, \(call)}, kind: 403-expired, times: 1}",
                "{match: {seller: seller1, \(call)}, kind: html, times: 1}",
                "{match: {seller: seller3, \(call)}, kind: 400, times: 1}",
                "{match: {seller: seller3, \(call)}, kind: reset, times: 1}",
                "{match: {seller: seller4, operation: lwa}, kind: 500, times: 1}",
            ]
            try await Scene.play(world) { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                try await scene.queue.insert(sellers: world.sellers.map(\.id), each: 4)
                // A file that is not quite JSON: its content must not stand in the message that says so.
                try scene.workplace.write(
                    "secrets/seller4.json", "{\"refreshtoken\": \(SceneWorld.quoted(world.sellers[3].refreshToken))",
                    mode: 0o600)
                let worker = try scene.workplace.start(
                    ["run", "--log-level", "trace", "--log-format", format],
                    environment: ["DEBUG": "sp-api:*", "SPWORKER_LOG_BODIES": "1"])
                try await scene.waitForJobs(4, "seller = 'seller1' AND state = 'succeeded'")
                try await scene.waitForJobs(4, "seller = 'seller2' AND label = 'parked'")
                try await scene.waitForJobs(4, "seller = 'seller3' AND state IN ('succeeded', 'failed')")
                try await scene.waitForJobs(4, "seller = 'seller4' AND label = 'parked'")
                try scene.writeToken(world.sellers[3].refreshToken, of: "seller4")
                try await scene.waitForJobs(4, "seller = 'seller4' AND state = 'succeeded'")

                // A file that goes to the output folder, and every look that there is.
                let named = try await scene.run(
                    "enqueue", "request", "sellers.getMarketplaceParticipations", "--seller", "seller1", "--output",
                    "kept/{job}.json", "--wait", "--json", "--log-level", "trace")
                #expect(named.code == 0, "\(named.errors)")
                // A call with a restricted data token, which is refused once.
                let restricted = try await scene.run(
                    "enqueue", "request", "merchantFulfillment.getShipment", "--seller", "seller1", "--param",
                    "shipmentId=1", "--wait", "--json", "--log-level", "trace")
                #expect(restricted.code == 0, "\(restricted.errors)")
                #expect(try await scene.ledger().restrictedTokens.count == 2)
                for arguments in Self.looks {
                    for json in [[], ["--json"]] {
                        _ = try await scene.workplace.start(arguments + json + ["--log-level", "trace"]).end()
                    }
                }
                let sealed = try await scene.queue.execute("SELECT 'sealed ' || count(*) AS n FROM sealed_token")
                #expect(!sealed.contains("sealed 0"), "the database holds tokens, in a form that tells nothing")
                try Self.expectNoSecrets(scene, "while the worker runs")
                #expect(try await scene.stop(worker).code == 0)
                try Self.expectNoSecrets(scene, "after it has stopped")
            }
        }

        @Test("a secret that is written out in the configuration is refused and not repeated")
        func writtenOut() async throws {
            try await Scene.play { scene in
                let secret = "planted client/secret+of=nobody"
                let text = scene.world.configuration(scene.sandbox).replacing(
                    "\"file:secrets/application.json#clientSecret\"", with: "\"\(secret)\"")
                try scene.workplace.write("spworker.yaml", text)
                let end = try await scene.run("run")
                #expect(end.code == 2)
                #expect(end.errors.contains("clientSecret") && end.errors.contains("file:"))
                #expect(!(end.output + end.errors).contains("planted"))
            }
        }

        @Test("a secret file that others may read is refused, with the command that mends it")
        func openFile() async throws {
            try await Scene.play { scene in
                try scene.workplace.write(
                    "secrets/acme.json",
                    "{\"refreshToken\": \(SceneWorld.quoted(scene.world.sellers[0].refreshToken))}",
                    mode: 0o644)
                try await #expect(scene.run("migrate", "up").code == 0)
                try await scene.queue.insert(sellers: ["acme"], each: 1)
                let worker = try await scene.startWorker()
                try await scene.waitForJobs(1, "label = 'parked' AND attempt = 0")
                let text = try await scene.queue.execute("SELECT error_message FROM authorization")
                #expect(text.contains("chmod 600"), "\(text)")
                #expect(try await scene.stop(worker).code == 0)
                let insecure = try await scene.run("run", "--drain", "--insecure-files")
                #expect(insecure.code == 0)
                #expect(try await scene.queue.count("state = 'succeeded'") == 1)
            }
        }

        /// Every command that shows something.
        private static let looks = [
            ["jobs", "list"], ["jobs", "show", "1"], ["jobs", "show", "5"], ["jobs", "explain", "2"],
            ["jobs", "explain", "4"], ["sellers", "list"], ["sellers", "show", "seller2"], ["applications", "list"],
            ["events"], ["inbox", "list"], ["lanes", "list"], ["status"], ["doctor", "--all", "--verbose"],
            ["migrate", "status"],
            ["workers", "list"], ["tokens", "list"], ["tokens", "warm", "--all"],
            ["tokens", "forget", "--seller", "seller1"],
            ["sellers", "check", "--all"], ["sellers", "probe", "seller2"],
        ]

        /// Looks through every file of the workplace but those that are meant to hold secrets.
        private static func expectNoSecrets(
            _ scene: Scene, _ moment: String, sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            let secrets =
                scene.world.sellers.map(\.refreshToken)
                + [scene.world.clientSecret, scene.world.tokenKey].compactMap(\.self)
            // What the sandbox mints is not known here, but its shape is.
            let forms = Set(secrets.flatMap(SecretForms.of)).union([
                "Atza|", "Atza%7C", "Atza%7c", "planted-seller", "Atz.sprdt", "Atz%2Esprdt",
            ])
            let root = scene.workplace.folder.path
            var looked: [String] = []
            for name in try FileManager.default.subpathsOfDirectory(atPath: root).sorted() {
                if name.hasPrefix("secrets/") || name == "world.yaml" { continue }
                guard let data = FileManager.default.contents(atPath: root + "/" + name), !data.isEmpty else {
                    continue
                }
                looked.append(name)
                for form in forms where data.range(of: Data(form.utf8)) != nil {
                    Issue.record("\(name) holds '\(form)' \(moment)", sourceLocation: sourceLocation)
                }
            }
            #expect(looked.contains("spworker.db"), sourceLocation: sourceLocation)
            #expect(looked.contains { $0.hasPrefix("output/kept/") }, sourceLocation: sourceLocation)
            #expect(looked.count > 10, sourceLocation: sourceLocation)
        }
    }
}
