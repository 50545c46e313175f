package import JobModel
package import JobStore
package import Worker

/// Turns a row that another program wrote into a job, or says why not. Pure.
package struct InboxAdmission: Sendable {
    private let kinds: KindAdmissions

    /// Admits the given kinds.
    package init(kinds: [any JobKind]) {
        self.kinds = KindAdmissions(kinds)
    }

    /// The answer to a row.
    package func answer(_ row: InboxRow, now: Timestamp) -> InboxAnswer {
        do throws(JobRejection) {
            return .accepted(try kinds.admit(LooseRequest(row), now: now).job)
        } catch {
            return .rejected(error.description)
        }
    }
}

extension LooseRequest {
    /// The columns of the inbox have SQL's spelling.
    fileprivate init(_ row: InboxRow) {
        self.init(
            kind: row.kind, seller: row.seller, region: row.region, operation: row.operation,
            parameters: row.parameters, body: row.body, options: row.options, runAt: row.runAt,
            priority: row.priority, uniqueKey: row.uniqueKey, maxAttempts: row.maxAttempts, deadline: row.deadline,
            output: row.output, runAtName: "run_at", maxAttemptsName: "max_attempts")
    }
}
