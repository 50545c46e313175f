import Foundation
import Testing

extension WorkerJourneys {
    @Suite("An AWS that does not answer")
    struct SilentAWSTests {
        /// Which secret is kept there.
        enum Kept: CaseIterable {
            case refreshToken, tokenKey
        }

        @Test("does not keep a worker from stopping when it is asked to", arguments: Kept.allCases)
        func stop(kept: Kept) async throws {
            let aws = try SilentServer()
            defer { aws.close() }
            var world = SceneWorld()
            if kept == .tokenKey { world.settings = ["tokens: {store: true, keys: [aws-sm:key]}"] }
            try await Scene.play(world) { scene in
                var text = scene.world.configuration(scene.sandbox)
                if kept == .refreshToken {
                    text = text.replacing("\"file:secrets/acme.json#refreshToken\"", with: "aws-sm:acme")
                }
                #expect(text.contains("aws-sm:"))
                try scene.workplace.write("spworker.yaml", text)
                let worker = try scene.workplace.start(
                    ["run", "--log-format", "json"],
                    environment: [
                        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "eu-west-1",
                        "AWS_ENDPOINT_URL": "http://127.0.0.1:\(aws.port)", "AWS_EC2_METADATA_DISABLED": "true",
                    ])
                try await eventually("the worker asks AWS") { aws.connections > 0 }
                let asked = ContinuousClock.now
                let end = try await scene.stop(worker)
                #expect(end.code == 0, "\(end.errors)")
                // A try alone takes ten seconds, and there are three of them.
                #expect(ContinuousClock.now - asked < .seconds(8))
                #expect(end.errors.contains("stopped before it began"), "\(end.errors)")
            }
        }
    }
}
