import Dashboard
import Foundation
import Testing

@Suite("The catalogue of metrics")
struct MetricCatalogueTests {
    private static var root: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The names that a text mentions, without a histogram's endings.
    private static func names(in text: String) -> Set<String> {
        Set(
            text.matches(of: /spworker_[a-z0-9_]+/).map { match in
                let name = String(match.output)
                for ending in ["_bucket", "_sum", "_count"] where name.hasSuffix(ending) {
                    let stem = String(name.dropLast(ending.count))
                    if MetricName(rawValue: stem)?.kind == .histogram { return stem }
                }
                return name
            })
    }

    private static let known = Set(MetricName.allCases.map(\.rawValue))

    @Test("The table in the documentation is the catalogue, row by row")
    func table() throws {
        let rows = try Self.text("Sources/Dashboard/Dashboard.docc/Metrics.md").split(separator: "\n")
            .filter { $0.hasPrefix("| `spworker_") }.map(String.init)
        let expected = MetricName.allCases.sorted { $0.rawValue < $1.rawValue }.map { name in
            let labels = name.labels.map { "`\($0)`" }.joined(separator: ", ")
            return "| `\(name.rawValue)` | \(name.kind.rawValue) | \(labels) | \(name.help) |"
        }
        #expect(rows == expected)
    }

    @Test("What the other targets count is in the catalogue, and all of the catalogue is told by somebody")
    func sources() throws {
        var told: Set<String> = []
        for target in ["Worker", "SellingPartner", "SellerJobs", "SQLiteJobStore", "PostgresJobStore"] {
            let folder = Self.root.appending(path: "Sources/\(target)")
            let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
            for case let file as URL in files where file.pathExtension == "swift" {
                let text = try String(contentsOf: file, encoding: .utf8)
                for match in text.matches(of: /label: "(spworker_[a-z_]+)"/) { told.insert(String(match.output.1)) }
            }
        }
        #expect(told.subtracting(Self.known) == [], "unknown")
        let read = try Self.text("Sources/Dashboard/Metrics/QueueGauges.swift")
        for name in MetricName.allCases where !told.contains(name.rawValue) {
            #expect(read.contains(".\(name)"), "nobody tells \(name.rawValue)")
        }
    }

    @Test(
        "The example dashboard and the alert rules ask for nothing else",
        arguments: ["grafana-dashboard.json", "alerts.yaml"])
    func examples(file: String) throws {
        let names = Self.names(in: try Self.text("Sources/Dashboard/Dashboard.docc/Resources/\(file)"))
        #expect(!names.isEmpty)
        #expect(names.subtracting(Self.known) == [])
    }

    @Test(
        "Names say what Prometheus expects of them, and no label could name a seller or a job",
        arguments: MetricName.allCases)
    func conventions(name: MetricName) {
        #expect(name.rawValue.wholeMatch(of: /spworker_[a-z][a-z0-9_]*[a-z0-9]/) != nil)
        #expect((name.kind == .counter) == name.rawValue.hasSuffix("_total"))
        #expect(name.buckets == name.buckets.sorted() && Set(name.buckets).count == name.buckets.count)
        #expect(!name.help.isEmpty && !name.help.hasSuffix(".") && !name.help.contains("|"))
        #expect(Set(name.labels).isDisjoint(with: ["seller", "job", "id", "operation", "lane", "le", "worker"]))
    }
}
