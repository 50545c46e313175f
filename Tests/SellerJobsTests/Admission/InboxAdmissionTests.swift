import JobModel
import JobStore
import Testing

@testable import SellerJobs

@Suite("Admitting inbox rows", .timeLimit(.minutes(5)))
struct InboxAdmissionTests {
    private let inbox = InboxAdmission(kinds: [Shop().kind])

    private func answer(_ change: (inout InboxRow) -> Void) -> InboxAnswer {
        var row = InboxRow(id: 1, operation: Shop.safe)
        change(&row)
        return inbox.answer(row, now: .distantPast)
    }

    private func job(_ change: (inout InboxRow) -> Void) throws -> NewJob {
        guard case .accepted(let job) = answer(change) else {
            Issue.record("rejected: \(answer(change))")
            throw JobRejection("rejected")
        }
        return job
    }

    private func reason(_ change: (inout InboxRow) -> Void) -> String {
        guard case .rejected(let reason) = answer(change) else { return "" }
        return reason
    }

    @Test("A row with an operation alone gets every default")
    func defaults() throws {
        let job = try job { _ in }
        #expect(job.kind == "request" && job.parameters == "{}" && job.body == nil && job.output == nil)
        #expect(job.priority == NewJob.defaultPriority && job.maxAttempts == NewJob.defaultMaxAttempts)
        #expect(job.runAt == nil && job.deadline == nil && job.uniqueKey == nil)
    }

    @Test("Empty columns count as left out")
    func empty() throws {
        let job = try job {
            ($0.seller, $0.region, $0.parameters, $0.body, $0.options) = ("", "", "", "", "")
            ($0.runAt, $0.priority, $0.uniqueKey, $0.maxAttempts, $0.deadline, $0.output) = ("", "", "", "", "", "")
        }
        #expect(job == (try self.job { _ in }))
    }

    @Test("Every column finds its place")
    func columns() throws {
        let job = try job {
            ($0.seller, $0.region, $0.operation) = ("acme", "EU", Shop.checkFirst)
            ($0.parameters, $0.body, $0.options) = (#"{"orderId":"7"}"#, #"{"a":1}"#, #"{"timeout":"5m"}"#)
            ($0.runAt, $0.deadline) = ("2026-02-01T12:00:00Z", "1769947260")
            ($0.priority, $0.maxAttempts) = ("0", "1000")
            ($0.uniqueKey, $0.output) = ("key", "{job}.json")
        }
        #expect(job.authorization == Shop.acme && job.operation.hasPrefix(Shop.checkFirst))
        #expect(job.parameters == #"{"orderId":"7"}"# && job.body == #"{"a":1}"#)
        #expect(job.options.contains("timeout"))
        #expect(job.runAt == Timestamp(microseconds: 1_769_947_200_000_000))
        #expect(job.deadline == Timestamp(microseconds: 1_769_947_260_000_000))
        #expect(job.priority == 0 && job.maxAttempts == 1000)
        #expect(job.uniqueKey == "key" && job.output == "{job}.json")
    }

    @Test(
        "Times that are no times are refused",
        arguments: [
            "soon", "2026-02-01T12:00:00", "2026-13-01T00:00:00Z", "-1", "-9223372036854775808", "9223372036854775807",
            "1000000000000", "1.5", "99999999999999999999",
        ])
    func times(text: String) {
        #expect(reason { $0.runAt = text }.contains("run_at '\(text)'"))
        #expect(reason { $0.deadline = text }.contains("deadline '\(text)'"))
    }

    @Test("Numbers that are no numbers are refused", arguments: ["x", "1.0", "-1", "10000", "99999999999999999999"])
    func numbers(text: String) {
        #expect(reason { $0.priority = text }.contains("priority '\(text)'"))
        #expect(reason { $0.maxAttempts = text }.contains("max_attempts '\(text)'"))
    }

    @Test("A kind that nobody knows is refused with the kinds that are known")
    func kind() {
        #expect(
            reason { $0.kind = "mystery" }.contains(
                "no kind 'mystery'. This version knows: request."))
    }

    @Test("Every problem is told at once")
    func all() {
        let reason = reason {
            $0.priority = "x"
            $0.runAt = "soon"
            $0.options = #"{"nonsense":1}"#
        }
        #expect(reason.contains("priority") && reason.contains("run_at") && reason.contains("nonsense"))
    }

    @Test("A row without an operation is refused")
    func noOperation() {
        #expect(reason { $0.operation = nil }.contains("needs an operation"))
    }
}
