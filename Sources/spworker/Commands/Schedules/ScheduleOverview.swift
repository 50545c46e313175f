import JobModel
import JobStore
import OperationCatalogue

/// A definition as lists show it.
struct ScheduleOverview {
    private let definition: JobDefinition
    private let path: String
    private let sellers: Int
    private let summary: ScheduleSummary?

    /// - Parameters:
    ///   - path: Its file.
    ///   - sellers: All sellers that there are.
    ///   - summary: What the database knows of it.
    init(_ definition: JobDefinition, path: String, sellers: [DefinitionSeller], summary: ScheduleSummary?) {
        self.definition = definition
        self.path = path
        self.sellers = sellers.count { definition.sellers.includes($0) }
        self.summary = summary
    }

    /// What is asked for, in a word.
    private var target: String { definition.job.target.isEmpty ? definition.job.kind : definition.job.target }

    private var schedule: String {
        guard let schedule = definition.schedule else { return "by hand" }
        switch (schedule.timing, definition.clock) {
        case (.every, _), (.cron, .zone(.utc)): return schedule.text
        case (.cron, .zone(let zone)): return "\(schedule.text) \(zone.name)"
        case (.cron, .marketplace): return "\(schedule.text) (marketplace)"
        }
    }

    var json: JSONValue {
        .object([
            "name": .string(definition.name), "kind": .string(definition.job.kind), "operation": .string(target),
            "schedule": .text(definition.schedule?.text), "sellers": .count(sellers), "file": .string(path),
            "paused": .count(summary?.paused ?? 0), "failing": .count(summary?.failing ?? 0),
            "nextFireAt": .time(summary?.nextFireAt), "lastFireAt": .time(summary?.lastFireAt),
            "then": definition.then?.json ?? .null,
        ])
    }

    static func table(_ definitions: [ScheduleOverview], now: Timestamp) -> Table {
        var table = Table([
            ("NAME", .left), ("RUNS", .left), ("SCHEDULE", .left), ("SELLERS", .right), ("NEXT", .left),
            ("LAST", .left), ("NOTES", .left),
        ])
        for it in definitions {
            var notes: [String] = it.definition.then.map { ["then \($0.told)"] } ?? []
            if let summary = it.summary {
                if summary.paused > 0 { notes.append("\(summary.paused) paused") }
                if summary.failing > 0 { notes.append("\(summary.failing) failing") }
            } else if it.definition.schedule != nil {
                notes.append("no worker has seen it yet")
            }
            table.add([
                it.definition.name, it.target, it.schedule, String(it.sellers),
                it.definition.schedule == nil ? "-" : it.summary?.nextFireAt.map { $0.told(now) } ?? "-",
                it.summary?.lastFireAt.map { $0.told(now) } ?? "never", notes.joined(separator: ", "),
            ])
        }
        return table
    }
}
