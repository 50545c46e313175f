import JobModel
import JobStore
import OperationCatalogue
import Testing

@testable import spworker

@Suite("What is said about a file of jobs")
struct BulkReportTests {
    private func report(
        lines: Int, bad: Int = 0, new: Int = 0, duplicates: Int = 0, skipsBad: Bool = false
    ) -> BulkReport {
        var findings = JobScan.Findings()
        findings.lines = lines
        findings.bad = bad
        findings.problems = (0..<min(bad, 20)).map { JobScan.Problem(line: $0 + 1, message: "It is bad.") }
        var enqueued = BulkEnqueued()
        for number in 0..<new { enqueued.add(.new(JobID(Int64(7 + number)))) }
        for _ in 0..<duplicates { enqueued.add(.duplicate(JobID(1))) }
        return BulkReport(name: "jobs.ndjson", findings: findings, enqueued: enqueued, skipsBad: skipsBad)
    }

    @Test("new jobs, duplicates and skipped lines are counted, with the numbers of the new jobs")
    func summaries() {
        #expect(
            report(lines: 100_000, new: 99_990, duplicates: 10).summary
                == "100000 jobs: 99990 new, 10 duplicates (ids 7-99996).")
        #expect(report(lines: 1, new: 1).summary == "1 job: 1 new, 0 duplicates (id 7).")
        #expect(report(lines: 1, duplicates: 1).summary == "1 job: 0 new, 1 duplicate.")
        #expect(
            report(lines: 5, bad: 2, new: 3, skipsBad: true).summary
                == "3 jobs: 3 new, 0 duplicates (ids 7-9). 2 bad lines were skipped.")
        #expect(report(lines: 2, bad: 1, new: 1, skipsBad: true).summary.hasSuffix("1 bad line was skipped."))
    }

    @Test("an empty file, bad lines and a file without a good line are refused, each with what to do")
    func refusals() {
        #expect(report(lines: 0).refusal?.contains("holds no jobs") == true)
        #expect(report(lines: 9, bad: 2).refusal?.contains("2 of 9 lines are bad") == true)
        #expect(report(lines: 9, bad: 2).refusal?.contains("--skip-bad") == true)
        #expect(report(lines: 2, bad: 2, skipsBad: true).refusal?.contains("no line") == true)
        #expect(report(lines: 9, bad: 2, new: 7, skipsBad: true).refusal == nil)
        #expect(report(lines: 1, duplicates: 1).refusal == nil)
    }

    @Test("JSON has every count, and null where nothing went in")
    func json() {
        let some = report(lines: 5, bad: 2, new: 2, duplicates: 1, skipsBad: true).json
        #expect(some["lines"] == 5 && some["new"] == 2 && some["duplicates"] == 1 && some["skipped"] == 2)
        #expect(some["firstId"] == 7 && some["lastId"] == 8)
        #expect(
            some["problems"]
                == [["line": 1, "message": "It is bad."], ["line": 2, "message": "It is bad."]])
        let none = report(lines: 1, bad: 1).json
        #expect(none["firstId"] == .null && none["lastId"] == .null && none["new"] == 0)
    }
}
