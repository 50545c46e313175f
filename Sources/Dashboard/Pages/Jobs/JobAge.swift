import JobModel
import JobStore

/// How old jobs are wanted to be: `6h` put in within six hours, `-6h` longer ago.
struct JobAge: Sendable, Hashable {
    /// The ages that are offered.
    static let offered = ["1h", "24h", "7d", "30d", "-1h", "-24h", "-7d"].compactMap { JobAge($0) }

    /// As an address says it.
    let text: String
    private let distance: Duration

    /// Reads a word of an address.
    init?(_ text: String) {
        guard let distance = Duration(text: String(text.drop { $0 == "-" })) else { return nil }
        self.text = (text.hasPrefix("-") ? "-" : "") + text.drop { $0 == "-" }
        self.distance = distance
    }

    private var isOlder: Bool { text.hasPrefix("-") }

    /// In words: `put in within 6 h`.
    var words: String {
        let told = distance == .seconds(3600) ? "1 h" : distance.rough
        return isOlder ? "put in more than \(told) ago" : "put in within \(told)"
    }

    /// Tells the store.
    func narrow(_ filter: inout JobFilter, now: Timestamp) {
        if isOlder { filter.createdBefore = now - distance } else { filter.createdAfter = now - distance }
    }
}
