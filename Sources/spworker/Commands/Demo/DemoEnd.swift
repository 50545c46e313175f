import JobModel
import JobStore
import OperationCatalogue
import Sandbox

/// What the demo came to.
struct DemoEnd: Sendable {
    /// One seller's numbers.
    struct SellerRow: Sendable {
        let seller: String
        let region: String
        let jobs: Int
        let succeeded: Int
        let attempts: Int
        let calls: Int
        let throttles: Int
        let exchanges: Int
    }

    let directory: String
    let counts: [JobState: Int]
    let jobs: Int
    let seconds: Double
    let virtualSeconds: Double
    let isRepaired: Bool
    let ledger: Ledger
    let sellers: [SellerRow]
    let events: [EventRow]

    /// Jobs that have not ended.
    var unfinished: Int { jobs - (counts[.succeeded] ?? 0) - (counts[.failed] ?? 0) }
}

/// Prints what the demo came to.
struct DemoSummary {
    private let end: DemoEnd

    init(_ end: DemoEnd) {
        self.end = end
    }

    func print(to console: Console) {
        guard !console.isJSON else { return console.json(json) }
        console.line()
        var table = Table([
            ("SELLER", .left), ("REGION", .left), ("JOBS", .right), ("SUCCEEDED", .right), ("CALLS", .right),
            ("THROTTLED", .right), ("EXCHANGES", .right),
        ])
        for row in end.sellers {
            let style: Style? = row.succeeded == row.jobs ? nil : .bad
            table.add([
                (row.seller, style), (row.region, nil), (String(row.jobs), nil), (String(row.succeeded), style),
                (String(row.calls), nil),
                (row.throttles == 0 ? "-" : String(row.throttles), row.throttles == 0 ? .faint : .warning),
                (String(row.exchanges), nil),
            ])
        }
        table.print(to: console)
        console.line()
        for event in end.events where event.seller != nil && event.kind != "secretChanged" {
            let reason = event.failure.map { " (\($0.kind))" } ?? ""
            console.line("\(event.kind): \(event.seller ?? "")/\(event.region ?? "")\(reason)")
        }
        let calls = end.ledger.callCount()
        console.line(
            "\(end.counts[.succeeded] ?? 0) of \(end.jobs) jobs succeeded with \(calls) calls, \(end.ledger.exchangeCount()) token exchanges and "
                + "\(end.ledger.throttleCount) throttled calls, in \(rounded(end.seconds)) s (\(rounded(end.virtualSeconds)) s of Amazon's time)."
        )
        console.line("Complaints of the sandbox about our calls: \(end.ledger.complaintCount).")
        console.line()
        console.line("Everything is kept in \(end.directory). Look around:")
        for command in ["jobs list --limit 5", "sellers list", "events", "lanes list"] {
            console.line("  spworker \(command) --config \(end.directory)/spworker.yaml")
        }
        console.line("Then begin with your own sellers: spworker init")
    }

    private func rounded(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private var json: JSONValue {
        .object([
            "directory": .string(end.directory), "seconds": .number(end.seconds),
            "virtualSeconds": .number(end.virtualSeconds),
            "repaired": .bool(end.isRepaired),
            "jobs": .object(
                Dictionary(
                    uniqueKeysWithValues: JobState.allCases.map { ($0.word, .integer(Int64(end.counts[$0] ?? 0))) })),
            "calls": .integer(Int64(end.ledger.callCount())), "exchanges": .integer(Int64(end.ledger.exchangeCount())),
            "throttles": .integer(Int64(end.ledger.throttleCount)),
            "complaints": .integer(Int64(end.ledger.complaintCount)),
            "sellers": .array(
                end.sellers.map { row in
                    .object([
                        "seller": .string(row.seller), "region": .string(row.region), "jobs": .integer(Int64(row.jobs)),
                        "succeeded": .integer(Int64(row.succeeded)), "attempts": .integer(Int64(row.attempts)),
                        "calls": .integer(Int64(row.calls)), "throttles": .integer(Int64(row.throttles)),
                        "exchanges": .integer(Int64(row.exchanges)),
                    ])
                }),
        ])
    }
}
