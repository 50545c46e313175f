/// What a fetched document came to.
package struct DocumentFigures: Sendable, Hashable {
    /// The document's bytes as the storage keeps them.
    package var bytesReceived = 0
    /// Bytes after inflating, before anything else was done to them.
    package var bytesInflated = 0
    /// Bytes that were written.
    package var bytesWritten = 0
    /// The type that the storage named, for example `text/plain; charset=Cp1252`.
    package var contentType: String?
    /// The charset that the storage declared, in its spelling.
    package var declaredCharset: String?
    /// The charset that the document was read in; `nil` when its bytes were kept.
    package var charset: String?
    /// Whether the storage keeps the document compressed.
    package var wasCompressed = false
    /// How many malformed places were replaced.
    package var replacements = 0
    /// Records of a table that was converted, the header left out; `nil` without a conversion.
    package var records: Int?
    /// Records with fewer values than the header. What they lack counts as empty.
    package var shortRecords = 0
    /// Records with more values than the header. The surplus has numbers for names.
    package var longRecords = 0

    /// Figures of nothing.
    package init() {}
}
