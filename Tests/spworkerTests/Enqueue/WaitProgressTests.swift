import JobModel
import JobStore
import Testing

@testable import spworker

@Suite("What is shown while a job is awaited")
struct WaitProgressTests {
    private func record(_ kind: String, step: String? = nil, state: JobState = .running) -> JobRecord {
        Records.job { row in
            (row.kind, row.state, row.runAt) = (kind, state, Records.now - .seconds(1))
            row.progress = step.map { #"{"step":"\#($0)","steps":[]}"# }
        }
    }

    private func written(isTerminal: Bool, isSilent: Bool = false, _ records: [JobRecord]) -> [String] {
        var written: [String] = []
        var progress = WaitProgress(isTerminal: isTerminal, isSilent: isSilent) { written.append($0) }
        for (number, record) in records.enumerated() { progress.show(record, elapsed: .milliseconds(number * 700)) }
        progress.clear()
        progress.clear()
        return written
    }

    @Test("elsewhere than on a terminal each stage has a line")
    func plain() {
        let records = [
            record("report"), record("report", step: "created"), record("report", step: "created"),
            record("report", step: "inProgress"), record("report", step: "done"),
        ]
        #expect(
            written(isTerminal: false, records) == [
                "Job 42: running  0:00\n", "Job 42: created  0:00\n", "Job 42: in progress  0:02\n",
                "Job 42: done  0:02\n",
            ])
    }

    @Test("on a terminal the line changes with the stage and the time, and is gone in the end")
    func terminal() {
        let records = [
            record("feed", step: "uploaded"), record("feed", step: "uploaded"), record("feed", step: "created"),
        ]
        #expect(
            written(isTerminal: true, records) == [
                "\r\u{1B}[KJob 42: uploaded  0:00", "\r\u{1B}[KJob 42: created  0:01", "\r\u{1B}[K",
            ])
        #expect(written(isTerminal: true, [record("request")]).count == 2)
    }

    @Test("a single call has no stages to tell, and for programs there is nothing")
    func silent() {
        #expect(written(isTerminal: false, [record("request")]).isEmpty)
        #expect(written(isTerminal: true, isSilent: true, [record("report", step: "created")]).isEmpty)
    }

    @Test("what keeps a job from its next step is said beside the last one, waiting for Amazon is not")
    func standing() {
        let parked = Records.job(authorization: Records.authorization { $0.state = .revoked }) { row in
            (row.kind, row.progress) = ("report", #"{"step":"created"}"#)
        }
        #expect(WaitProgress.stage(of: parked) == "created, parked")
        #expect(WaitProgress.stage(of: record("report", step: "inProgress", state: .waiting)) == "in progress")
        #expect(WaitProgress.stage(of: record("query")) == "running")
    }

    @Test("what keeps a job from asking Amazon is told with its reason; once it has asked, that is past")
    func heldBack() {
        func stage(_ operation: String, _ step: String?) -> String {
            WaitProgress.stage(
                of: Records.job(
                    lane: Records.lane { $0.key = LaneKey(authorization: Records.key, operation: operation) }
                ) { row in
                    (row.kind, row.waitReason, row.runAt) = ("report", .snooze, Records.now + .seconds(60))
                    row.progress = step.map { #"{"step":"\#($0)"}"# }
                    row.failure = JobFailure(kind: "coolDown", message: "The type cools down.")
                })
        }
        let reason = ", goes on at 2026-03-01T12:01:00.000Z: The type cools down."
        #expect(stage("reports.createReport@2021-06-30", nil) == "snoozed" + reason)
        #expect(stage("reports.createReport@2021-06-30", "cancelled") == "cancelled by Amazon" + reason)
        #expect(stage("reports.getReport@2021-06-30", "created") == "created")
    }

    @Test("times are told in minutes and seconds, and hours when there are any")
    func clock() {
        #expect(WaitProgress.clock(.milliseconds(7900)) == "0:07")
        #expect(WaitProgress.clock(.seconds(750)) == "12:30")
        #expect(WaitProgress.clock(.seconds(3723)) == "1:02:03")
        #expect(WaitProgress.clock(.seconds(-1)) == "0:00")
    }
}
