package import JobModel

/// The sellers of one place outside the configuration, as they were listed last.
package struct SellerListingRow: Sendable, Hashable {
    /// The place, in words of whoever lists.
    package var source: String
    /// The sellers' names there, without line breaks.
    package var names: [String]
    package var listedAt: Timestamp

    package init(source: String, names: [String], listedAt: Timestamp) {
        self.source = source
        self.names = names
        self.listedAt = listedAt
    }
}

extension SellerListingRow {
    /// The name of the setting that holds the place's row.
    static func setting(_ source: String) -> String { "sellers \(source)" }

    /// The row as a setting's value: the time in microseconds, then a name a line.
    var value: String {
        // A name that would be read as two others is none.
        ([String(listedAt.microseconds)] + names.filter { !$0.contains(where: \.isNewline) }).joined(separator: "\n")
    }

    /// Reads what `value` wrote; `nil` for anything else.
    init?(source: String, value: String) {
        let lines = value.split(separator: "\n", omittingEmptySubsequences: true)
        guard let first = lines.first, let microseconds = Int64(first) else { return nil }
        self.init(
            source: source, names: lines.dropFirst().map(String.init),
            listedAt: Timestamp(microseconds: microseconds))
    }
}
