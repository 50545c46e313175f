import OperationCatalogue
import Secrets

/// Reads a feed's result document while it is fetched.
struct FeedReading: DocumentReading {
    /// So many bytes are kept of what Amazon says of a feed that it broke off.
    private static let longestHead = 4096

    private let isFatal: Bool
    private let redactor: Redactor
    private var reader = FeedResultReader()
    private var head: [UInt8] = []

    /// - Parameters:
    ///   - isFatal: Whether the document explains why Amazon broke the feed off.
    ///   - redactor: Takes secrets out of what is told.
    init(isFatal: Bool, redactor: Redactor) {
        self.isFatal = isFatal
        self.redactor = redactor
    }

    mutating func take(_ chunk: [UInt8]) {
        reader.take(chunk)
        if isFatal { head += chunk.prefix(Self.longestHead - head.count) }
    }

    var figures: [String: JSONValue] {
        var result = reader.result
        if isFatal, result.firstErrors.isEmpty {
            // Whatever it is, it is all that is said of the failure.
            let words = String(decoding: head, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            result.add(place: nil, code: nil, message: words.joined(separator: " "))
        }
        var members = result.progress
        if !result.firstErrors.isEmpty {
            members["firstErrors"] = .array(result.firstErrors.map { .string(redactor.redact($0)) })
        }
        // Nobody should take silence for a success.
        if !result.isKnown { members["figures"] = "unknown" }
        return members
    }
}
