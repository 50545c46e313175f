import Foundation
import Testing

extension CommandJourneys {
    @Suite("Measuring against targets")
    struct TargetBenchTests {
        struct Report: Decodable {
            struct Spread: Decodable {
                let median: Double
                let min: Double
                let max: Double
            }

            struct Line: Decodable {
                let key: String
                let unit: String
                let value: Spread
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

            func line(_ key: String) throws -> Line { try #require(lines.first { $0.key == key }) }
        }

        /// The keys of `bench queue`.
        private static let queueKeys =
            ["bareQueue", "bareQueueSingle"]
            + ["", "4", "1", "Rates"].flatMap { ["queueWork\($0)", "queueOfBareLoop\($0)"] }
            + ["queueEnqueue", "bareCommit", "queueEnqueueSingle", "queueEnqueueOfCommit"]

        /// The pages that `bench dashboard` asks for.
        private static let pages = [
            "overview", "sellers", "sellersFound", "sellersRevoked", "seller", "jobs", "jobsFailed", "jobsOfSeller",
            "job",
            "lanes", "schedules", "schedule", "workers", "events", "applications", "inbox", "metrics",
        ]

        /// A bench with small numbers, its lines, and those of them that have a target.
        static let benches: [(words: [String], keys: [String], targets: [String])] = [
            (
                ["queue", "--jobs", "500", "--lanes", "10", "--rounds", "2"], queueKeys,
                ["queueOfBareLoop4", "queueOfBareLoop1"]
            ),
            (
                ["document", "--size", "1MiB", "--rounds", "2"],
                ["curlGunzip", "documentFetch", "documentOfCurl", "documentMemory"], []
            ),
            (
                ["depth", "--jobs", "1000", "--rounds", "2", "--claims", "3"],
                [
                    "waiting100P50", "waiting100P99", "waiting1000P50", "waiting1000P99", "crowded1000P50",
                    "crowded1000P99", "waiting1000Ratio", "crowded1000Ratio",
                ], ["waiting1000Ratio"]
            ),
            (
                ["fairness", "--sellers", "60", "--jobs", "300", "--seconds", "20"],
                [
                    "worstShare", "worstShareBurstOne", "share", "shareBurstOne", "jainIndex", "refused", "accepted",
                    "acceptedOfLargest", "worstShareFast", "shareFast", "refusedFast", "acceptedFast",
                    "worstPartFewRuns", "worstPartFewRunsBurstOne", "jainIndexFewRuns", "refusedFewRuns",
                    "acceptedFewRuns", "acceptedOfLargestFewRuns",
                ],
                [
                    "worstShare", "worstShareBurstOne", "refused", "worstShareFast", "refusedFast", "refusedFewRuns",
                ]
            ),
            (
                ["memory", "--jobs", "1000", "--calls", "20", "--seconds", "1"],
                ["idle", "configured", "working", "usualCalls", "manyCalls", "perCall"], ["working"]
            ),
            (
                ["dashboard", "--jobs", "10000", "--sellers", "100", "--rounds", "2", "--asks", "2"],
                pages.flatMap { ["\($0)P50", "\($0)P99"] }
                    + ["viewedPagesP99", "workAlone", "workViewed", "viewedOfAlone"],
                pages.map { "\($0)P99" } + ["viewedOfAlone"]
            ),
            (
                ["start", "--jobs", "400", "--starts", "2", "--rounds", "2"],
                ["nothing", "help", "jobsList", "firstClaim", "firstClaimOneSeller", "programSize"],
                ["help", "firstClaim"]
            ),
        ]

        @Test("a bench prints every figure with its target and leaves nothing behind", arguments: benches)
        func figures(_ bench: (words: [String], keys: [String], targets: [String])) async throws {
            try await Workplace.open { workplace in
                try workplace.write("disk/mine", "")
                let end = try await workplace.start(
                    ["bench"] + bench.words + ["--directory", "disk", "--json"]
                ).end()
                #expect(end.code == 0, "\(end.errors)")
                let report = try end.json(Report.self)
                #expect(report.bench == bench.words[0] && !report.conditions.isEmpty)
                #expect(report.lines.map(\.key) == bench.keys)
                #expect(report.lines.filter { $0.target != nil && $0.met != nil }.map(\.key) == bench.targets)
                for line in report.lines {
                    #expect(line.value.min <= line.value.median && line.value.median <= line.value.max, "\(line.key)")
                    if line.key.hasPrefix("refused") { #expect(line.value.max == 0) }
                    // What a call costs is a difference, which noise may turn round. Pages follow what happens no sooner
                    // than after a second, when so few jobs are done.
                    if ["milliseconds", "bytes", "perSecond"].contains(line.unit),
                        !["perCall", "documentMemory", "viewedPagesP99"].contains(line.key)
                    {
                        #expect(line.value.min > 0, "\(line.key)")
                    }
                }
                let left = try FileManager.default.contentsOfDirectory(
                    atPath: workplace.folder.appending(path: "disk").path)
                #expect(left == ["mine"])
            }
        }

        @Test("'bench fairness' says for each target whether it is met: no call is refused")
        func table() async throws {
            try await Workplace.open { workplace in
                let end = try await workplace.run(
                    "bench", "fairness", "--sellers", "60", "--jobs", "60", "--seconds", "10")
                #expect(end.code == 0, "\(end.errors)")
                for words in ["MEASURED", "TARGET", "worst share of a plan, burst 1", "yes", "virtual"] {
                    #expect(end.output.contains(words), "\(words) in: \(end.output)")
                }
            }
        }
    }
}
