import OperationCatalogue

/// What the document with a feed's results says. Pure.
///
/// Amazon writes it in one of three forms, by the feed's type: JSON, XML, or text separated by tabs. Of anything else no
/// figure is known.
struct FeedResult: Sendable, Hashable {
    /// How many first errors are kept.
    static let keptErrors = 5
    /// The longest part of an error that is kept, in characters.
    private static let longestError = 300

    /// Messages or records that Amazon looked at.
    var processed: Int?
    /// Those of them that it took.
    var accepted: Int?
    /// Errors: messages that have some, or where the document does not tell those, errors.
    var errors: Int?
    /// Likewise for warnings.
    var warnings: Int?
    /// The first errors, in words.
    private(set) var firstErrors: [String] = []

    /// Whether anything is known.
    var isKnown: Bool { processed != nil || accepted != nil || errors != nil }

    /// Whether nothing was taken, and errors are why.
    var isRefused: Bool {
        guard let errors, errors > 0 else { return false }
        if let accepted { return accepted == 0 }
        return processed.map { errors >= $0 } ?? false
    }

    init() {}

    /// Reads what ``progress`` wrote.
    init(progress: [String: JSONValue]) {
        func count(_ name: String) -> Int? { if case .integer(let count)? = progress[name] { Int(count) } else { nil } }
        processed = count("processed")
        accepted = count("accepted")
        errors = count("errors")
        warnings = count("warnings")
        firstErrors = (progress["firstErrors"]?.items ?? []).compactMap(\.string)
    }

    /// Reads a whole document.
    init(_ document: [UInt8]) {
        var reader = FeedResultReader()
        reader.take(document)
        self = reader.result
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Whether more errors would be kept.
    var hasRoom: Bool { firstErrors.count < Self.keptErrors }

    /// Takes note of an error when it is one of the first.
    ///
    /// - Parameters:
    ///   - place: The message or record it belongs to.
    ///   - code: Amazon's code.
    ///   - message: What Amazon says.
    mutating func add(place: String?, code: String?, message: String?) {
        guard hasRoom else { return }
        let code = code.flatMap { $0.isEmpty ? nil : "error \($0)" }
        let head = [place, code].compactMap { $0.flatMap { $0.isEmpty ? nil : $0 } }.joined(separator: ", ")
        let words = message ?? ""
        let text = head.isEmpty || words.isEmpty ? head + words : "\(head): \(words)"
        if !text.isEmpty { firstErrors.append(String(text.prefix(Self.longestError))) }
    }
}
