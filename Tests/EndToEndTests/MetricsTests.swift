import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

extension CommandJourneys {
    @Suite("Metrics")
    struct MetricsTests {
        /// Prometheus' own program for checking, which the environment variable `SPWORKER_PROMTOOL` names.
        private static var promtool: URL? {
            ProcessInfo.processInfo.environment["SPWORKER_PROMTOOL"].flatMap { $0.isEmpty ? nil : URL(filePath: $0) }
        }

        private static let absence: Comment =
            "SPWORKER_PROMTOOL names no promtool: 'make test' finds one, and .ci/promtool says what is missing"

        private static func sellers(_ count: Int) -> [String] { (1...count).map { "seller\($0)" } }

        @Test(
            "of a worker at work are accepted by promtool, whatever has happened",
            .enabled(if: MetricsTests.promtool != nil, MetricsTests.absence))
        func metrics() async throws {
            let promtool = try #require(Self.promtool)
            var world = SceneWorld(sellers: 3)
            world.sellers[2].isRevoked = true
            world.settings = ["dashboard: {listen: \"127.0.0.1:0\"}"]
            world.faults = [#"{match: {seller: seller2}, kind: "503", times: 1}"#]
            try await Scene.play(world) { scene in
                #expect(try await scene.run("migrate", "up").code == 0)
                try await scene.queue.insert(sellers: Self.sellers(3), each: 3)
                let worker = try await scene.startWorker()
                let line = try await worker.line(holding: "The dashboard is there.")
                struct Line: Decodable { let address: String }
                let address = try JSONDecoder().decode(Line.self, from: Data(line.utf8)).address
                try await scene.waitForJobs(6, "state = 'succeeded'")
                try await scene.waitForJobs(3, "label = 'parked'")
                let (data, response) = try await URLSession.shared.data(
                    from: #require(URL(string: "\(address)/metrics")))
                #expect((response as? HTTPURLResponse)?.statusCode == 200)
                let text = String(decoding: data, as: UTF8.self)
                #expect(text.contains("spworker_jobs") && !text.contains("seller1"), "no seller is a label")
                try scene.workplace.write("metrics.txt", text)
                let check = try await scene.workplace.start(
                    URL(filePath: "/bin/sh"), ["-c", "exec \"$0\" check metrics < metrics.txt", promtool.path]
                ).end()
                #expect(check.code == 0, "\(check.errors) \(check.output)")
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test(
            "have alert rules that promtool accepts",
            .enabled(if: MetricsTests.promtool != nil, MetricsTests.absence))
        func rules() async throws {
            let promtool = try #require(Self.promtool)
            let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            let rules = package.appending(path: "Sources/Dashboard/Dashboard.docc/Resources/alerts.yaml")
            try await Workplace.open { workplace in
                let check = try await workplace.start(promtool, ["check", "rules", "--lint=all", rules.path]).end()
                #expect(check.code == 0 && check.output.contains("SUCCESS"), "\(check.errors) \(check.output)")
            }
        }
    }
}
