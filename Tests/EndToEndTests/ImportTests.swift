import Foundation
import Testing

extension CommandJourneys {
    @Suite("Import")
    struct ImportTests {
        private struct Sellers: Decodable {
            struct Seller: Decodable {
                let seller: String
                let region: String
            }
            let sellers: [Seller]
        }

        /// A file of another client with the scene's secrets in it, and the flags that it needs.
        private struct Sample: Sendable {
            let name: String
            let flags: [String]
            let sellers: [String]
            let text: @Sendable (_ id: String, _ secret: String, _ token: String) -> String
        }

        /// Each text takes its values in quotes, as JSON and YAML have them, but for the Node client's lines.
        private static let samples = [
            Sample(name: "credentials.yml", flags: ["--region", "EU"], sellers: ["shop"]) { id, secret, token in
                "version: '1.0'\nshop:\n  lwa_app_id: \(id)\n  lwa_client_secret: \(secret)\n  refresh_token: \(token)\n"
            },
            Sample(name: "airbyte.json", flags: ["--seller", "shop"], sellers: ["shop"]) { id, secret, token in
                "{\"region\": \"DE\", \"lwa_app_id\": \(id), \"lwa_client_secret\": \(secret), \"refresh_token\": \(token)}"
            },
            Sample(name: "appsettings.json", flags: [], sellers: ["default"]) { id, secret, token in
                "{\"FikaAmazonAPI\": { // ours\n \"ClientId\": \(id), \"ClientSecret\": \(secret), \"RefreshToken\": "
                    + "\(token), \"MarketPlaceID\": \"A1PA6795UKMFR9\",\n}}"
            },
            Sample(name: "credentials", flags: [], sellers: []) { id, secret, _ in
                "SELLING_PARTNER_APP_CLIENT_ID=\(id)\r\nSELLING_PARTNER_APP_CLIENT_SECRET=\(secret)\r\n"
            },
        ]

        private static func write(_ sample: Sample, _ scene: Scene) throws {
            let values = [SceneWorld.clientID, scene.world.clientSecret, scene.world.sellers[0].refreshToken]
            let quoted = sample.name == "credentials" ? values : values.map(SceneWorld.quoted)
            try scene.workplace.write(sample.name, sample.text(quoted[0], quoted[1], quoted[2]), mode: 0o600)
        }

        /// Expects that none of the scene's secrets stands in a text, in any form.
        private static func expectNoSecrets(
            _ text: String, _ scene: Scene, sourceLocation: SourceLocation = #_sourceLocation
        ) {
            let secrets = [SceneWorld.clientID, scene.world.clientSecret, scene.world.sellers[0].refreshToken]
            for form in secrets.flatMap(SecretForms.of) where text.contains(form) {
                Issue.record("'\(form)' stands in: \(text)", sourceLocation: sourceLocation)
            }
        }

        @Test(
            "each format makes an installation that lists its sellers and can call in their names",
            arguments: samples.indices)
        func fresh(index: Int) async throws {
            let sample = Self.samples[index]
            try await Scene.play { scene in
                try Self.write(sample, scene)
                let words = ["import", sample.name, "--into", "new/shop"] + sample.flags
                for more in [["--dry-run"], ["--dry-run", "--json"], []] {
                    let end = try await scene.workplace.start(words + more).end()
                    #expect(end.code == 0, "\(end.errors)")
                    Self.expectNoSecrets(end.output + end.errors, scene)
                    #expect(try scene.files().contains("new") == more.isEmpty)
                }
                let folder = scene.workplace.folder.appending(path: "new/shop").path
                for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/secrets") {
                    let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/secrets/\(name)")[
                        .posixPermissions]
                    #expect((mode as? NSNumber)?.intValue == 0o600, "\(name)")
                }
                let text = FileManager.default.contents(atPath: folder + "/spworker.yaml")
                Self.expectNoSecrets(String(decoding: text ?? Data(), as: UTF8.self), scene)

