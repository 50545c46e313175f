import Testing

@testable import SellerJobs

@Suite("Notes of answers that are kept")
struct SealedNoteTests {
    @Test("A note is read as it was written", arguments: [nil, 207])
    func roundTrip(status: Int?) {
        let note = SealedNote(path: "s3://b/ä.json", unique: "7-2", bytes: 5_000_000_000, sha256: "ab", status: status)
        #expect(SealedNote(note.text) == note)
        #expect(BatchCheckpoint(note.text) == nil && DoubtNote(note.text) == nil && PageCheckpoint(note.text) == nil)
    }

    @Test(
        "Other texts are none",
        arguments: [
            nil, "", "{}", "null", #"{"sealed":{}}"#, #"{"sealed":{"path":"a","unique":"7","sha256":"ab"}}"#,
            #"{"batch":{"path":"a","bytes":1}}"#, #"{"pages":1,"items":2,"path":"a","finishing":"ab","bytes":3}"#,
        ] as [String?])
    func others(text: String?) {
        #expect(SealedNote(text) == nil)
    }
}
