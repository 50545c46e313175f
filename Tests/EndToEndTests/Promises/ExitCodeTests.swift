import Foundation
import Testing

extension PromiseJourneys {
    /// 0 done, 1 the answer is no, 2 usage or configuration, 3 the store, 4 a secret or token, 124 a wait timed out,
    /// 130 interrupted.
    @Suite("Exit codes")
    struct ExitCodeTests {
        private static let operation = "sellers.getMarketplaceParticipations"

        /// In a folder with nothing in it.
        private static let bare: [(code: Int32, lines: [String])] = [
            (
                0,
                [
                    "", "--help", "--version", "help", "help jobs", "help jobs list", "operations",
                    "operations list nothing-like-this", "operations show orders.getOrder", "schedules",
                    "schedules validate", "schedules next every 15m", "init made", "init made", "tokens key",
                ]
            ),
            (1, ["migrate", "migrate status", "doctor", "doctor --seller nobody", "doctor --config nowhere.yaml"]),
            (
                2,
                [
                    "stauts", "help stauts", "jobs lst", "jobs help", "run", "run --concurrency 10001", "enqueue",
                    "enqueue --skip-bad", "enqueue \(operation)", "enqueue request nothing.likeThis",
                    "enqueue request \(operation)", "jobs show", "jobs show abc", "jobs list --state ready",
                    "jobs list --limit 0", "jobs cancel", "jobs prune --state waiting", "jobs retry --seller acme",
                    "sellers show", "sellers list acme", "sellers pause acme --region XX", "lanes pause",
                    "lanes reset 1 --all", "inbox retry", "inbox list --status odd", "events --limit 0",
                    "operations show nothing.likeThis", "schedules run nothing", "schedules run",
                    "schedules next", "schedules next every 0s", "schedules next @daily --tz Nowhere/Else",
                    "schedules next @daily --count 0", "schedules next @daily --from soon", "migrate down",
                    "backup", "copy", "workers drain --wait-timeout 1s", "sandbox --port 65536", "sandbox --sellers 0",
                    "dashboard --listen 8088",
                    "bench queue --rounds 0", "bench calls --jobs 0", "bench tokens --jobs 5000 --sellers 1",
                    "bench latency --time-scale 5", "demo --sellers 1", "init made/spworker.yaml", "import",
                    "import nowhere.yml", "import made --into made", "import made/spworker.yaml",
                    "import x --into a --config b", "status --config nowhere.yaml", "doctor --seller acme --all",
                    "doctor acme", "status --config .", "status --database nonsense",
                    "status --database sqlite:", "status --log-format xml",
                ]
            ),
            (
                3,
                [
                    "status", "jobs", "jobs list", "jobs show 1", "jobs explain 1", "jobs wait 1", "jobs retry 1",
                    "jobs cancel 1", "jobs prune --yes", "sellers", "sellers show acme", "sellers check",
                    "sellers probe acme", "sellers pause acme", "sellers resume acme", "applications",
                    "applications show main", "lanes", "lanes pause 1", "workers", "workers drain", "workers reload",
                    "inbox", "inbox retry 1", "inbox prune --yes", "events", "dashboard", "backup copy.db",
                    "copy --to sqlite:to.db",
                    "status --database sqlite:made", "migrate up --database sqlite:nowhere/spworker.db",
                ]
            ),
            (4, ["status --database env:NOWHERE", "migrate --database env:NOWHERE"]),
        ]

