import JobModel
import JobStore
import OperationCatalogue
import Overview
import Testing

@testable import spworker

@Suite("The steps of a job")
struct JobStepsTests {
    private let progress = #"""
        {"step": "polling", "reportId": "R1", "polls": 3, "firstErrors": ["message 1: Bad.", "message 2: Worse."], "nothing": null,
         "steps": [{"step": "joined", "at": "2026-03-01T11:59:00.000Z", "id": "R1"},
                   {"step": "inProgress", "at": "2026-03-01T11:59:40.500Z", "requestId": "q-2"}, {"at": "x"}]}
        """#

    @Test("are read from the progress, with what else it tells")
    func reads() throws {
        let steps = try #require(JobSteps(progress: progress))
        #expect(steps.current == "polling")
        #expect(steps.steps.map(\.words) == ["found at Amazon", "in progress"])
        #expect(steps.steps[0].id == "R1" && steps.steps[0].requestID == nil && steps.steps[1].requestID == "q-2")
        #expect(
            steps.facts == [
                "first errors: message 1: Bad.", "first errors: message 2: Worse.", "polls 3", "report id R1",
            ])
    }

    @Test("the latest one stands for the present where nothing else is said")
    func latest() {
        #expect(JobSteps(progress: #"{"steps":[{"step":"documentCreated"}]}"#)?.current == "document created")
    }

    @Test("are none of other progress, and none of other kinds", arguments: ["", "{}", "[]", "{\"pages\":2}", "words"])
    func none(progress: String) {
        #expect(JobSteps(progress: progress) == nil)
        #expect(JobSteps(Records.job { $0.progress = #"{"step":"created"}"# }) == nil)
    }

    private func lines(_ change: (inout JobRow) -> Void) -> [String] {
        JobPicture(Records.job(change), [], now: Records.now, output: "output").fields.lines
    }

    @Test("the picture of a report tells its step and not the texts behind it")
    func picture() {
        let lines = lines { row in
            (row.kind, row.operation, row.progress) = ("report", "GET_SALES_AND_TRAFFIC_REPORT", progress)
            row.checkpoint = #"{"reportId":"R1","path":"x"}"#
        }
        #expect(lines.contains { $0.hasPrefix("Report type") && $0.hasSuffix("GET_SALES_AND_TRAFFIC_REPORT") })
        #expect(lines.contains { $0.hasPrefix("Step") && $0.hasSuffix(" polling") })
        #expect(lines.contains { $0.hasPrefix("Progress") } && lines.contains { $0.hasSuffix(" report id R1") })
        #expect(!lines.contains { $0.contains("{") } && !lines.contains { $0.hasPrefix("Checkpoint") })
    }

    @Test("a report without data says so in place of a result of no bytes, and one that is held up says why")
    func empty() {
        let ended = lines { row in
            (row.kind, row.state, row.result) = ("report", .succeeded, JobResult(bytes: 0))
            row.progress = #"{"empty":true,"reportId":"R1","step":"cancelled"}"#
        }
        #expect(ended.contains { $0.hasPrefix("Result") && $0.hasSuffix(" none: Amazon has no data for it") })
        #expect(ended.contains { $0.hasPrefix("Step") && $0.hasSuffix(" cancelled by Amazon") })
        #expect(!ended.contains { $0.contains("empty") || $0.contains("0 bytes") }, "\(ended)")
        let record = Records.job { row in
            (row.kind, row.state, row.result) = ("report", .succeeded, JobResult(bytes: 0))
            row.progress = #"{"empty":true,"step":"cancelled"}"#
        }
        #expect(record.note(now: Records.now) == "no data")
        let held = JobPicture(Records.job(), [], now: Records.now, output: "output", obstacle: "The disk is full.")
        #expect(held.fields.lines.contains { $0.hasSuffix(" The worker claims no jobs for now: The disk is full.") })
    }

    @Test(
        "a feed that succeeded although Amazon refused some of it says so, also in lists",
        arguments: [
            (#""errors":1,"processed":3"#, "1 of 3 messages refused"), (#""errors":4,"processed":3"#, "4 errors"),
            (#""errors":1"#, "1 error"), (#""errors":0,"processed":3"#, nil), (#""processed":3"#, nil),
        ])
    func shortfall(figures: String, words: String?) {
        let record = Records.job { row in
            (row.kind, row.state, row.progress) = ("feed", .succeeded, "{\"step\":\"stored\",\(figures)}")
            row.result = JobResult(bytes: 9, sha256: "ab", path: "a.json")
        }
        #expect(record.shortfall == words)
        #expect(record.note(now: Records.now) == (words.map { "\($0), " } ?? "") + "a.json")
        let open = Records.job { ($0.kind, $0.progress) = ("feed", record.row.progress) }
        #expect(open.shortfall == nil)
    }

    @Test("a query has no operation; lists call it a query")
    func query() {
        let record = Records.job { ($0.kind, $0.operation) = ("query", "") }
        #expect(record.operationText == "query" && Records.job().operationText == "orders.getOrder@v0")
        let lines = JobPicture(record, [], now: Records.now, output: "output").fields.lines
        #expect(!lines.contains { $0.hasPrefix("Operation") } && lines.contains { $0.hasPrefix("Kind") })
    }

    @Test("what other jobs have counted is told in words, what is no list of words is left to programs")
    func words() {
        let batch = lines { row in
            row.progress = #"{"failed":2,"items":5,"succeeded":3}"#
            row.checkpoint = #"{"batch":{"entries":{"0":"{}"}}}"#
        }
        #expect(batch.contains { $0.hasPrefix("Progress") && $0.hasSuffix(" failed 2, items 5, succeeded 3") })
        #expect(batch.contains { $0.hasPrefix("Checkpoint") && $0.hasSuffix(" 32 bytes; --json shows them") })
        let pages = lines { $0.checkpoint = #"{"pages":2,"token":"abc","isLast":false,"none":null}"# }
        #expect(pages.contains { $0.hasSuffix(" pages 2, token abc, is last no") })
    }
}
