/// What a document is like. What is left out follows from what it is a document of.
package struct DocumentShape: Sendable, Hashable {
    /// How long it is.
    package enum Size: Sendable, Hashable {
        /// So many rows or items behind the header.
        case rows(Int)
        /// As many rows as reach so many bytes, in the document's own charset and not compressed.
        case bytes(Int)
    }

    /// How its text is encoded.
    package enum Charset: String, Sendable, Hashable, CaseIterable {
        case utf8 = "UTF-8"
        case latin1 = "ISO-8859-1"
        case windows1252 = "windows-1252"
        case shiftJIS = "Shift_JIS"
        /// Shift_JIS with Microsoft's additions.
        case windows31J = "Windows-31J"
    }

    /// How its rows are written.
    package enum Format: String, Sendable, Hashable, CaseIterable {
        /// Tab-separated without any quoting.
        case tab
        /// Comma-separated, quoted where it must be.
        case csv
        /// One object with a list of items.
        case json
        /// An object on each line.
        case jsonLines = "jsonl"
        /// One element for each item.
        case xml
    }

    /// How it is compressed.
    package enum Compression: String, Sendable, Hashable, CaseIterable {
        case gzip, none
    }

    /// How long it is. 100 rows unless told otherwise.
    package var size: Size
    /// The names of its columns; those of a listing unless told otherwise.
    package var columns: [String]
    /// The charset. Unless told otherwise Shift_JIS for flat files of Japan, and UTF-8.
    package var charset: Charset?
    /// The compression. gzip unless told otherwise.
    package var compression: Compression
    /// The format. That of the report type unless told otherwise.
    package var format: Format?

    /// Creates the description of a document.
    package init(
        size: Size = .rows(100), columns: [String] = DocumentShape.usualColumns, charset: Charset? = nil,
        compression: Compression = .gzip, format: Format? = nil
    ) {
        self.size = size
        self.columns = columns
        self.charset = charset
        self.compression = compression
        self.format = format
    }

    /// The columns of a listing.
    package static let usualColumns = [
        "item-name", "item-description", "listing-id", "seller-sku", "price", "quantity", "open-date", "asin1",
    ]
}