                let place = ["--config", "new/shop/spworker.yaml"]
                #expect(try await scene.workplace.start(["migrate", "up"] + place).end().code == 0)
                let listed = try await scene.workplace.start(["sellers", "list", "--json"] + place).end()
                #expect(listed.code == 0, "\(listed.errors)")
                let sellers = try listed.json(Sellers.self).sellers
                #expect(sellers.map(\.seller) == sample.sellers && sellers.allSatisfy { $0.region == "EU" })
                guard !sellers.isEmpty else { return }
                let checked = try await scene.workplace.start(
                    ["sellers", "check", "--all"] + place,
                    environment: [
                        "SPWORKER_ENDPOINTS_LWA": scene.sandbox.lwa,
                        "SPWORKER_ENDPOINTS_EU": scene.sandbox.endpoints["EU"] ?? "",
                    ]
                ).end()
                #expect(checked.code == 0, "\(checked.output)\(checked.errors)")
            }
        }

        @Test("what is there is never overwritten, and a named configuration without accounts gets them at its end")
        func existing() async throws {
            try await Scene.play { scene in
                let sample = Self.samples[1]
                try Self.write(sample, scene)
                // The scene's configuration has a seller 'acme' and accounts of its own.
                let before = FileManager.default.contents(atPath: scene.workplace.folder.path + "/spworker.yaml")
                let clash = try await scene.run("import", sample.name, "--seller", "acme")
                #expect(clash.code == 2 && clash.errors.contains("has a seller acme already"), "\(clash.errors)")
                let beside = try await scene.run("import", sample.name, "--seller", "shop")
                #expect(beside.code == 0 && beside.output.contains("To be added to spworker.yaml"), "\(beside.errors)")
                #expect(FileManager.default.contents(atPath: scene.workplace.folder.path + "/spworker.yaml") == before)

                try scene.workplace.write("bare/spworker.yaml", "# mine\nworker: {perSeller: 2}\n")
                let appended = try await scene.run("import", sample.name, "--config", "bare/spworker.yaml", "--json")
                #expect(appended.code == 0 && appended.output.contains("\"action\":\"appended\""), "\(appended.errors)")
                let text = FileManager.default.contents(atPath: scene.workplace.folder.path + "/bare/spworker.yaml")
                #expect(String(decoding: text ?? Data(), as: UTF8.self).hasPrefix("# mine\nworker: {perSeller: 2}\n"))
                let again = try await scene.run("import", sample.name, "--config", "bare/spworker.yaml")
                #expect(again.code == 2)
                for end in [clash, beside, appended, again] { Self.expectNoSecrets(end.output + end.errors, scene) }
            }
        }

        @Test("broken settings leave nothing behind, and their secrets are not in what is said of them")
        func broken() async throws {
            try await Scene.play { scene in
                let values = [SceneWorld.clientID, scene.world.clientSecret, scene.world.sellers[0].refreshToken]
                let quoted = values.map(SceneWorld.quoted)
                for text in [
                    "{\"lwa_app_id\": \(quoted[0]), \"lwa_client_secret\": \(values[1])}",
                    "{\"lwa_app_id\": \(quoted[0]), \(quoted[1]): 1, \"region\": \(quoted[2])}",
                    "\(quoted[2]):\n  lwa_app_id: \(quoted[0])\n  lwa_client_secret: \(quoted[1])\n  refresh_token: ${X}\n",
                    "shop:\n  lwa_app_id: \(quoted[0])\n   lwa_client_secret: \(quoted[1])\n",
                    "SP_CLIENT_ID=\(values[0])\n\(values[1])\n", "\(values[2])\n",
                ] {
                    try scene.workplace.write("broken", text, mode: 0o600)
                    let end = try await scene.run("import", "broken", "--into", "shop")
                    #expect(end.code == 2 && end.errors.contains("broken:"), "\(text): \(end.errors)")
                    Self.expectNoSecrets(end.output + end.errors, scene)
                    #expect(try !scene.files().contains("shop"))
                }
            }
        }
    }
}
