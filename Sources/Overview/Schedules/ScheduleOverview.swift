package import JobModel
package import JobStore
package import OperationCatalogue

/// A definition as lists show it.
package struct ScheduleOverview: Sendable {
    package let name: String
    package let kind: String
    /// What is asked for, in a word: an operation, a report or feed type, or else the kind.
    package let target: String
    /// The schedule as it was written; `nil` for a definition that runs by hand or after another one.
    package let schedule: String?
    /// The clock that a cron expression goes by, a zone's name or `(marketplace)`; `nil` where it makes no difference.
    package let clock: String?
    /// How many sellers it selects.
    package let sellers: Int
    /// Its file.
    package let file: String
    package let followUp: FollowUp?
    /// What the database knows of it; `nil` when no worker has seen it.
    package let summary: ScheduleSummary?

    package init(
        name: String, kind: String, target: String, schedule: String?, clock: String?, sellers: Int, file: String,
        followUp: FollowUp? = nil, summary: ScheduleSummary?
    ) {
        self.name = name
        self.kind = kind
        self.target = target.isEmpty ? kind : target
        self.schedule = schedule
        self.clock = clock
        self.sellers = sellers
        self.file = file
        self.followUp = followUp
        self.summary = summary
    }

    /// When it fires, with the clock that counts.
    package var scheduleText: String {
        guard let schedule else { return "by hand" }
        return clock.map { "\(schedule) \($0)" } ?? schedule
    }

    /// When it fires next.
    package func nextText(_ now: Timestamp) -> String {
        schedule == nil ? "-" : summary?.nextFireAt.map { $0.told(now) } ?? "-"
    }

    /// When it fired last.
    package func lastText(_ now: Timestamp) -> String { summary?.lastFireAt.map { $0.told(now) } ?? "never" }

    /// What else is to be known.
    package var notes: [String] {
        var notes = followUp.map { ["then \($0.told)"] } ?? []
        if let summary {
            if summary.paused > 0 { notes.append("\(summary.paused) paused") }
            if summary.failing > 0 { notes.append("\(summary.failing) failing") }
        } else if schedule != nil {
            notes.append("no worker has seen it yet")
        }
        return notes
    }

    /// The definition as programs read it.
    package var json: JSONValue {
        .object([
            "name": .string(name), "kind": .string(kind), "operation": .string(target), "schedule": .text(schedule),
            "sellers": .count(sellers), "file": .string(file), "paused": .count(summary?.paused ?? 0),
            "failing": .count(summary?.failing ?? 0), "nextFireAt": .time(summary?.nextFireAt),
            "lastFireAt": .time(summary?.lastFireAt), "then": followUp?.json ?? .null,
        ])
    }
}
