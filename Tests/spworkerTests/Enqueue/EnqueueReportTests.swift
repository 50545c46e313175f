import JobModel
import JobStore
import Overview
import Testing

@testable import spworker

@Suite("What enqueueing says")
struct EnqueueReportTests {
    @Test("a job in quarantine that holds the key of another is told, with what to do about it")
    func hold() {
        let hold = Records.job { $0.state = .quarantined }.hold
        #expect(hold?.hasPrefix("Job 42 is in quarantine") == true)
        #expect(hold?.contains("spworker jobs retry 42 --yes") == true)
    }

    @Test(
        "a job that goes on or has ended holds nothing up", arguments: JobState.allCases.filter { $0 != .quarantined })
    func free(state: JobState) {
        #expect(Records.job { $0.state = state }.hold == nil)
    }
}
