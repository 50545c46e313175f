import Foundation
import Testing

extension CommandJourneys {
    @Suite("Usage and exit codes")
    struct UsageTests {
        /// A command line, its exit code, and words that must stand in the message.
        struct Line: Sendable, CustomTestStringConvertible {
            let arguments: [String]
            let code: Int32
            let words: [String]

            var testDescription: String { arguments.joined(separator: " ") }
        }

        static let lines = [
            Line(arguments: ["frobnicate"], code: 2, words: ["frobnicate"]),
            Line(arguments: ["run", "--frob"], code: 2, words: ["--frob"]),
            Line(arguments: ["run", "--concurrency", "0"], code: 2, words: ["--concurrency"]),
            Line(arguments: ["run", "--log-level", "loud"], code: 2, words: ["loud", "debug"]),
            Line(arguments: ["run", "--config", "nowhere.yaml"], code: 2, words: ["nowhere.yaml"]),
            Line(arguments: ["run"], code: 2, words: ["spworker init", "SP_CLIENT_ID"]),
            Line(arguments: ["enqueue", "request"], code: 2, words: ["operation"]),
            Line(arguments: ["sandbox", "--world", "nowhere.yaml"], code: 2, words: ["nowhere.yaml"]),
            Line(arguments: ["bench", "queue", "--jobs", "0"], code: 2, words: ["--jobs"]),
            Line(arguments: ["bench", "queue", "--directory", "nowhere"], code: 2, words: ["nowhere", "--directory"]),
        ]

        @Test("what cannot be printed, as on a full disk, is no success", .enabled(if: access("/dev/full", W_OK) == 0))
        func fullDisk() async throws {
            try await Scene.play { scene in
                func print(to place: String) async throws -> Program.Ended {
                    try await scene.workplace.start(
                        URL(filePath: "/bin/sh"),
                        ["-c", "\"$0\" operations list --json > \(place)", SpworkerBinary.locate().path]
                    ).end()
                }
                let end = try await print(to: "/dev/full")
                #expect(end.code == 1)
                #expect(end.errors.contains("standard output could not be written: No space left on device"))
                #expect(try await print(to: "/dev/null").code == 0)
            }
        }

