import Foundation
import Testing

extension CommandJourneys {
    @Suite("Measuring calls")
    struct CallBenchTests {
        struct Report: Decodable {
            struct Line: Decodable {
                let key: String
                let value: BenchTests.Spread
                let unit: String
                let target: Double?
                let met: Bool?
            }

            struct Condition: Decodable {
                let name: String
                let value: String
            }

            let bench: String
            let lines: [Line]
            let conditions: [Condition]
            let version: String
            let cores: Int
            let sqlite: String
            let directory: String

            func line(_ key: String) throws -> Line { try #require(lines.first { $0.key == key }) }
        }

        /// Runs a bench in a folder that holds something, and expects nothing but that to be left there.
        private static func run(_ words: String...) async throws -> Report {
            var report: Report?
            try await Workplace.open { workplace in
                try workplace.write("disk/mine", "")
                // What is set for the user's own worker must not lead the bench there.
                let end = try await workplace.start(
                    ["bench"] + words + ["--directory", "disk", "--json"],
                    environment: ["SPWORKER_DATABASE": "sqlite:mine.db", "SPWORKER_LOG": "trace"]
                ).end()
                #expect(end.code == 0 && end.errors.isEmpty, "\(end.errors)")
                report = try end.json(Report.self)
                let left = try FileManager.default.contentsOfDirectory(
                    atPath: workplace.folder.appending(path: "disk").path)
                #expect(left == ["mine"])
                #expect(!FileManager.default.fileExists(atPath: workplace.folder.appending(path: "mine.db").path))
            }
            let measured = try #require(report)
            #expect(measured.bench == words.first && measured.cores > 0 && measured.sqlite.hasPrefix("3."))
            #expect(!measured.conditions.isEmpty)
            for line in measured.lines {
                #expect(line.value.min <= line.value.median && line.value.median <= line.value.max, "\(line.key)")
                #expect((line.target == nil) == (line.met == nil), "\(line.key)")
            }
            return measured
        }

        @Test("'bench calls --json' prints both speeds and their ratio, and touches nothing of the user's")
        func calls() async throws {
            let report = try await Self.run("calls", "--jobs", "200", "--sellers", "10", "--rounds", "2")
            #expect(report.lines.map(\.key) == ["bareCalls", "workerCalls", "callsOfBareLoop"])
            for line in report.lines { #expect(line.value.min > 0, "\(line.key)") }
            #expect(try report.line("callsOfBareLoop").target == 0.7)
        }

        @Test("'bench tokens --json' counts one exchange for each seller, however many jobs wait for it")
        func tokens() async throws {
            let report = try await Self.run("tokens", "--jobs", "120", "--sellers", "12", "--rounds", "2")
            #expect(report.lines.map(\.key) == ["exchanges", "firstCall", "allJobs"])
            let exchanges = try report.line("exchanges")
            #expect(exchanges.value.min == 12 && exchanges.value.max == 12 && exchanges.met == true)
            // No call can be made before the first token has come.
            #expect(try report.line("firstCall").value.min >= 50)
        }

        @Test("'bench latency --json' tells both ways in, beside a bare commit")
        func latency() async throws {
            let report = try await Self.run("latency", "--jobs", "10", "--rounds", "1")
            #expect(
                report.lines.map(\.key) == [
                    "commitP50", "commitP99", "inProcessP50", "inProcessP99", "otherProcessP50", "otherProcessP99",
                ])
            for line in report.lines { #expect(line.value.min >= 0 && line.unit == "milliseconds", "\(line.key)") }
        }

        @Test("a bench says each round, and its table tells targets and how to read it")
        func table() async throws {
            try await Workplace.open { workplace in
                let end = try await workplace.run(
                    "bench", "calls", "--jobs", "100", "--sellers", "5", "--rounds", "2")
                #expect(end.code == 0, "\(end.errors)")
                for words in ["round 2 of 2", "TARGET", "MET", ">= 0.70", "spworker / bare loop", "The ratio compares"]
                {
                    #expect(end.output.contains(words), "\(words) in: \(end.output)")
                }
            }
        }

        @Test("what other processes of a bench run is in no help and in no suggestion")
        func hidden() async throws {
            try await Workplace.open { workplace in
                #expect(try await !workplace.run("--help").output.contains("bench-"))
                let end = try await workplace.run("bench-moc")
                #expect(end.code == 2 && !end.errors.contains("bench-mock"), "\(end.errors)")
            }
        }
    }
}
