import JobModel
import JobStore
import Testing

@testable import spworker

@Suite("The picture of a job")
struct JobPictureTests {
    private func lines(_ call: LastCall) -> [String] {
        JobPicture(Records.job { $0.lastCall = call }, [], now: Records.now, output: "output").fields.lines
    }

    @Test("tells of the last call what Amazon's support asks for")
    func lastCall() {
        let sent = Records.now - .seconds(20)
        let call = LastCall(
            startedAt: sent, endedAt: sent + .milliseconds(120), status: 202, requestID: "r-1", rateLimit: 0.0167)
        let line = lines(call).first { $0.hasPrefix("Last call") }
        #expect(
            line?.hasSuffix(
                "status 202, request id r-1, rate limit 0.0167/s, took 120 ms, sent 2026-03-01T11:59:40.000Z (20 s ago)"
            )
                == true)
        #expect(lines(LastCall(startedAt: sent)).contains { $0.contains("no answer, sent 2026") })
    }
}
