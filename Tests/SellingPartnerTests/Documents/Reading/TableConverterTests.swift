import JobStoreTesting
import OperationCatalogue
import Testing

@testable import SellingPartner

@Suite("Tables of documents")
struct TableConverterTests {
    private static func converted(
        _ pieces: [[UInt8]], _ conversion: DocumentForm.Conversion, _ delimiter: DocumentForm.Delimiter? = nil,
        type: String? = nil
    ) throws -> (text: String, converter: TableConverter) {
        var converter = try TableConverter(conversion, delimiter: delimiter, contentType: type)
        var result: [UInt8] = []
        for piece in pieces {
            try converter.take(piece)
            while let made = try converter.next() { result += made }
        }
        try converter.take([])
        converter.end()
        while let made = try converter.next() { result += made }
        return (String(decoding: result, as: UTF8.self), converter)
    }

    /// Converts a text in one piece, and makes sure that it comes to the same in others.
    private static func converted(
        _ text: String, _ conversion: DocumentForm.Conversion, _ delimiter: DocumentForm.Delimiter? = nil
    ) throws -> String {
        let bytes = Array(text.utf8)
        let whole = try converted([bytes], conversion, delimiter).text
        for size in 1...max(1, bytes.count) {
            #expect(try converted(bytes.chunks(of: size), conversion, delimiter).text == whole, "pieces of \(size)")
        }
        return whole
    }

