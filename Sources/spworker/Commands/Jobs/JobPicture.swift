import JobModel
import JobStore
import Overview

/// One job with everything that is known of it, for people.
struct JobPicture {
    private let record: JobRecord
    private let attempts: [AttemptRow]
    /// What the job has written.
    private let outputs: [OutputRow]
    private let now: Timestamp
    /// Where the files of results lie.
    private let output: String
    /// Why the worker claims no jobs, this one among them; `nil` when it does.
    private let obstacle: String?

    init(
        _ record: JobRecord, _ attempts: [AttemptRow], _ outputs: [OutputRow] = [], now: Timestamp, output: String,
        obstacle: String? = nil
    ) {
        self.record = record
        self.attempts = attempts
        self.outputs = outputs
        self.now = now
        self.output = output
        self.obstacle = obstacle
    }

    /// The facts, one a line.
    var fields: Fields {
        let row = record.row
        let standing = record.standing
        var fields = Fields()
        fields.add("Job", row.id.description)
        fields.add("State", record.label == nil ? standing.text : "waiting (\(standing.text))", standing.style)
        fields.add("Kind", row.kind)
        fields.add(
            row.kind == "report" ? "Report type" : row.kind == "feed" ? "Feed type" : "Operation",
            row.operation.isEmpty ? nil : row.operation)
        fields.add("Seller", record.sellerText)
        fields.add("Application", record.application.name)
        fields.add("Priority", "\(row.priority) (0 first, 9 last)")
        fields.add("Attempts", "\(row.attempt) failed of \(row.maxAttempts); \(counted(row.run, "run"))")
        fields.add("Crashes", row.crashes == 0 ? nil : "\(row.crashes)", .bad)
        fields.add("Created", time(row.createdAt))
        fields.add("Due", row.state == .waiting ? time(row.runAt) : nil)
        fields.add("Started", row.startedAt.map(time))
        fields.add("Finished", row.finishedAt.map(time))
        fields.add("Deadline", row.deadline.map(time))
        fields.add("Unique key", row.uniqueKey)
        fields.add("Parameters", record.content?.parameters)
        fields.add("Options", record.content.flatMap { $0.options == "{}" ? nil : $0.options })
        fields.add("Body", record.content?.body.map(body))
        fields.add("Output", record.content?.output)
        addProgress(to: &fields)
        fields.add("Held up", obstacle.map { "The worker claims no jobs for now: \($0)" }, .bad)
        if let failure = row.failure {
            let status = failure.status.map { ", status \($0)" } ?? ""
            fields.add("Error", "\(failure.message) (\(failure.kind)\(status))", .bad)
            fields.add("Request id", failure.requestID)
        }
        if let call = row.lastCall { fields.add("Last call", told(call)) }
        if record.isEmpty {
            fields.add("Result", "none: Amazon has no data for it")
        } else if let result = row.result {
            let status = result.status.map { "status \($0), " } ?? ""
            let pages = result.pages.map { ", \(counted($0, "page"))" } ?? ""
            fields.add("Result", "\(status)\(counted(result.bytes, "byte"))\(pages)")
            fields.add("File", file)
            fields.add("SHA-256", result.sha256)
        }
        addOutputs(to: &fields)
        return fields
    }

    /// Where the result's file lies; `nil` when it has none. The output directory may have been another one when it was
    /// written.
    private var file: String? {
        guard let result = record.row.result, let path = result.path else { return nil }
        if path.hasPrefix("s3://") { return path }
        let written = outputs.last { $0.location.hasSuffix("/\(path)") && $0.sha256 == result.sha256 }
        return written?.location ?? "\(output)/\(path)"
    }

    /// What the job has written besides its result: a job that failed or was run again may have.
    private func addOutputs(to fields: inout Fields) {
        let others = outputs.filter { $0.location != file }
        for (number, other) in others.enumerated() {
            fields.add(
                number == 0 ? "Wrote" : "",
                "\(other.location) (\(counted(other.bytes, "byte")), \(other.writtenAt.told(now)))")
        }
    }

    /// How far the job is: its step, or what it has kept and counted.
    private func addProgress(to fields: inout Fields) {
        let row = record.row
        if let steps = JobSteps(record) {
            fields.add("Step", steps.current)
            for (number, fact) in steps.facts.enumerated() { fields.add(number == 0 ? "Progress" : "", fact) }
            return
        }
        // How far an ended job had come is history, and what is no list of words is for programs.
        if !row.state.isFinal, let checkpoint = row.checkpoint {
            fields.add("Checkpoint", FlatObject.words(checkpoint) ?? Self.withheld(checkpoint))
        }
        fields.add("Progress", row.progress.map { FlatObject.words($0) ?? Self.withheld($0) })
    }

    private static func withheld(_ text: String) -> String {
        "\(counted(text.utf8.count, "byte")); --json shows them"
    }

    /// A feed's content may be large: its beginning says what it is.
    private func body(_ text: String) -> String {
        guard record.row.kind == "feed", text.utf8.count > 200 else { return text }
        return "\(text.prefix(200))… (\(counted(text.utf8.count, "byte")))"
    }

    /// The call in one line: what Amazon's support asks for.
    private func told(_ call: LastCall) -> String {
        let parts = [
            call.status.map { "status \($0)" } ?? "no answer", call.requestID.map { "request id \($0)" },
            call.rateLimit.map { "rate limit \(Self.rate($0))" }, call.duration.map { "took \($0.took)" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ") + ", sent \(time(call.startedAt))"
    }

    private func time(_ instant: Timestamp) -> String { "\(instant.iso8601) (\(instant.told(now)))" }

    func print(to console: Console) {
        fields.print(to: console)
        if let steps = JobSteps(record), !steps.steps.isEmpty {
            console.line()
            steps.table(since: record.row.createdAt).print(to: console)
        }
        if !attempts.isEmpty {
            console.line()
            var table = Table([
                ("RUN", .right), ("OUTCOME", .left), ("ENDED", .left), ("TOOK", .right), ("STATUS", .right),
                ("CALL", .right), ("RATE", .right), ("REQUEST ID", .left), ("ERROR", .left),
            ])
            for attempt in attempts {
                table.add([
                    String(attempt.run), attempt.outcome, attempt.endedAt.iso8601,
                    attempt.startedAt.map { (attempt.endedAt - $0).took } ?? "-",
                    attempt.lastCall?.status.map(String.init) ?? "-",
                    attempt.lastCall?.duration.map(\.took) ?? "-",
                    attempt.lastCall?.rateLimit.map(Self.rate) ?? "-", Self.requestIDs(of: attempt),
                    attempt.failure?.message.cut(to: 100) ?? "",
                ])
            }
            table.print(to: console)
        }
        if let inline = record.row.result?.inline {
            console.line()
            console.line(console.isTerminal ? inline.plain : inline)
        }
        if !record.row.state.isFinal {
            console.line()
            console.line(console.styled("Why is it not done? spworker jobs explain \(record.row.id)", .faint))
        }
    }

    /// The id of the run's last call, and that of the call that decided, where it was another one.
    private static func requestIDs(of attempt: AttemptRow) -> String {
        let ids = [attempt.lastCall?.requestID, attempt.failure?.requestID].compactMap(\.self)
        return ids.isEmpty ? "-" : (ids.first == ids.last ? ids.prefix(1) : ids[...]).joined(separator: " ").plain
    }

    /// The header's value as plans are told. Rates of less than one call a day are not told apart.
    private static func rate(_ perSecond: Double) -> String { LanePlan(rate: perSecond, burst: 1).rateText }
}
