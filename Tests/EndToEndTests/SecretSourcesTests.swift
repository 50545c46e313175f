import Foundation
import Testing

extension CommandJourneys {
    @Suite("Sources of secrets")
    struct SecretSourcesTests {
        @Test("what a program prints is a secret like any other")
        func program() async throws {
            try await Scene.play { scene in
                let text = scene.world.configuration(scene.sandbox)
                    .replacing(
                        "\"file:secrets/acme.json#refreshToken\"",
                        with: "'exec:[\"/bin/cat\", \"secrets/acme.json\"]#refreshToken'")
                #expect(text.contains("exec:"))
                try scene.workplace.write("spworker.yaml", text)
                #expect(try await scene.run("migrate", "up").code == 0)
                let good = try await scene.run("sellers", "check")
                #expect(good.code == 0, "\(good.output) \(good.errors)")
                try scene.remove("secrets/acme.json")
                let bad = try await scene.run("sellers", "check")
                #expect(bad.code == 4 && bad.output.contains("/bin/cat ended with exit code 1"), "\(bad.output)")
            }
        }

        @Test(
            "a command that needs nothing of AWS does not notice that AWS is set up wrongly, and one that does says so")
        func lazyAWS() async throws {
            try await Scene.play { scene in
                let text = "aws: {profile: nowhere}\n" + scene.world.configuration(scene.sandbox)
                try scene.workplace.write("spworker.yaml", text)
                #expect(try await scene.run("migrate", "up").code == 0)
                let good = try await scene.run("sellers", "check")
                #expect(good.code == 0, "\(good.output) \(good.errors)")
                try scene.workplace.write(
                    "spworker.yaml",
                    text.replacing("\"file:secrets/acme.json#refreshToken\"", with: "aws-sm:acme?region=eu-west-1"))
                let bad = try await scene.run("sellers", "check")
                #expect(bad.code == 4 && bad.output.contains("nowhere"), "\(bad.output)")
            }
        }
    }
}
