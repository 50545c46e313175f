import JobModel
import JobStore
import Overview

/// A name and what is the case.
struct JobFact {
    let factName: String
    let factText: String?
    let factAt: Instant?
    let factTone: String?
    let factPath: String?
    /// Whether it is an id or a path, which are written as such.
    let isCode: Bool

    init(_ name: String, _ text: String, tone: String? = nil, path: String? = nil, isCode: Bool = false) {
        factName = name
        factText = text
        factAt = nil
        factTone = tone
        factPath = path
        self.isCode = isCode
    }

    init(_ name: String, at instant: Instant) {
        factName = name
        factText = nil
        factAt = instant
        factTone = nil
        factPath = nil
        isCode = false
    }

    /// What is known of a job, beside what has parts of the page of its own.
    static func all(of record: JobRecord, obstacle: String?, now: Timestamp) -> [JobFact] {
        let row = record.row
        var facts: [JobFact] = []
        func add(_ name: String, _ text: String?, isCode: Bool = false) {
            if let text { facts.append(JobFact(name, text, isCode: isCode)) }
        }
        func add(_ name: String, at instant: Timestamp?) {
            if let instant { facts.append(JobFact(name, at: instant.shown(now))) }
        }
        add("Kind", row.kind)
        let type = row.kind == "report" ? "Report type" : row.kind == "feed" ? "Feed type" : "Operation"
        add(type, row.operation.isEmpty ? nil : row.operation, isCode: true)
        if let key = record.authorization?.key {
            facts.append(JobFact("Seller", record.sellerText, path: Links.seller(key)))
        }
        facts.append(JobFact("Application", record.application.name, path: Links.application(record.application.name)))
        add("Lane", record.lane.key.description)
        add("Priority", "\(row.priority) (0 first, 9 last)")
        add("Attempts", "\(row.attempt) failed of \(row.maxAttempts); \(Words.counted(row.run, "run"))")
        if row.crashes > 0 { facts.append(JobFact("Crashes", "\(row.crashes)", tone: "bad")) }
        add("Put in", at: row.createdAt)
        if row.state == .waiting { add("Due", at: row.runAt) }
        add("Started", at: row.startedAt)
        add("Finished", at: row.finishedAt)
        add("Deadline", at: row.deadline)
        add("Fired for", at: row.scheduledAt)
        add("Unique key", row.uniqueKey, isCode: true)
        add("Output", record.content?.output, isCode: true)
        for (name, text) in progress(record) { add(name, text) }
        if let obstacle {
            facts.append(JobFact("Held up", "The worker claims no jobs for now: \(obstacle)", tone: "bad"))
        }
        if let call = row.lastCall {
            add("Last call", told(call))
            add("Call sent", at: call.startedAt)
            add("Request id", call.requestID, isCode: true)
        }
        return facts
    }

    /// How far it is.
    private static func progress(_ record: JobRecord) -> [(String, String)] {
        let row = record.row
        if let steps = JobSteps(record) {
            return (steps.current.map { [("Step", $0)] } ?? []) + steps.facts.map { ("Progress", $0) }
        }
        var found: [(String, String)] = []
        if let words = FlatObject.words(row.progress) { found.append(("Progress", words)) }
        return found
    }

    /// A call in a line, without its request id.
    static func told(_ call: LastCall) -> String {
        let parts = [
            call.status.map { "status \($0)" } ?? "no answer",
            call.rateLimit.map { "rate limit \(LanePlan(rate: $0, burst: 1).rateText)" },
            call.duration.map { "took \($0.took)" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}
