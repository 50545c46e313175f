import Testing

@testable import SellingPartner

@Suite("Charsets of documents")
struct TextReaderTests {
    private static func read(
        _ pieces: [[UInt8]], _ form: DocumentForm = DocumentForm(), type: String? = nil
    ) throws -> (text: String, charset: String?, replacements: Int) {
        var reader = try TextReader(form, contentType: type)
        var text: [UInt8] = []
        for piece in pieces { text += try reader.take(piece) }
        text += try reader.take([], isLast: true)
        return (String(decoding: text, as: UTF8.self), reader.charset?.name, reader.replacements)
    }

    /// Texts with characters of several bytes, in the charsets that Amazon's documents are in.
    private static let samples: [(name: String, bytes: [UInt8], text: String)] = [
        ("Cp1252", [0x47, 0x72, 0xF6, 0xDF, 0x65, 0x20, 0x80], "Größe €"),
        ("windows-1252", [0x93, 0x41, 0x94], "\u{201C}A\u{201D}"),
        ("ISO-8859-1", [0xE9, 0x74, 0xE9], "été"),
        ("ISO8859_1", [0xE9], "é"),
        ("iso-8859-15", [0xA4], "€"),
        ("Shift_JIS", [0x93, 0xFA, 0x96, 0x7B, 0xB1, 0x41], "日本ｱA"),
        ("windows-31j", [0x87, 0x40, 0x0A, 0x83, 0x5C], "①\nソ"),
        ("MS932", [0xFA, 0xB1], "﨑"),
        ("UTF-16", [0xFE, 0xFF, 0x00, 0x41, 0xD8, 0x34, 0xDD, 0x1E], "A𝄞"),
        ("utf-16", [0xFF, 0xFE, 0x41, 0x00, 0x34, 0xD8, 0x1E, 0xDD], "A𝄞"),
        ("UTF-16LE", [0xFF, 0xFE, 0xE9, 0x00], "é"),
        ("utf8", [0xEF, 0xBB, 0xBF, 0xC3, 0xA9], "é"),
        ("US-ASCII", [0x41], "A"),
    ]

    @Test("A declared charset is read, whichever way its characters are cut", arguments: samples.indices)
    func charsets(_ index: Int) throws {
        let sample = Self.samples[index]
        for type in ["text/plain; charset=\(sample.name)", "text/plain;Charset = \"\(sample.name)\"; a=b"] {
            #expect(try Self.read([sample.bytes], type: type).text == sample.text)
        }
        // The first piece of a document holds at least the byte order mark.
        for cut in 3..<max(4, sample.bytes.count) {
            let pieces = sample.bytes.prefix(cut).map { $0 }
            let rest = Array(sample.bytes.dropFirst(cut)).chunks(of: 1)
            #expect(
                try Self.read([pieces] + rest, DocumentForm(charset: sample.name)).text == sample.text, "cut at \(cut)")
        }
    }

    @Test("Long stretches of plain text between others come out in order")
    func stretches() throws {
        let plain = String(repeating: "plain text, ", count: 40)
        let bytes = Array(plain.utf8) + [0x93, 0xFA] + Array(plain.utf8) + [0x83, 0x5C, 0x83, 0x5C] + Array("x".utf8)
        let text = plain + "日" + plain + "ソソx"
        for size in [3, 16, 63, 64, 65, 100, 480, 481, 482, 2000] {
            #expect(try Self.read(bytes.chunks(of: size), DocumentForm(charset: "sjis")).text == text, "\(size)")
        }
        let many = [UInt8](repeating: 0xE4, count: 200_000)
        #expect(try Self.read([many], DocumentForm(charset: "latin1")).text == String(repeating: "ä", count: 200_000))
    }

    @Test("The charset that was asked for comes before the declared one, that before the mark, and UTF-8 is the last")
    func precedence() throws {
        let bytes: [UInt8] = [0xC3, 0xA9]
        #expect(try Self.read([bytes], DocumentForm(charset: "latin1"), type: "text/plain; charset=utf-8").text == "Ã©")
        #expect(try Self.read([bytes], type: "text/plain; charset=ISO-8859-1").text == "Ã©")
        #expect(try Self.read([bytes], type: "text/plain").charset == "UTF-8")
        #expect(try Self.read([[0xFF, 0xFE, 0x41, 0x00]]).charset == "UTF-16LE")
        #expect(try Self.read([[0xFE, 0xFF, 0x00, 0x41]]).text == "A")
        #expect(try Self.read([[0xEF, 0xBB, 0xBF, 0x41]]).text == "A")
        #expect(try Self.read([]).text == "")
    }

    @Test("A charset that nobody knows is refused with what to do", arguments: ["klingon", "UTF-8//IGNORE", "a b", ""])
    func unknown(_ name: String) {
        let found = #expect(throws: DocumentFault.self) { try Self.read([], DocumentForm(charset: name)) }
        #expect(found?.kind == .unknownCharset)
        #expect(found?.message.contains("'charset'") == true)
    }

    @Test("Bytes that are no text are refused with their place, counted from the document's beginning")
    func strict() {
        func offset(_ pieces: [[UInt8]], _ charset: String?) -> Int? {
            let found = #expect(throws: DocumentFault.self) {
                try Self.read(pieces, DocumentForm(charset: charset))
            }
            guard case .malformedText(let offset)? = found?.kind else { return nil }
            #expect(found?.message.contains("\(offset)") == true && found?.message.contains("'malformed'") == true)
            return offset
        }
        #expect(offset([[0xEF, 0xBB, 0xBF, 0x41], [0x42, 0xFF]], nil) == 5)
        // A lead byte without its second, in the midst and at the end.
        #expect(offset([[0x41, 0x93, 0x0A]], "sjis") == 1)
        #expect(offset([[0x41, 0x42], [0x43, 0x93]], "sjis") == 3)
        // Undefined in Windows' charset.
        #expect(offset([Array("some longer plain text".utf8), [0x81]], "cp1252") == 22)
        #expect(offset([[0xFF, 0xFE, 0x41, 0x00], [0x00, 0xDC, 0x41, 0x00]], nil) == 4)
        #expect(offset([[0xFF, 0xFE, 0x41, 0x00, 0x42]], nil) == 4)
    }

    @Test("Or they are replaced, and counted")
    func replaced() throws {
        let sjis = DocumentForm(charset: "sjis", onMalformed: .replace)
        let cut = try Self.read([[0x41, 0x93, 0x0A, 0x42, 0x93]], sjis)
        #expect(cut.text == "A\u{FFFD}\nB\u{FFFD}" && cut.replacements == 2)
        let latin = try Self.read([[0x41, 0x81, 0x42]], DocumentForm(charset: "cp1252", onMalformed: .replace))
        #expect(latin.text == "A\u{FFFD}B" && latin.replacements == 1)
        let wide = try Self.read(
            [[0xFF, 0xFE, 0x41, 0x00], [0x00, 0xDC, 0x42, 0x00, 0x43]], DocumentForm(onMalformed: .replace))
        #expect(wide.text == "A\u{FFFD}B\u{FFFD}" && wide.replacements == 2)
    }

    @Test("Bytes that are kept are not looked at")
    func bytes() throws {
        var reader = try TextReader(DocumentForm(keepsBytes: true), contentType: "text/plain; charset=klingon")
        let bytes: [UInt8] = [0xEF, 0xBB, 0xBF, 0xFF]
        #expect(try reader.take(bytes) == bytes)
        #expect(reader.charset == nil && reader.declared == "klingon")
    }
}