        /// With job 1 succeeded, 2 parked, 3 failed and 4 scheduled, and no worker.
        private static let filled: [(code: Int32, lines: [String])] = [
            (
                0,
                [
                    "jobs list", "jobs list --seller nobody", "jobs show 3", "jobs explain 2", "jobs wait 1",
                    "jobs prune --older-than 1d --yes", "sellers list", "sellers show seller2",
                    "sellers check seller1", "doctor --seller seller1", "sellers pause seller1",
                    "sellers resume seller1",
                    "applications show main", "lanes list --seller nobody", "lanes pause --seller seller1",
                    "lanes resume 1", "inbox list", "inbox retry --all", "workers", "events", "migrate",
                    "backup copy.db", "copy --to sqlite:to.db", "run --drain",
                    "enqueue request \(operation) --seller seller1 --unique k",
                    "enqueue request \(operation) --seller seller1 --unique k",
                ]
            ),
            (
                1,
                [
                    "status", "jobs show 99", "jobs explain 99", "jobs wait 3", "jobs wait 1 3", "jobs wait 99",
                    "jobs retry 1", "jobs retry 2", "jobs cancel 1", "jobs cancel 99", "sellers show nobody",
                    "sellers show seller1 --region NA", "sellers check nobody", "sellers check seller3", "doctor",
                    "doctor --seller nobody",
                    "sellers probe seller1", "sellers pause nobody", "applications show nobody",
                    "applications pause nobody", "lanes pause 99", "workers drain", "workers reload", "inbox retry 99",
                ]
            ),
            (
                2,
                [
                    "jobs cancel --state waiting", "jobs retry --state failed", "jobs prune", "sellers check",
                    "enqueue request \(operation)", "enqueue request \(operation) --seller nobody",
                    "enqueue request orders.getOrder --seller seller1", "enqueue --file nowhere.ndjson",
                    "enqueue --file .", "backup copy.db", "backup spworker.db --force", "schedules run nothing",
                ]
            ),
            (3, ["status --database sqlite:nowhere.db", "run --drain --database sqlite:secrets"]),
            (4, ["sellers check seller2", "sellers check --all"]),
            (
                124,
                [
                    "jobs wait 4 --wait-timeout 50ms",
                    "enqueue request \(operation) --seller seller2 --wait --wait-timeout 50ms",
                ]
            ),
        ]

        private static func check(_ table: [(code: Int32, lines: [String])], in workplace: Workplace) async throws {
            for (code, lines) in table {
                for line in lines {
                    let end = try await workplace.start(line.split(separator: " ").map(String.init)).end()
                    #expect(end.code == code, "spworker \(line): \(end.output)\(end.errors)")
                    // Whoever is told no without a word does not know what to do.
                    if code > 1 { #expect(!end.errors.isEmpty || !end.output.isEmpty, "spworker \(line)") }
                    #expect(!end.errors.contains("Error:"), "spworker \(line): \(end.errors)")
                }
            }
        }

        @Test("every command line ends with its code where there is no queue yet, and leaves none behind")
        func bare() async throws {
            try await Workplace.open { workplace in
                try await Self.check(Self.bare, in: workplace)
                let names = try FileManager.default.contentsOfDirectory(atPath: workplace.folder.path)
                #expect(names.allSatisfy { !$0.hasPrefix("spworker.db") }, "\(names)")
            }
        }

        @Test("every command line ends with its code on a queue with jobs of all sorts")
        func filled() async throws {
            var world = SceneWorld(sellers: 3)
            world.sellers[1].isRevoked = true
            world.faults = ["{match: {seller: seller3, operation: \(Self.operation)}, kind: 400}"]
            try await Scene.play(world) { scene in
                let request = ["enqueue", "request", Self.operation, "--seller"]
                for more in [["seller1"], ["seller2"], ["seller3"], ["seller1", "--delay", "1h"]] {
                    #expect(try await scene.workplace.start(request + more).end().code == 0)
                }
                #expect(try await scene.run("run", "--drain").code == 0)
                try await Self.check(Self.filled, in: scene.workplace)

                let waiting = try scene.workplace.start(["jobs", "wait", "4"])
                _ = try await waiting.line(holding: "no worker is running")
                waiting.send(SIGINT)
                #expect(try await waiting.end().code == 130)
            }
        }

        @Test("a word that names no command is told with those that may have been meant, and where all are shown")
        func mistyped() async throws {
            try await Workplace.open { workplace in
                for (line, words) in [
                    ("stauts", ["'spworker status'", "'spworker --help'"]),
                    ("jobs lst", ["'spworker jobs list'", "'spworker jobs --help'"]),
                    ("help jobs explian", ["'spworker jobs explain'"]), ("jobs help", ["'spworker jobs --help'"]),
                ] {
                    let end = try await workplace.start(line.split(separator: " ").map(String.init)).end()
                    #expect(end.code == 2 && end.output.isEmpty)
                    for word in words { #expect(end.errors.contains(word), "\(line): \(end.errors)") }
                }
                // What stands there may also be an argument of the command that is run by default.
                #expect(try await workplace.run("operations", "orders").code == 0)
            }
        }
    }
}