        @Test("wrong usage ends with exit code 2 and says what is wrong", arguments: lines)
        func wrongUsage(line: Line) async throws {
            try await Workplace.open { workplace in
                let end = try await workplace.start(line.arguments).end()
                #expect(end.code == line.code, "\(end.errors)")
                for word in line.words { #expect(end.errors.contains(word), "\(end.errors)") }
                #expect(end.output.isEmpty)
            }
        }

        @Test("'--version' and '--help' print to standard output and end with 0")
        func help() async throws {
            try await Workplace.open { workplace in
                for arguments in [["--version"], ["--help"], ["run", "--help"], ["help", "enqueue", "request"]] {
                    let end = try await workplace.start(arguments).end()
                    #expect(end.code == 0)
                    #expect(!end.output.isEmpty && end.errors.isEmpty)
                }
            }
        }

        @Test("all problems of a configuration are told at once, each with its line")
        func configurationProblems() async throws {
            try await Workplace.open { workplace in
                try workplace.write(
                    "spworker.yaml",
                    """
                    databse: sqlite:x.db
                    worker: {concurrency: many}
                    applications:
                      - id: main
                        clientId: env:SP_CLIENT_ID
                        clientSecret: env:SP_CLIENT_SECRET
                    sellers:
                      - id: acme
                        application: other
                        region: XX
                        refreshToken: file:acme.json#refreshToken
                    """)
                let end = try await workplace.run("run")
                #expect(end.code == 2)
                for words in [
                    "spworker.yaml:1", "databse", "database", "spworker.yaml:2", "concurrency", ":9", "other", ":10",
                ] {
                    #expect(end.errors.contains(words), "\(words) in: \(end.errors)")
                }
            }
        }

        @Test("an operation and a seller that do not exist are refused with the nearest names")
        func suggestions() async throws {
            try await Scene.play { scene in
                let operation = try await scene.run("enqueue", "request", "sellers.getMarketplaceParticipation")
                #expect(operation.code == 2)
                #expect(operation.errors.contains("Did you mean sellers.getMarketplaceParticipations?"))
                let seller = try await scene.run(
                    "enqueue", "request", "sellers.getMarketplaceParticipations", "--seller", "acmee")
                #expect(seller.code == 2)
                #expect(seller.errors.contains("acme"))
                let parameter = try await scene.run(
                    "enqueue", "request", "orders.getOrder", "--param", "ordrId=902-1845936-5435065")
                #expect(parameter.code == 2)
                #expect(parameter.errors.contains("orderId"), "\(parameter.errors)")
            }
        }

        @Test("'enqueue --wait' ends with 0 for success, 1 for failure and 124 when the wait is over")
        func waiting() async throws {
            var world = SceneWorld(sellers: 2)
            world.faults = ["{match: {seller: seller2, operation: sellers.getMarketplaceParticipations}, kind: 400}"]
            try await Scene.play(world) { scene in
                let request = ["enqueue", "request", "sellers.getMarketplaceParticipations", "--wait"]
                let alone = try await scene.workplace.start(
                    request + ["--seller", "seller1", "--wait-timeout", "200ms", "--unique", "first"]
                ).end()
                #expect(alone.code == 124)
                #expect(alone.errors.contains("no worker is running"))
                let worker = try await scene.startWorker()
                let good = try await scene.workplace.start(request + ["--seller", "seller1"]).end()
                #expect(good.code == 0, "\(good.errors)")
                #expect(good.output.contains("A1PA6795UKMFR9"))
                let bad = try await scene.workplace.start(request + ["--seller", "seller2"]).end()
                #expect(bad.code == 1)
                #expect(bad.errors.contains("failed"))
                try await scene.waitForJobs(2, "seller = 'seller1' AND state = 'succeeded'")
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("'enqueue --wait --json' prints the ended job as one JSON value")
        func waitingJSON() async throws {
            try await Scene.play { scene in
                let worker = try await scene.startWorker()
                let end = try await scene.run(
                    "enqueue", "request", "sellers.getMarketplaceParticipations", "--wait", "--json")
                #expect(end.code == 0)
                struct Job: Decodable {
                    struct Result: Decodable { let status: Int }
                    let id: Int
                    let state: String
                    let attempt: Int
                    let result: Result
                }
                let job = try end.json(Job.self)
                #expect(job.state == "succeeded" && job.attempt == 0 && job.result.status == 200)
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("a unique key keeps a second open job out, and the second enqueue ends with 0")
        func unique() async throws {
            try await Scene.play { scene in
                struct Answer: Decodable {
                    let id: Int
                    let duplicate: Bool
                }
                let arguments = [
                    "enqueue", "request", "sellers.getMarketplaceParticipations", "--unique", "daily", "--json",
                ]
                let first = try await scene.workplace.start(arguments).end()
                let second = try await scene.workplace.start(arguments).end()
                #expect(first.code == 0 && second.code == 0)
                let answers = try [first.json(Answer.self), second.json(Answer.self)]
                #expect(answers[0].id == answers[1].id)
                #expect(answers.map(\.duplicate) == [false, true])
                #expect(try await scene.run("run", "--drain").code == 0)
                #expect(try await scene.workplace.start(arguments).end().json(Answer.self).duplicate == false)
            }
        }

        @Test("what 'init' writes is a configuration that loads, and it overwrites nothing")
        func initialise() async throws {
            try await Workplace.open { workplace in
                #expect(try await workplace.run("init", "new").code == 0)
                let place = workplace.folder.appending(path: "new/spworker.yaml")
                let mine = try String(contentsOf: place, encoding: .utf8) + "# mine\n"
                try workplace.write("new/spworker.yaml", mine)
                let again = try await workplace.run("init", "new")
                #expect(again.code == 0)
                #expect(again.output.contains("kept"))
                #expect(try String(contentsOf: place, encoding: .utf8) == mine)
                let status = try await workplace.run(
                    "migrate", "up", "--config", "new/spworker.yaml",
                    environment: ["SP_CLIENT_ID": "amzn1.application-oa2-client.x", "SP_CLIENT_SECRET": "s"])
                #expect(status.code == 0, "\(status.errors)")
                #expect(
                    FileManager.default.fileExists(atPath: workplace.folder.appending(path: "new/spworker.db").path))
            }
        }
    }
}