    @Test("A flat file becomes an object a line, with its quotes as they are")
    func flatFile() throws {
        let text = "sku\tname\tnote\r\nA\t27\" screen\t\"so called\"\r\nB\tback\\slash\t\u{1}ä\n"
        #expect(
            try Self.converted(text, .ndjson) == #"""
                {"sku":"A","name":"27\" screen","note":"\"so called\""}
                {"sku":"B","name":"back\\slash","note":"\u0001ä"}

                """#)
    }

    @Test("A flat file becomes CSV that is quoted where it must be")
    func flatFileToCSV() throws {
        let text = "sku\tname\nA\ta, b\nB\tsay \"so\"\nC\t c \nD\t\n"
        #expect(try Self.converted(text, .csv) == "sku,name\nA,\"a, b\"\nB,\"say \"\"so\"\"\"\nC, c \nD,\n")
    }

    @Test("CSV is read with quotes, doubled quotes and line breaks in values")
    func csv() throws {
        let text = "a,b,c\r\n\"1, 2\",\"x\"\"y\",\"two\r\nlines\"\r\n\"\",\",\",z\r\n3,\"\"\"\",\"\n\""
        #expect(
            try Self.converted(text, .ndjson) == #"""
                {"a":"1, 2","b":"x\"y","c":"two\r\nlines"}
                {"a":"","b":",","c":"z"}
                {"a":"3","b":"\"","c":"\n"}

                """#)
        #expect(
            try Self.converted(text, .csv)
                == "a,b,c\n\"1, 2\",\"x\"\"y\",\"two\r\nlines\"\n,\",\",z\n3,\"\"\"\",\"\n\"\n")
    }

    @Test("Lines that are short, long, blank or end with empty values are told apart")
    func widths() throws {
        let text = "a\tb\n1\n\n1\t2\t\t\n1\t2\t3\n\t\n\r\n1\t2\t\t4"
        let (json, converter) = try Self.converted([Array(text.utf8)], .ndjson)
        #expect(
            json == """
                {"a":"1","b":""}
                {"a":"1","b":"2"}
                {"a":"1","b":"2","column_3":"3"}
                {"a":"","b":""}
                {"a":"1","b":"2","column_3":"","column_4":"4"}

                """)
        #expect(converter.records == 5 && converter.shortRecords == 1 && converter.longRecords == 2)
        #expect(try Self.converted(text, .ndjson) == json)
        #expect(try Self.converted(text, .csv) == "a,b\n1,\n1,2\n1,2,3\n,\n1,2,,4\n")
        let csv = try Self.converted([Array(text.utf8)], .csv).converter
        #expect(csv.records == 5 && csv.shortRecords == 1 && csv.longRecords == 2)
    }

    @Test("Names that are empty or there already get a number")
    func names() throws {
        let text = "a\t\ta\ta_2\ta\t\"\n1\t2\t3\t4\t5\t6\n"
        #expect(
            try Self.converted(text, .ndjson)
                == #"{"a":"1","column_2":"2","a_3":"3","a_2":"4","a_4":"5","\"":"6"}"# + "\n")
    }

    @Test("The header tells what stands between values, unless that was told")
    func delimiters() throws {
        #expect(try Self.converted("a,b\tc\n1,2\t3\n", .ndjson) == #"{"a,b":"1,2","c":"3"}"# + "\n")
        #expect(try Self.converted("a,b\tc\n1,2\t3\n", .ndjson, .comma) == #"{"a":"1","b\tc":"2\t3"}"# + "\n")
        #expect(try Self.converted("a,b\n1,2\n", .ndjson, .tab) == #"{"a,b":"1,2"}"# + "\n")
        #expect(try Self.converted("a\n\"x\"\n", .ndjson) == #"{"a":"\"x\""}"# + "\n")
        #expect(try Self.converted("\"a\"\n\"x\"\n\"\"\n", .ndjson) == "{\"a\":\"x\"}\n{\"a\":\"\"}\n")
        #expect(try Self.converted("\"a\"\n\"x\"\n\"\"\n", .csv) == "a\nx\n\"\"\n")
    }

    @Test("A document without records is empty", arguments: ["", "\n", "\r\n\r\n"])
    func empty(_ text: String) throws {
        #expect(try Self.converted(text, .ndjson) == "")
        #expect(try Self.converted(text, .csv) == "")
    }

    @Test("A header alone has no records")
    func headerAlone() throws {
        #expect(try Self.converted("a\tb", .ndjson) == "")
        let (text, converter) = try Self.converted([Array("a\tb".utf8)], .csv)
        #expect(text == "a,b\n" && converter.records == 0)
    }

    @Test("What is no table is refused", arguments: ["{\"a\":1}", " [1]", "\n<?xml version=\"1.0\"?>"])
    func noTable(_ text: String) {
        let found = #expect(throws: DocumentFault.self) { try Self.converted([Array(text.utf8)], .ndjson) }
        #expect(found?.kind == .notATable)
        #expect(found?.message.contains("'convert'") == true)
        let typed = #expect(throws: DocumentFault.self) {
            try Self.converted([], .csv, type: "application/json; charset=UTF-8")
        }
        #expect(typed?.kind == .notATable)
    }

    @Test(
        "A record with quotes that make no sense is told by its number",
        arguments: [("a,b\n1,\"2\n", 2), ("a,b\n1,2\n\"3\"x,4\n", 3), ("\"a,b\n", 1)])
    func malformed(_ text: String, _ record: Int) {
        for size in 1...text.utf8.count {
            for conversion in DocumentForm.Conversion.allCases {
                let found = #expect(throws: DocumentFault.self) {
                    try Self.converted(Array(text.utf8).chunks(of: size), conversion, .comma)
                }
                #expect(found?.kind == .malformedTable(record: record))
            }
        }
    }

    @Test("A quote that is never closed does not gather the whole document")
    func endless() {
        let line = [UInt8](repeating: 0x61, count: 1 << 18)
        let found = #expect(throws: DocumentFault.self) {
            try Self.converted([Array("a,b\n\"".utf8)] + Array(repeating: line, count: 40), .ndjson)
        }
        #expect(found?.kind == .malformedTable(record: 2))
    }

    @Test("A record larger than a piece is converted")
    func large() throws {
        let value = String(repeating: "\u{1}", count: 1 << 20)
        let text = try Self.converted([Array("a\tb\n\(value)\t2\n1\t2\n".utf8)], .ndjson).text
        #expect(
            text == "{\"a\":\"" + String(repeating: "\\u0001", count: 1 << 20)
                + "\",\"b\":\"2\"}\n{\"a\":\"1\",\"b\":\"2\"}\n")
    }

    @Test("Any values come back when the CSV that was made of them is read")
    func anyValues() throws {
        let seed = UInt64.random(in: 0 ... .max)
        let random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            let width = random.below(4) + 1
            let records = (0..<random.below(6)).map { _ in
                (0..<width).map { _ in
                    String(
                        (0..<random.below(12)).map { _ in random.pick(["a", "\"", ",", "\n", "ä", "\t", " ", "\r\n"]) }
                            .joined())
                }
            }
            let header = (0..<width).map { "c\($0)" }
            let text = ([header] + records).map { record in
                record.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
            }.joined()
            let cuts = (0..<random.below(9)).map { _ in random.below(text.utf8.count + 1) }
            let csv = try Self.converted(Array(text.utf8).cut(at: cuts), .csv, .comma).text
            // Once it is in its proper form it stays so, and says the same.
            #expect(try Self.converted([Array(csv.utf8)], .csv, .comma).text == csv, "seed \(seed)")
            let first = try Self.converted([Array(text.utf8)], .ndjson, .comma).text
            #expect(try Self.converted([Array(csv.utf8)], .ndjson, .comma).text == first, "seed \(seed)")
            let objects = first.split(separator: "\n").map { try? JSONValue(parsing: Array($0.utf8)) }
            let expected = records.map { record in
                JSONValue.object(Dictionary(uniqueKeysWithValues: zip(header, record.map { .string($0) })))
            }
            #expect(objects == expected, "seed \(seed)")
        }
    }
}
