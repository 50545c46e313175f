import JobModel
import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("What a job remembers of work that Amazon does")
struct ProcessingCheckpointTests {
    private let now = Timestamp(microseconds: 1_767_225_600_000_000)

    @Test("Every part of it is read as it was written, also behind the note of a call in doubt")
    func roundTrip() {
        var state = ProcessingCheckpoint(stage: .finishing)
        state.id = "R1"
        state.documentID = "D1"
        state.status = "DONE"
        state.since = now
        state.looks = 3
        state.wasMissing = true
        state.notBefore = now + .seconds(5)
        state.retries = 1
        state.path = "acme/T/1.tsv"
        state.output = .init(path: "acme/T/1.tsv", bytes: 12, sha256: "ab")
        state.isEmpty = true
        state.inputID = "I1"
        state.content = "query{a}"
        state.pages.token = "t"
        state.pages.next = "n"
        state.pages.bytes = 7
        state.pages.count = 2
        state.place = "s3://b/k"
        state.figures = ["processed": 2, "firstErrors": ["No."]]
        state.note(ProcessingStep(.created, at: now, requestID: "q", id: "R1"))
        #expect(ProcessingCheckpoint(state.text) == state)
        #expect(ProcessingCheckpoint(DoubtNote(sentAt: now, kept: state.text).text) == state)
    }

    @Test(
        "A failure is read as it was written",
        arguments: [
            .noData, .tooSoon, .fatal(explanation: "No."), .fatal(explanation: nil), .timedOut(status: "NEW"), .missing,
            .noDocument, .cancelled, .errors, .pageLoop,
        ] as [ProcessingFailure.Cause])
    func failures(cause: ProcessingFailure.Cause) {
        var state = ProcessingCheckpoint(stage: .ended)
        state.failure = ProcessingFailure(cause: cause, id: "R1")
        #expect(ProcessingCheckpoint(state.text) == state)
    }

    @Test(
        "A text of something else is not read, nor one that lacks what its stage needs",
        arguments: [
            "", "{}", #"{"pages":1}"#, #"{"stage":"polling"}"#, #"{"stage":"fetching","id":"R1"}"#,
            #"{"stage":"finishing","id":"R1"}"#, #"{"stage":"joining","id":"R1"}"#, #"{"stage":"ended"}"#,
            #"{"stage":"resting"}"#,
        ])
    func unreadable(text: String) {
        #expect(ProcessingCheckpoint(text) == nil)
    }

    @Test("A step that is taken again is told once, and old ones are forgotten in the end")
    func steps() {
        var state = ProcessingCheckpoint(stage: .polling)
        for second in 0..<3 { state.note(ProcessingStep(.document, at: now + .seconds(second), id: "D")) }
        #expect(state.steps.count == 1 && state.steps[0].at == now + .seconds(2))
        for number in 0..<200 { state.note(ProcessingStep(.created, at: now, id: "R\(number)")) }
        #expect(state.steps.count == ProcessingCheckpoint.mostSteps && state.steps.last?.id == "R199")
    }

    @Test("People and programs are told the steps, the last one's word and the id")
    func progress() throws {
        var state = ProcessingCheckpoint(stage: .polling)
        state.id = "R1"
        state.looks = 1
        state.note(ProcessingStep(.created, at: now, requestID: "q", id: "R1"))
        state.note(ProcessingStep(.queued, at: now, id: "R1"))
        let told = try JSONValue(parsing: state.progress(idName: "reportId").utf8)
        #expect(told["step"] == "queued" && told["reportId"] == "R1" && told["looks"] == 1)
        #expect(
            told["steps"]?.items?.first
                == ["step": "created", "at": "2026-01-01T00:00:00.000Z", "requestId": "q", "id": "R1"])
    }
}
