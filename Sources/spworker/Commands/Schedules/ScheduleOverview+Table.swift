import JobModel
import JobStore
import Overview

extension ScheduleOverview {
    /// - Parameters:
    ///   - path: Its file.
    ///   - sellers: All sellers that there are.
    ///   - summary: What the database knows of it.
    init(_ definition: JobDefinition, path: String, sellers: [DefinitionSeller], summary: ScheduleSummary?) {
        self.init(
            name: definition.name, kind: definition.job.kind, target: definition.job.target,
            schedule: definition.schedule?.text, clock: definition.clockText,
            sellers: sellers.count { definition.sellers.includes($0) }, file: path,
            followUp: definition.then?.followUp, summary: summary)
    }

    static func table(_ definitions: [ScheduleOverview], now: Timestamp) -> Table {
        var table = Table([
            ("NAME", .left), ("RUNS", .left), ("SCHEDULE", .left), ("SELLERS", .right), ("NEXT", .left),
            ("LAST", .left), ("NOTES", .left),
        ])
        for it in definitions {
            table.add([
                it.name, it.target, it.scheduleText, String(it.sellers), it.nextText(now), it.lastText(now),
                it.notes.joined(separator: ", "),
            ])
        }
        return table
    }
}

extension JobDefinition {
    /// Whose clock its schedule goes by; `nil` where that makes no difference, and for UTC.
    fileprivate var clockText: String? {
        guard let schedule else { return nil }
        return switch (schedule.timing, clock) {
        case (.every, _), (.cron, .zone(.utc)): nil
        case (.cron, .zone(let zone)): zone.name
        case (.cron, .marketplace): "(marketplace)"
        }
    }
}
