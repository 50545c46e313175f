import JobModel
import JobStore

/// One job with everything that is known of it, for people.
struct JobPicture {
    private let record: JobRecord
    private let attempts: [AttemptRow]
    private let now: Timestamp
    /// Where the files of results lie.
    private let output: String

    init(_ record: JobRecord, _ attempts: [AttemptRow], now: Timestamp, output: String) {
        self.record = record
        self.attempts = attempts
        self.now = now
        self.output = output
    }

    /// The facts, one a line.
    var fields: Fields {
        let row = record.row
        let standing = record.standing
        var fields = Fields()
        fields.add("Job", row.id.description)
        fields.add("State", record.label == nil ? standing.text : "waiting (\(standing.text))", standing.style)
        fields.add("Kind", row.kind)
        fields.add("Operation", row.operation)
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
        fields.add("Body", record.content?.body)
        fields.add("Output", record.content?.output)
        // How far an ended job had come is history.
        fields.add("Checkpoint", row.state.isFinal ? nil : row.checkpoint)
        if let failure = row.failure {
            let status = failure.status.map { ", status \($0)" } ?? ""
            fields.add("Error", "\(failure.message) (\(failure.kind)\(status))", .bad)
            fields.add("Request id", failure.requestID)
        }
        if let result = row.result {
            let status = result.status.map { "status \($0), " } ?? ""
            let pages = result.pages.map { ", \(counted($0, "page"))" } ?? ""
            fields.add("Result", "\(status)\(counted(result.bytes, "byte"))\(pages)")
            fields.add("File", result.path.map { "\(output)/\($0)" })
            fields.add("SHA-256", result.sha256)
        }
        return fields
    }

    private func time(_ instant: Timestamp) -> String { "\(instant.iso8601) (\(instant.told(now)))" }

    func print(to console: Console) {
        fields.print(to: console)
        if !attempts.isEmpty {
            console.line()
            var table = Table([
                ("RUN", .right), ("OUTCOME", .left), ("ENDED", .left), ("TOOK", .right), ("ERROR", .left),
            ])
            for attempt in attempts {
                table.add([
                    String(attempt.run), attempt.outcome, attempt.endedAt.iso8601,
                    attempt.startedAt.map { Self.took(attempt.endedAt - $0) } ?? "-",
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

    private static func took(_ duration: Duration) -> String {
        duration < .seconds(10) ? "\(max(0, duration.microseconds) / 1000) ms" : duration.rough
    }
}
