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

        struct Round: Decodable {
            let rawSeconds: Double
            let workSeconds: Double
            let enqueueSeconds: Double
            let ratio: Double
        }

        struct Report: Decodable {
            let jobs: Int
            let lanes: Int
            let inFlight: Int
            let cores: Int
            let sqlite: String
            let charged: Bool
            let batch: [String: Int]
            let synchronous: [String: String]
            let rounds: [Round]
            let rawPerSecond: Spread
            let workPerSecond: Spread
            let enqueuePerSecond: Spread
            let ratio: Spread
        }

        @Test("'bench queue --json' prints figures with their conditions and leaves nothing behind")
        func queue() async throws {
            try await Workplace.open { workplace in
                try workplace.write("disk/mine", "")
                let end = try await workplace.run(
                    "bench", "queue", "--jobs", "500", "--lanes", "10", "--rounds", "1", "--directory", "disk", "--json"
                )
                #expect(end.code == 0, "\(end.errors)")
                let report = try end.json(Report.self)
                #expect(report.jobs == 500 && report.lanes == 10 && report.cores > 0 && !report.charged)
                #expect(report.batch == ["raw": 100, "claim": 256, "enqueue": 1000])
                #expect(report.inFlight == 512)
                #expect(
                    report.synchronous == ["raw": "NORMAL", "claim": "NORMAL", "finish": "NORMAL", "enqueue": "FULL"])
                #expect(report.sqlite.hasPrefix("3."))
                #expect(report.rounds.count == 1)
                for spread in [report.rawPerSecond, report.workPerSecond, report.enqueuePerSecond, report.ratio] {
                    #expect(spread.median > 0 && spread.min <= spread.median && spread.median <= spread.max)
                }
                let left = try FileManager.default.contentsOfDirectory(
                    atPath: workplace.folder.appending(path: "disk").path)
                #expect(left == ["mine"])
            }
        }

        struct DocumentReport: Decodable {
            struct Round: Decodable {
                let pipelineSeconds: Double
                let fetchSeconds: Double
                let ratio: Double
                let memoryGrowth: Int
            }

            let bytes: Int
            let compressedBytes: Int
            let rounds: [Round]
            let pipelineMegabytesPerSecond: Spread
            let fetchMegabytesPerSecond: Spread
            let ratio: Spread
            let memoryGrowth: Int
        }

        @Test("'bench document --json' fetches the document both ways, bounds its memory and leaves nothing behind")
        func document() async throws {
            try await Workplace.open { workplace in
                try workplace.write("disk/mine", "")
                let end = try await workplace.run(
                    "bench", "document", "--size", "100MiB", "--rounds", "2", "--directory", "disk", "--json")
                #expect(end.code == 0, "\(end.errors)")
                let report = try end.json(DocumentReport.self)
                #expect(report.bytes == 100 << 20 && (1..<report.bytes).contains(report.compressedBytes))
                #expect(report.rounds.count == 2)
                for spread in [report.pipelineMegabytesPerSecond, report.fetchMegabytesPerSecond, report.ratio] {
                    #expect(spread.median > 0 && spread.min <= spread.median && spread.median <= spread.max)
                }
                #expect(report.memoryGrowth < 32 << 20)
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
                for words in ["round 2 of 2", "MEDIAN", "spworker, claim + finish", "SQLite 3.", "The ratio compares"] {
                    #expect(end.output.contains(words), "\(words) in: \(end.output)")
                }
            }
        }
    }
}
