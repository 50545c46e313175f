import JobModel
import OperationCatalogue

/// A value that stands in the address or the header of a request, and what it may be.
struct APIParameter: Sendable {
    /// Where it stands.
    enum Place: String, Sendable {
        case path, query, header
    }

    /// What it may be.
    enum Kind: Sendable {
        /// A whole number.
        case integer(ClosedRange<Int64>)
        /// A text of at most so many characters, without control characters.
        case text(Int)
        /// Up to so many letters, digits and signs of ASCII, without blanks.
        case key(Int)
        /// Whatever it is, it is no fault: what cannot be used counts for nothing.
        case anything
        /// One of these words.
        case choice([String])
        /// Some of these words, separated by commas.
        case choices([String])
        /// `true` or `false`.
        case flag
        /// A duration such as `30s`, `5m`, `6h` or `1d`: at most four digits and a unit.
        case age
    }

    /// How it is written, and how `APICall` knows it.
    let name: String
    let place: Place
    let kind: Kind
    /// What it means.
    let words: String
    /// The value that counts when it is left out, for the document.
    let standard: JSONValue?
    let example: JSONValue?

    init(
        _ name: String, in place: Place = .query, _ kind: Kind, _ words: String, standard: JSONValue? = nil,
        example: JSONValue? = nil
    ) {
        self.name = name
        self.place = place
        self.kind = kind
        self.words = words
        self.standard = standard
        self.example = example
    }

    /// What is wrong with a value, as the rest of a sentence; `nil` when nothing is.
    func fault(_ value: String) -> String? {
        switch kind {
        case .integer(let range):
            let isNumber = value.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard isNumber, let number = Int64(value), range.contains(number) else {
                return "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
            }
        case .text(let most):
            if value.isEmpty { return "must not be empty" }
            if value.unicodeScalars.count > most { return "must have at most \(most) characters" }
            if value.hasControlCharacters { return "must not hold control characters" }
        case .key(let most):
            if !(1...most).contains(value.utf8.count) || !value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
                return "must be 1 to \(most) letters, digits or signs of ASCII, without blanks"
            }
        case .anything: break
        case .choice(let words):
            if !words.contains(value) { return "must be one of \(words.joined(separator: ", "))" }
        case .choices(let words):
            if !Self.words(value).allSatisfy(words.contains) {
                return "must be some of \(words.joined(separator: ", ")), separated by commas"
            }
        case .flag:
            if !["true", "false"].contains(value) { return "must be true or false" }
        case .age:
            let digits = value.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
            let unit = String(value.dropFirst(digits))
            if !(1...4).contains(digits) || !["ms", "s", "m", "h", "d"].contains(unit) {
                return "must be an age such as 30s, 5m, 6h or 1d"
            }
        }
        return nil
    }

    /// The words of a list.
    static func words(_ value: String) -> [String] {
        value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    // MARK: Those that several routes have

    /// How many of something a list shows.
    static let limit = APIParameter("limit", .integer(1...200), "How many to list.", standard: 50)
    static let job = APIParameter("id", in: .path, .integer(1...Int64.max), "The job's number.", example: 42)
    static let seller = APIParameter(
        "seller", in: .path, .text(200), "The seller's id in the configuration.", example: "acme")
    static let region = APIParameter(
        "region", .choice(["NA", "EU", "FE"]), "Only in this region.", example: "EU")
}

extension String {
    /// Whether it holds a control character, which no name has.
    var hasControlCharacters: Bool { unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } }
}
