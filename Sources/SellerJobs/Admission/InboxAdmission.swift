package import JobModel
package import JobStore
package import Worker

/// Turns a row that another program wrote into a job, or says why not. Pure.
package struct InboxAdmission: Sendable {
    private let kinds: [String: any JobKind]

    /// Admits the given kinds.
    package init(kinds: [any JobKind]) {
        self.kinds = Dictionary(kinds.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The answer to a row.
    package func answer(_ row: InboxRow, now: Timestamp) -> InboxAnswer {
        var problems: [String] = []
        func instant(_ column: String, _ text: String?) -> Timestamp? {
            guard let text, !text.isEmpty else { return nil }
            if let seconds = Int64(text), (0..<1_000_000_000_000).contains(seconds) {
                return Timestamp(microseconds: seconds * 1_000_000)
            }
            if let instant = Timestamp(iso8601: text) { return instant }
            problems.append(
                "\(column) '\(text.prefix(60))' is neither ISO 8601 with a zone, as 2026-02-01T12:00:00Z, nor Unix seconds."
            )
            return nil
        }
        func number(_ column: String, _ text: String?, _ range: ClosedRange<Int>, default value: Int) -> Int {
            guard let text, !text.isEmpty else { return value }
            if let number = Int(text), range.contains(number) { return number }
            problems.append(
                "\(column) '\(text.prefix(60))' is not a whole number from \(range.lowerBound) to \(range.upperBound).")
            return value
        }
        func json(_ text: String?) -> String { text.flatMap { $0.isEmpty ? nil : $0 } ?? "{}" }
        func text(_ value: String?) -> String? { value.flatMap { $0.isEmpty ? nil : $0 } }

        let request = JobRequest(
            kind: row.kind, seller: text(row.seller), region: text(row.region), operation: row.operation ?? "",
            parameters: json(row.parameters), body: text(row.body), options: json(row.options),
            runAt: instant("run_at", row.runAt),
            priority: number("priority", row.priority, 0...9, default: NewJob.defaultPriority),
            uniqueKey: text(row.uniqueKey),
            maxAttempts: number("max_attempts", row.maxAttempts, 1...1000, default: NewJob.defaultMaxAttempts),
            deadline: instant("deadline", row.deadline), output: text(row.output))
        guard let kind = kinds[row.kind] else {
            let known = kinds.keys.sorted().joined(separator: ", ")
            problems.append("There is no kind '\(row.kind.prefix(60))'. This version knows: \(known).")
            return .rejected(problems.joined(separator: " "))
        }
        do throws(JobRejection) {
            let admission = try kind.admit(request, now: now)
            return problems.isEmpty ? .accepted(admission.job) : .rejected(problems.joined(separator: " "))
        } catch {
            return .rejected((problems + error.problems).joined(separator: " "))
        }
    }
}
