import Foundation
import Testing

extension CommandJourneys {
    @Suite("Jobs from a file")
    struct BulkTests {
        private static let operation = "sellers.getMarketplaceParticipations"

        private struct Answer: Decodable {
            struct Problem: Decodable {
                let line: Int
                let message: String
            }

            let lines: Int
            let new: Int
            let duplicates: Int
            let skipped: Int
            let firstId: Int?
            let lastId: Int?
            let problems: [Problem]
        }

        private static func line(_ seller: String, _ more: String = "") -> String {
            "{\"seller\": \"\(seller)\", \"operation\": \"\(operation)\"\(more.isEmpty ? "" : ", \(more)")}"
        }

        @Test("every line of a file becomes a job, and a drain runs them all")
        func goodFile() async throws {
            let world = SceneWorld(sellers: 3)
            try await Scene.play(world) { scene in
                let lines = [
                    Self.line("seller1"), "", Self.line("seller2", #""priority": 0, "params": {}, "options": {}"#),
                    Self.line("seller3", #""runAt": 1577836800, "deadline": "2100-01-01T00:00:00Z""#),
                    #"{"kind": "request", "seller": "seller1", "region": "EU", "#
                        + #""operation": "catalogItems.searchCatalogItems@2022-04-01", "#
                        + #""params": {"keywords": ["grün & blau"]}, "maxAttempts": 2, "uniqueKey": "k"}"#,
                ]
                // As an editor on Windows writes it, and without an end of the last line.
                try scene.workplace.write("jobs.ndjson", "\u{FEFF}" + lines.joined(separator: "\r\n"))
                let end = try await scene.run("enqueue", "--file", "jobs.ndjson")
                #expect(end.code == 0, "\(end.errors)")
                #expect(end.output == "4 jobs: 4 new, 0 duplicates (ids 1-4).\n")
                #expect(end.errors.contains("no worker is running"))
                #expect(try await scene.run("run", "--drain").code == 0)
                let jobs = try await scene.queue.jobs()
                #expect(jobs.map(\.state) == Array(repeating: "succeeded", count: 4))
                #expect(jobs.map(\.seller) == ["seller1", "seller2", "seller3", "seller1"])
                #expect(jobs[1].priority == 0)
                #expect(try await scene.ledger().complaints.count == 0)
            }
        }

        @Test("thousands of lines from a pipe go in at once beside a worker that runs")
        func pipe() async throws {
            let world = SceneWorld(sellers: 20)
            try await Scene.play(world) { scene in
                let worker = try await scene.startWorker()
                let lines = (0..<2000).map { Self.line("seller\($0 % 20 + 1)") }
                try scene.workplace.write("jobs.ndjson", lines.joined(separator: "\n") + "\n")
                let end = try await scene.workplace.start(
                    URL(filePath: "/bin/sh"),
                    ["-c", "cat jobs.ndjson | \"$0\" enqueue --file - --json", SpworkerBinary.locate().path]
                ).end()
                #expect(end.code == 0, "\(end.errors)")
                let answer = try end.json(Answer.self)
                #expect(answer.lines == 2000 && answer.new == 2000 && answer.duplicates == 0 && answer.skipped == 0)
                #expect(answer.firstId == 1 && answer.lastId == 2000 && answer.problems.isEmpty)
                try await scene.waitForJobs(2000, "state = 'succeeded'")
                #expect(try await scene.stop(worker).code == 0)
            }
        }

        @Test("with a bad line nothing is enqueued, and each is told by its number")
        func badLines() async throws {
            try await Scene.play { scene in
                try scene.workplace.write(
                    "jobs.ndjson",
                    [
                        Self.line("acme"), Self.line("acmee"), "", Self.line("acme", #""prority": 1"#), "[1, 2]",
                        #"{"seller": 7}"#, Self.line("acme", #""runAt": "tomorrow""#),
                    ].joined(separator: "\n"))
                let end = try await scene.run("enqueue", "--file", "jobs.ndjson")
                #expect(end.code == 2)
                #expect(end.output.isEmpty)
                for words in [
                    "line 2:", "acmee", "line 4:", "Did you mean 'priority'?", "line 5:", "line 6: 'seller' must be",
                    "line 7:", "tomorrow", "5 of 6 lines are bad", "--skip-bad",
                ] {
                    #expect(end.errors.contains(words), "\(words) in: \(end.errors)")
                }
                #expect(!end.errors.contains("line 1:") && !end.errors.contains("line 3:"))
                #expect(try !scene.files().contains("spworker.db"))
                let json = try await scene.run("enqueue", "--file", "jobs.ndjson", "--json")
                #expect(json.code == 2)
                let answer = try json.json(Answer.self)
                #expect(answer.new == 0 && answer.skipped == 5 && answer.firstId == nil)
                #expect(answer.problems.map(\.line) == [2, 4, 5, 6, 7])
            }
        }

        @Test("'--skip-bad' enqueues the good lines, and tells of twenty bad ones and how many more there are")
        func skipBad() async throws {
            try await Scene.play { scene in
                let lines = (1...2500).map { $0 % 100 == 0 ? Self.line("nobody") : Self.line("acme") }
                try scene.workplace.write("jobs.ndjson", lines.joined(separator: "\n"))
                let end = try await scene.run("enqueue", "--file", "jobs.ndjson", "--skip-bad")
                #expect(end.code == 0, "\(end.errors)")
                #expect(end.output == "2475 jobs: 2475 new, 0 duplicates (ids 1-2475). 25 bad lines were skipped.\n")
                #expect(end.errors.contains("line 2000:") && !end.errors.contains("line 2100:"))
                #expect(end.errors.contains("5 more bad lines"))
                #expect(try await scene.queue.count() == 2475)

                try scene.workplace.write("bad.ndjson", "nonsense\n{}\n")
                let none = try await scene.run("enqueue", "--file", "bad.ndjson", "--skip-bad")
                #expect(none.code == 2)
                #expect(none.errors.contains("nothing was enqueued"))
                #expect(try await scene.queue.count() == 2475)
            }
        }

        @Test("lines with a unique key that is taken count as duplicates")
        func duplicates() async throws {
            try await Scene.play { scene in
                let lines = (0..<10).map { Self.line("acme", "\"uniqueKey\": \"k\($0 / 2)\"") }
                try scene.workplace.write("jobs.ndjson", lines.joined(separator: "\n"))
                let first = try await scene.run("enqueue", "--file", "jobs.ndjson")
                #expect(first.output == "10 jobs: 5 new, 5 duplicates (ids 1-5).\n")
                let second = try await scene.run("enqueue", "--file", "jobs.ndjson")
                #expect(second.code == 0)
                #expect(second.output == "10 jobs: 0 new, 10 duplicates.\n")
            }
        }

        @Test("lines that are too long, or not in UTF-8, are bad lines; the others are read")
        func oddLines() async throws {
            try await Scene.play { scene in
                var bytes = Data((Self.line("acme") + "\n").utf8)
                bytes.append(Data(repeating: UInt8(ascii: "x"), count: 13 << 20))
                bytes.append(Data("\n{\"seller\": \"".utf8) + Data([0xC3, 0x28]) + Data("\"}\n".utf8))
                bytes.append(Data((Self.line("acme", #""body": null"#)).utf8))
                try bytes.write(to: scene.workplace.folder.appending(path: "jobs.ndjson"))
                let end = try await scene.run("enqueue", "--file", "jobs.ndjson", "--skip-bad", "--json")
                #expect(end.code == 0, "\(end.errors)")
                let answer = try end.json(Answer.self)
                #expect(answer.lines == 4 && answer.new == 2 && answer.skipped == 2)
                #expect(answer.problems.map(\.line) == [2, 3])
                #expect(answer.problems.first?.message.contains("12 MiB") == true)
                #expect(answer.problems.last?.message.contains("UTF-8") == true)
            }
        }

        @Test("an empty file, a missing one and 'enqueue' alone end with 2 and say what to do")
        func nothing() async throws {
            try await Scene.play { scene in
                try scene.workplace.write("empty.ndjson", "\n  \r\n")
                let empty = try await scene.run("enqueue", "--file", "empty.ndjson")
                #expect(empty.code == 2 && empty.errors.contains("holds no jobs"), "\(empty.errors)")
                let missing = try await scene.run("enqueue", "--file", "nowhere.ndjson")
                #expect(missing.code == 2 && missing.errors.contains("nowhere.ndjson"), "\(missing.errors)")
                let alone = try await scene.run("enqueue")
                #expect(alone.code == 2, "\(alone.errors)")
                #expect(alone.errors.contains("--file") && alone.errors.contains("request"))
                #expect(try !scene.files().contains("spworker.db"))
            }
        }
    }
}
