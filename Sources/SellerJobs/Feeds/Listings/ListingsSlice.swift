import JobModel
import OperationCatalogue

/// Which messages of a file a job sends, and what must come of them: the option `messages` of a feed, which
/// `spworker enqueue feed --messages` writes. So the job can write its document when its time has come, and knows when the
/// file is not what it was.
struct ListingsSlice: Sendable, Hashable {
    let header: ListingsHeader
    let part: ListingsPlan.Part

    init(header: ListingsHeader, part: ListingsPlan.Part) {
        self.header = header
        self.part = part
    }

    /// Files have fewer lines and bytes than this.
    private static let most: Int64 = 1 << 60

    /// Reads what ``json`` wrote; `nil` for anything else, such as figures that no file has.
    init?(_ json: JSONValue) {
        func count(_ name: String) -> Int? {
            if case .integer(let count)? = json[name], (1...Self.most).contains(count) { Int(count) } else { nil }
        }
        guard let sellerID = json["sellerId"]?.string, let first = count("firstLine"), let last = count("lastLine"),
            first <= last, let messages = count("count"), messages <= last - first + 1,
            let bytes = count("bytes"), bytes <= FeedSize.largest,
            case .integer(let offset)? = json["offset"], (0...Self.most).contains(offset),
            let sha256 = json["sha256"]?.string
        else { return nil }
        header = ListingsHeader(sellerID: sellerID, issueLocale: json["issueLocale"]?.string)
        part = ListingsPlan.Part(
            lines: first...last, messages: messages, bytes: bytes, offset: offset, sha256: sha256)
    }

    /// The slice as it is stored with its job.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "sellerId": .string(header.sellerID), "firstLine": .integer(Int64(part.lines.lowerBound)),
            "lastLine": .integer(Int64(part.lines.upperBound)), "count": .integer(Int64(part.messages)),
            "bytes": .integer(Int64(part.bytes)), "offset": .integer(part.offset), "sha256": .string(part.sha256),
        ]
        members["issueLocale"] = header.issueLocale.map { .string($0) }
        return .object(members)
    }

    /// The document, written from the file. Blocks.
    ///
    /// - Throws: `JobRejection` when the file cannot be read, or its messages are not what they were.
    func document(of file: String) throws -> [UInt8] {
        let opened = try ContentFile.opened(file, what: "feed")
        var document = ListingsDocument(
            try RegularFile.Bytes(opened, from: part.offset), header: header, part: part)
        var bytes: [UInt8] = []
        do {
            while case let portion = try document.next(), !portion.isEmpty { bytes += portion }
        } catch is JobRejection {
            throw JobRejection(
                "The file \(file) has changed since the job was enqueued: its lines \(part.lines.lowerBound) to "
                    + "\(part.lines.upperBound) are not the \(part.messages) messages that they were, and nothing of them was sent. "
                    + "Put the old file back and say 'spworker jobs retry ID', or enqueue these lines as a file of their own."
            )
        }
        return bytes
    }
}
