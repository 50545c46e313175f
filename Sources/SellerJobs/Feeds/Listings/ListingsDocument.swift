import Crypto
import JobModel

/// The document of one feed of listings, in portions: only one of them is ever held.
struct ListingsDocument<Source: ByteSource>: ByteSource {
    private enum Stage {
        case opening, messages, over
    }

    /// Portions are about so many bytes.
    private static var portion: Int { 128 << 10 }

    private var messages: ListingsMessages<Source>
    private let header: ListingsHeader
    private let part: ListingsPlan.Part
    private var stage = Stage.opening
    private var read = 0
    private var bytes = 0
    private var hash = SHA256()

    /// Writes a part of the file that a plan was made of.
    ///
    /// - Parameter source: The file from the part's first line on.
    init(_ source: Source, header: ListingsHeader, part: ListingsPlan.Part) {
        messages = ListingsMessages(source, from: part.lines.lowerBound)
        self.header = header
        self.part = part
    }

    /// The next portion, empty at the end. Blocks.
    ///
    /// - Throws: `JobRejection` when the file is not what the plan was made of any more; what the source throws.
    mutating func next() throws -> [UInt8] {
        var portion: [UInt8] = []
        if stage == .opening {
            portion = header.opening
            stage = .messages
        }
        while stage == .messages, portion.count < Self.portion {
            if read == part.messages {
                portion += ListingsHeader.closing
                stage = .over
            } else {
                guard let message = try message(), part.lines.contains(message.line) else { throw Self.changed }
                if read > 0 { portion.append(UInt8(ascii: ",")) }
                portion += message.bytes
                read += 1
            }
        }
        bytes += portion.count
        hash.update(data: portion)
        guard bytes <= part.bytes, stage != .over || isWhole else { throw Self.changed }
        return portion
    }

    private var isWhole: Bool { bytes == part.bytes && OutputFile.hexadecimal(hash.finalize()) == part.sha256 }

    private mutating func message() throws -> ListingsMessages<Source>.Message? {
        do {
            return try messages.next()
        } catch is JobRejection {
            // All were good when the plan was made.
            throw Self.changed
        }
    }

    private static var changed: JobRejection {
        JobRejection("The file of messages has changed since it was checked: enqueue it again.")
    }
}
