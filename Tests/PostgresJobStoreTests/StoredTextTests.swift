import Testing

@testable import PostgresJobStore

@Suite("Text in PostgreSQL")
struct StoredTextTests {
    @Test(
        "comes out as it went in, U+0000 and the mark for it too",
        arguments: ["", "plain", "\0", "a\0b", "\u{F8F0}", "\u{F8F0}0", "\u{F8F0}1\0\u{F8F0}", "株 🦉\u{FEFF}"])
    func roundTrip(text: String) {
        let stored = StoredText.storing(text)
        #expect(!stored.utf8.contains(0))
        #expect(StoredText.reading(stored) == text)
    }

    @Test(
        "of other programs, which do not know of the mark, is read as it is",
        arguments: ["\u{F8F0}", "a\u{F8F0}b", "\u{F8F0}0\u{F8F0}1", "\u{F8F1}\u{F8F0}"])
    func foreign(text: String) {
        #expect(StoredText.reading(text) == text)
    }

    @Test("of many rows is told apart from what separates them")
    func arrays() {
        var array = ArrayText()
        for value in ["a", nil, "x,y", "\"q\" \\", "NULL", ""] { array.append(value) }
        #expect(array.stored == #"{"a",NULL,"x,y","\"q\" \\","NULL",""}"#)
    }
}
