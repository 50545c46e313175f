import Foundation
import Testing

extension CommandJourneys {
    @Suite("Measuring")
    struct BenchTests {
        struct Spread: Decodable {
            let median: Double
            let min: Double
            let max: Double
        }

        @Test("'bench document --json' fetches the document both ways, bounds its memory and leaves nothing behind")
        func document() async throws {
            try await Workplace.open { workplace in
                try workplace.write("disk/mine", "")
                let end = try await workplace.run(
                    "bench", "document", "--size", "100MiB", "--rounds", "2", "--directory", "disk", "--json")
                #expect(end.code == 0, "\(end.errors)")
                let report = try end.json(TargetBenchTests.Report.self)
                for key in ["curlGunzip", "documentFetch", "documentOfCurl"] {
                    #expect(try report.line(key).value.min > 0, "\(key)")
                }
                #expect(try report.line("documentMemory").value.max < Double(32 << 20))
                #expect(report.conditions.contains { $0.name == "document" && $0.value.contains("gzip of") })
                let left = try FileManager.default.contentsOfDirectory(
                    atPath: workplace.folder.appending(path: "disk").path)
                #expect(left == ["mine"])
            }
        }

        @Test("'bench document' says each round, and explains its table")
        func documentTable() async throws {
            try await Workplace.open { workplace in
                let end = try await workplace.run("bench", "document", "--size", "100kB", "--rounds", "2")
                #expect(end.code == 0, "\(end.errors)")
                for words in ["round 2 of 2", "MEDIAN", "curl | gunzip > file", "memory", "The ratio compares"] {
                    #expect(end.output.contains(words), "\(words) in: \(end.output)")
                }
            }
        }

        @Test("'bench queue' says each round, and explains its table")
        func table() async throws {
            try await Workplace.open { workplace in
                let end = try await workplace.run(
                    "bench", "queue", "--jobs", "200", "--lanes", "5", "--rounds", "2", "--charge")
                #expect(end.code == 0, "\(end.errors)")
                for words in [
                    "round 2 of 2", "MEDIAN", "spworker, claim + finish, 1 job a lane", "Amazon's rates", "SQLite 3.",
                    "The ratio compares",
                ] {
                    #expect(end.output.contains(words), "\(words) in: \(end.output)")
                }
            }
        }
    }
}
