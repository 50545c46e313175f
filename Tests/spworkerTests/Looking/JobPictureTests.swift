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

    @Test("tells of what the job has written besides its result")
    func outputs() {
        let record = Records.job { $0.result = JobResult(bytes: 3, sha256: "ab", path: "a.json") }
        let rows = ["/out/a.json", "/out/b.json", "s3://bucket/c"].map {
            OutputRow(
                jobID: record.row.id, seller: "acme", location: $0, bytes: 3, sha256: "ab", modifiedAt: nil,
                writtenAt: Records.now - .seconds(20))
        }
        let lines = JobPicture(record, [], rows, now: Records.now, output: "/out").fields.lines
        #expect(lines.count { $0.contains("/out/a.json") } == 1)
        #expect(lines.contains { $0.hasPrefix("Wrote") && $0.hasSuffix("/out/b.json (3 bytes, 20 s ago)") })
        #expect(lines.contains { $0.hasSuffix("s3://bucket/c (3 bytes, 20 s ago)") })
        // Another output directory is configured by now.
        let later = JobPicture(record, [], rows, now: Records.now, output: "/new").fields.lines
        #expect(later == lines)
    }
}
