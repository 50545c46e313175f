import JobModel
import JobStore
import Overview

/// A definition in the list of definitions.
struct DefinitionLine {
    let name: String
    let path: String
    let runs: String
    let kind: String?
    let timing: ScheduleTiming
    let then: String?
    let strip: String?
    let results: String
    let note: String?
    let next: Instant?
    let lastSuccess: Instant?
    /// The seller whose last success is longest ago, when that is too long.
    let behind: Instant?
    let pausedText: String?
    let failedText: String?

    /// - Parameter sellers: Each seller's last job, when they are few.
    init(_ definition: DefinitionView, _ summary: ScheduleSummary?, sellers: [ScheduleStanding]?, now: Timestamp) {
        name = definition.name
        path = Links.schedule(definition.name)
        runs = definition.operation.isEmpty ? definition.kind : definition.operation
        kind = definition.operation.isEmpty ? nil : definition.kind
        timing = ScheduleTiming(definition)
        then = definition.then
        let counts = summary?.results ?? [:]
        let strip = ResultStrip(counts, of: definition.name)
        self.strip = counts.isEmpty ? nil : (sellers.map { strip.strip(of: $0, now: now) } ?? strip.strip).lines
        results = strip.summary
        note = counts.isEmpty ? Self.note(definition, summary) : nil
        next = definition.scheduleText == nil ? nil : summary?.nextFireAt?.shown(now)
        lastSuccess = summary?.lastSuccessAt?.shown(now)
        let deadline = definition.scheduleText.flatMap { ScheduleRhythm($0, now: now)?.deadline(now) }
        let oldest = summary?.oldestSuccessAt
        behind = deadline.flatMap { deadline in oldest.flatMap { $0 < deadline ? $0 : nil } }?.shown(now)
        pausedText = counts[.paused].map { "\(Words.number($0)) paused" }
        failedText = counts[.failed].map { "\(Words.number($0)) failed" }
    }

    private static func note(_ definition: DefinitionView, _ summary: ScheduleSummary?) -> String {
        if definition.needsItem { return "Nothing has led to a job of it yet." }
        if definition.sellers == 0 { return "It selects no seller that is configured." }
        if definition.scheduleText == nil { return "It runs by hand, and has not been run yet." }
        return summary == nil ? "No worker has seen it yet." : "No seller is selected any more."
    }
}

extension Links {
    /// A definition's page, or what is done to it.
    static func schedule(_ name: String, _ action: String? = nil) -> String {
        "/schedules/\(name.percentEncoded)" + (action.map { "/\($0)" } ?? "")
    }
}
