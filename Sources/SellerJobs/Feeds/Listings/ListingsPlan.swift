import Crypto
import JobModel

/// How the messages of a file are divided among feeds: each stays under the size that Amazon advises.
///
/// No SKU is in two feeds: each is sent when its turn comes, and that of the later lines may be there first. Amazon would then
/// let the older message win.
struct ListingsPlan: Sendable, Hashable {
    /// One feed.
    struct Part: Sendable, Hashable {
        /// The lines of its first and its last message.
        private(set) var lines: ClosedRange<Int>
        /// How many messages it has.
        private(set) var messages: Int
        /// The size of its document in bytes.
        private(set) var bytes: Int
        /// Where its first line begins: so many bytes of the file come before.
        let offset: Int64
        /// The SHA-256 of its document in hexadecimal.
        fileprivate(set) var sha256 = ""

        fileprivate init(_ message: (line: Int, offset: Int64), bytes: Int) {
            lines = message.line...message.line
            messages = 1
            offset = message.offset
            self.bytes = bytes
        }

        /// A part that was divided off before.
        init(lines: ClosedRange<Int>, messages: Int, bytes: Int, offset: Int64, sha256: String) {
            self.lines = lines
            self.messages = messages
            self.bytes = bytes
            self.offset = offset
            self.sha256 = sha256
        }

        fileprivate mutating func take(line: Int, bytes: Int) {
            lines = lines.lowerBound...line
            messages += 1
            self.bytes += bytes
        }
    }

    /// So many problems are told.
    static let keptProblems = 20

    /// The feeds in the order of the file.
    private(set) var parts: [Part] = []

    /// Reads a file of messages to its end. Blocks.
    ///
    /// - Parameter largest: Documents must have fewer bytes.
    /// - Throws: `JobRejection` with the first problems; what the source throws.
    init<Source: ByteSource>(_ source: Source, header: ListingsHeader, largest: Int = Int(FeedSize.advised)) throws {
        var messages = ListingsMessages(source)
        let frame = header.opening.count + ListingsHeader.closing.count
        var problems: [String] = []
        var more = 0
        var hash = SHA256()
        // Hashes in place of the SKUs, of which there may be millions.
        var places: [Int: Place] = [:]
        while true {
            do {
                guard let message = try messages.next() else { break }
                let size = message.bytes.count
                guard frame + size < largest else {
                    throw JobRejection(
                        "Line \(message.line): the message alone makes a feed of \(largest) bytes or more.")
                }
                // A comma stands between two messages.
                if let last = parts.last, last.bytes + 1 + size < largest {
                    parts[parts.count - 1].take(line: message.line, bytes: 1 + size)
                    hash.update(data: [UInt8(ascii: ",")])
                } else {
                    end(hash)
                    parts.append(Part((message.line, message.offset), bytes: frame + size))
                    hash = SHA256()
                    hash.update(data: header.opening)
                }
                hash.update(data: message.bytes)
                let place = Place(part: parts.count - 1, line: message.line)
                let first = places[message.sku.hashValue, default: place]
                guard first.part == place.part else { throw Self.divided(message, first.line) }
                places[message.sku.hashValue] = first
            } catch let error as JobRejection {
                if problems.count < Self.keptProblems { problems += error.problems } else { more += 1 }
            }
        }
        end(hash)
        if more > 0 { problems.append("And \(more) more lines have problems.") }
        if problems.isEmpty, parts.isEmpty {
            problems.append("The file holds no messages; write one JSON object a line.")
        }
        guard problems.isEmpty else { throw JobRejection(problems) }
    }

    /// Where a SKU was first seen.
    private struct Place {
        let part: Int
        let line: Int
    }

    private static func divided<Source>(_ message: ListingsMessages<Source>.Message, _ first: Int) -> JobRejection {
        JobRejection(
            "Line \(message.line): the SKU '\(message.sku.prefix(60))' is in line \(first) too, which goes out in another feed, "
                + "and either may come last and win. Make one message of both, or enqueue the later one as a file of its own "
                + "when the other has been applied.")
    }

    /// The last part is complete.
    private mutating func end(_ hash: SHA256) {
        guard !parts.isEmpty else { return }
        var hash = hash
        hash.update(data: ListingsHeader.closing)
        parts[parts.count - 1].sha256 = OutputFile.hexadecimal(hash.finalize())
    }
}
