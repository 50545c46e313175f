import JobStoreTesting
import SellerJobs
import Testing

@Suite("Cutting a file into lines")
struct LineReaderTests {
    /// Bytes that come in given portions.
    private struct Portions: ByteSource {
        var portions: [[UInt8]]

        mutating func next() -> [UInt8] { portions.isEmpty ? [] : portions.removeFirst() }
    }

    private func lines(_ portions: [[UInt8]], longest: Int = 100) throws -> [LineReader<Portions>.Line] {
        var reader = LineReader(Portions(portions: portions), longest: longest)
        var lines: [LineReader<Portions>.Line] = []
        while let line = try reader.next() { lines.append(line) }
        #expect(try reader.next() == nil, "the end stays the end")
        return lines
    }

    private func texts(_ text: String, longest: Int = 100) throws -> [String?] {
        try lines([Array(text.utf8)], longest: longest).map { line in
            line.bytes.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test("LF and CRLF end lines, and the last one needs no end")
    func ends() throws {
        #expect(try texts("a\nb\r\n\nc") == ["a", "b", "", "c"])
        #expect(try texts("a\n") == ["a"])
        #expect(try texts("\n") == [""])
        #expect(try texts("") == [])
        #expect(try texts("a\r\r\nb\rc") == ["a\r", "b\rc"])
    }

    @Test("a byte order mark before the first line is dropped, elsewhere it is content")
    func mark() throws {
        #expect(try texts("\u{FEFF}a\n\u{FEFF}b") == ["a", "\u{FEFF}b"])
        #expect(try texts("\u{FEFF}") == [""])
    }

    @Test("a line that is too long is passed over, and the next one is read")
    func tooLong() throws {
        #expect(
            try texts("12345\n123456\n1\r\n12345\r\n123456\r\n1234567890123\n2", longest: 5) == [
                "12345", nil, "1", "12345", nil, nil, "2",
            ])
        #expect(try texts("123456", longest: 5) == [nil])
    }

    @Test("each line tells how many bytes come before it, whatever ends the lines, and reading goes on from there")
    func offsets() throws {
        let text = "\u{FEFF}a\r\n\nlonger than five\nü\nlast"
        let bytes = Array(text.utf8)
        let all = try lines([bytes], longest: 5)
        #expect(all.map(\.offset) == [0, 6, 7, 24, 27])
        for line in all {
            var reader = LineReader(
                Portions(portions: [Array(bytes[Int(line.offset)...])]), longest: 5, from: line.number)
            #expect(try reader.next()?.bytes == line.bytes)
        }
    }

    @Test("the portions in which bytes arrive make no difference")
    func portions() throws {
        let text = "\u{FEFF}first\r\n\nthird is longer than may be\nfourth ü🙂\r\n{}"
        let expected = try lines([Array(text.utf8)], longest: 20)
        #expect(expected.map(\.number) == [1, 2, 3, 4, 5])
        #expect(expected.map { $0.bytes == nil } == [false, false, true, false, false])
        let random = SeededRandom(seed: 7)
        for _ in 0..<200 {
            var rest = Array(text.utf8)
            var portions: [[UInt8]] = []
            while !rest.isEmpty {
                let count = min(rest.count, 1 + random.below(9))
                portions.append(Array(rest.prefix(count)))
                rest.removeFirst(count)
            }
            #expect(try lines(portions, longest: 20) == expected)
        }
    }

    @Test("lines of white space are blank, too long ones are not")
    func blank() throws {
        let lines = try lines([Array(" \t\r\n\nx\n          ".utf8)], longest: 5)
        #expect(lines.map(\.isBlank) == [true, true, false, false])
    }
}
