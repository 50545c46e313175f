import Foundation
import Testing

extension CommandJourneys {
    @Suite("The doctor")
    struct DoctorTests {
        private struct Report: Decodable {
            struct Finding: Decodable {
                let group: String
                let level: String
                let subject: String?
                let message: String
                let cure: String?
                let checklist: [String]
            }
            struct Secret: Decodable {
                let use: String
                let reference: String
                let ok: Bool
                let source: String?
                let age: Double?
            }
            let ok: Bool
            let findings: [Finding]
            let secrets: [Secret]

            /// The faults about something.
            func faults(_ subject: String) -> [Finding] {
                findings.filter { $0.level == "fault" && $0.subject?.hasPrefix(subject) ?? false }
            }
        }

        @Test("A healthy installation has no fault, with a database and without one, and nothing is changed")
        func healthy() async throws {
            var world = SceneWorld(sellers: 2)
            world.tokenKey = SceneWorld.tokenKey()
            try await Scene.play(world) { scene in
                let early = try await scene.run("doctor")
                #expect(early.code == 0, "\(early.output) \(early.errors)")
                #expect(early.output.contains("does not exist yet"))
                #expect(try !scene.files().contains("spworker.db"))

                #expect(try await scene.run("migrate", "up").code == 0)
                let text = try await scene.run("doctor")
                #expect(text.code == 0, "\(text.output) \(text.errors)")
                #expect(text.output.contains("seller1/EU: Token and call work: DE"))
                #expect(text.output.contains("Login with Amazon") && text.output.contains("clock agrees"))
                #expect(text.output.contains("No worker is running; nothing waits for one."))

                let report = try await scene.run("doctor", "--seller", "seller2", "--json").json(Report.self)
                #expect(report.ok && !report.findings.contains { $0.level == "fault" })
                #expect(report.secrets.map(\.use).contains("seller2/EU, refresh token"))
                #expect(!report.secrets.map(\.use).contains("seller1/EU, refresh token"))
                #expect(report.secrets.allSatisfy { $0.ok && $0.source != nil && $0.age != nil })
                #expect(try await scene.ledger().calls(status: 200) == 5)
                #expect(try await scene.queue.execute("SELECT count(*) AS n FROM event").contains("0"))
            }
        }

        @Test("Every trouble is a fault with its cure, and no secret is told")
        func broken() async throws {
            var world = SceneWorld(sellers: 6)
            world.sellers[1].isRevoked = true
            try await Scene.play(world) { scene in
                var other = world
                other.sellers[2].country = "FR"
                (other.sellers[3].region, other.sellers[3].country) = ("NA", "US")
                try scene.writeConfiguration(other)
                let token = SceneWorld.quoted(world.sellers[4].refreshToken)
                try scene.workplace.write("secrets/seller5.json", "{\"refreshToken\": \(token)}", mode: 0o640)
                try scene.remove("secrets/seller6.json")
                try scene.workplace.write("jobs/bad.yaml", "name: bad\n")
                #expect(try await scene.run("migrate", "up").code == 0)

                let text = try await scene.run("doctor", "--all")
                #expect(text.code == 1)
                #expect(text.output.contains("Chmod 600 it") && text.output.contains("Revoked:"), "\(text.output)")
                let end = try await scene.run("doctor", "--all", "--json")
                #expect(end.code == 1)
                let report = try end.json(Report.self)
                #expect(!report.ok && report.faults("seller1").isEmpty)
                #expect(report.faults("seller2").first?.checklist.first?.hasPrefix("Revoked") == true)
                #expect(report.faults("seller2").first?.checklist.last?.hasPrefix("Client id and secret are") == true)
                #expect(report.faults("seller3").first?.message.contains("FR") == true)
                #expect(report.faults("seller4").first?.checklist.last?.contains("region") == true)
                #expect(report.faults("seller5/EU, refresh token").first?.cure?.contains("hmod 600") == true)
                #expect(report.faults("seller6/EU, refresh token").first?.message.contains("does not exist") == true)
                #expect(report.findings.contains { $0.group == "definitions" && $0.level == "fault" })
                #expect(report.findings.count { $0.message.hasPrefix("It was not tried: a secret") } == 2)
                #expect(try await scene.ledger().exchanges(of: "seller5") == 0)

                let said = text.output + text.errors + end.output + end.errors
                for secret in world.sellers.map(\.refreshToken) + [world.clientSecret] {
                    for form in SecretForms.of(secret) { #expect(!said.contains(form)) }
                }
                #expect(!said.contains("Atza|") && !said.contains("planted"))
            }
        }

        @Test("A configuration that cannot be used is told like everything else")
        func configuration() async throws {
            try await Scene.play { scene in
                try scene.workplace.write("spworker.yaml", "worker: {concurrency: none}\nsellers: []\nodd: 1\n")
                let end = try await scene.run("doctor", "--json")
                #expect(end.code == 1)
                let report = try end.json(Report.self)
                #expect(report.findings.count >= 2 && report.findings.allSatisfy { $0.group == "configuration" })
            }
        }

        @Test("An address that does not answer is told once, and its sellers are not tried")
        func unreachable() async throws {
            try await Scene.play { scene in
                let text = scene.world.configuration(scene.sandbox)
                    .replacing(scene.sandbox.lwa, with: "http://127.0.0.1:9/auth/o2/token")
                try scene.workplace.write("spworker.yaml", text)
                let end = try await scene.run("doctor", "--json")
                #expect(end.code == 1)
                let faults = try end.json(Report.self).findings.filter { $0.level == "fault" }
                #expect(faults.map(\.group) == ["network"])
                #expect(faults.first?.cure?.contains("http.proxy") == true)
            }
        }
    }
}
