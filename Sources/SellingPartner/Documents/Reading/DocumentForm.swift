/// How a document's bytes become the output's.
package struct DocumentForm: Sendable, Hashable {
    /// What happens to bytes that are no text in the document's charset.
    package enum Malformed: String, Sendable, CaseIterable {
        /// The document is refused, with the place of the first such byte.
        case strict
        /// Each is replaced by U+FFFD.
        case replace
    }

    /// What a table becomes.
    package enum Conversion: String, Sendable, CaseIterable {
        /// A JSON object a line, with the names of the header as keys, in order, and texts as values.
        case ndjson
        /// Values with commas between them, quoted where they must be, and lines that end with a line feed alone.
        case csv
    }

    /// What stands between the values of a table.
    package enum Delimiter: String, Sendable, CaseIterable {
        /// As in Amazon's flat files, which quote nothing.
        case tab
        /// As in CSV, which quotes values that hold commas, quotes or line breaks.
        case comma
    }

    /// The charset that the document has, whatever it says itself. Unless it is set, the one that the storage declares
    /// counts, then a byte order mark, then UTF-8.
    package var charset: String?
    /// What happens to bytes that are no text. They are refused unless told otherwise.
    package var onMalformed: Malformed
    /// Whether the bytes are kept as they came, only inflated. Then nothing else of the form counts.
    package var keepsBytes: Bool
    /// What a table becomes; with `nil` it stays as it is.
    package var conversion: Conversion?
    /// What stands between the values of a table that is converted; with `nil` its header tells.
    package var delimiter: Delimiter?

    /// Creates a form: text in UTF-8, strictly, unless told otherwise.
    package init(
        charset: String? = nil, onMalformed: Malformed = .strict, keepsBytes: Bool = false,
        conversion: Conversion? = nil, delimiter: Delimiter? = nil
    ) {
        self.charset = charset
        self.onMalformed = onMalformed
        self.keepsBytes = keepsBytes
        self.conversion = conversion
        self.delimiter = delimiter
    }
}
