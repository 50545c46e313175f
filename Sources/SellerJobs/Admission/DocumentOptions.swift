/// How a document that Amazon gives out becomes a file: options of reports, feeds (for their results) and queries.
struct DocumentOptions: Sendable, Hashable {
    /// What becomes of bytes that are no text in the document's charset.
    static let malformedWords = ["strict", "replace"]
    /// What the file is written in.
    static let encodingWords = ["utf-8", "raw"]
    /// What tables may be turned into.
    static let conversionWords = ["ndjson", "csv"]

    /// The document's charset, where what Amazon says of it is wrong; `nil` believes Amazon.
    var charset: String?
    /// One of `malformedWords`; `nil` is `strict`: the download fails.
    var malformed: String?
    /// One of `encodingWords`; `nil` is `utf-8`. With `raw` the bytes stay as they are, only uncompressed.
    var encoding: String?
    /// One of `conversionWords`; `nil` leaves tables as they are.
    var convert: String?

    init() {}

    init(_ reader: inout OptionReader) {
        charset = reader.text("charset", "the name of a charset in quotes, for example \"windows-1252\"")
        if let charset, !Self.isName(charset) {
            reader.complain("The charset '\(charset.prefix(60))' is no name of one. Names are such as windows-1252.")
        }
        convert = reader.word("convert", of: Self.conversionWords)
        encoding = reader.word("encoding", of: Self.encodingWords)
        malformed = reader.word("malformed", of: Self.malformedWords)
        guard encoding == "raw" else { return }
        for (name, value) in [("charset", charset), ("convert", convert), ("malformed", malformed)] where value != nil {
            reader.complain(
                "The option '\(name)' goes with text, but 'encoding' \"raw\" leaves the bytes as they are: leave one of "
                    + "them out.")
        }
    }

    private static func isName(_ text: String) -> Bool {
        text.utf8.count <= 40
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.:+".unicodeScalars.contains($0))
            }
    }

    /// Adds the options to those that are stored with a job.
    func add(to writer: inout OptionWriter) {
        writer.add("charset", charset)
        writer.add("convert", convert)
        writer.add("encoding", encoding)
        writer.add("malformed", malformed)
    }
}
