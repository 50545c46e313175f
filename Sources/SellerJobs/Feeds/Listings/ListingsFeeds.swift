package import JobModel
import OperationCatalogue

/// The feeds that a file of messages becomes, in the order of the file: a request for each, under the size that Amazon
/// advises.
package struct ListingsFeeds: Sendable {
    /// One feed.
    package struct Feed: Sendable {
        /// The lines of its first and its last message, counted from 1.
        package let lines: ClosedRange<Int>
        /// How many messages it has.
        package let messages: Int
        /// The size of its document in bytes.
        package let bytes: Int
        /// What is asked for.
        package let request: JobRequest
    }

    /// One at least.
    package let feeds: [Feed]

    /// How many messages there are in all.
    package var messages: Int { feeds.reduce(0) { $0 + $1.messages } }

    /// Divides a file. Its jobs read it again, each its own part. Blocks.
    ///
    /// - Parameters:
    ///   - path: The whole path of a regular file with a message on each line.
    ///   - request: What is asked for, without content.
    ///   - issueLocale: The language that Amazon tells errors in; `nil` for that of the store.
    ///   - largest: Documents must have fewer bytes.
    /// - Throws: `JobRejection` with the first problems.
    package init(
        file path: String, request: JobRequest, issueLocale: String? = nil, directory: DirectoryHolder,
        largest: Int64 = FeedSize.advised
    ) throws {
        let header = try Self.header(request, issueLocale, directory)
        let opened = try ContentFile.opened(path, what: "feed")
        feeds = try ListingsPlan(try RegularFile.Bytes(opened), header: header, largest: Int(largest)).parts.map {
            part in
            var request = request
            request.options = try Self.options(
                request.options,
                ["file": .string(path), "messages": ListingsSlice(header: header, part: part).json])
            return Feed(part, request)
        }
    }

    /// Divides a text, which goes into the queue with the jobs.
    ///
    /// - Throws: `JobRejection` with the first problems.
    package init(
        text: String, request: JobRequest, issueLocale: String? = nil, directory: DirectoryHolder,
        largest: Int64 = FeedSize.advised
    ) throws {
        let header = try Self.header(request, issueLocale, directory)
        let bytes = Array(text.utf8)
        feeds = try ListingsPlan(Portion(bytes[...]), header: header, largest: Int(largest)).parts.map { part in
            var document = ListingsDocument(Portion(bytes[Int(part.offset)...]), header: header, part: part)
            var body: [UInt8] = []
            while case let portion = try document.next(), !portion.isEmpty { body += portion }
            var request = request
            request.body = String(decoding: body, as: UTF8.self)
            return Feed(part, request)
        }
    }

    private static func header(
        _ request: JobRequest, _ issueLocale: String?, _ directory: DirectoryHolder
    ) throws(JobRejection) -> ListingsHeader {
        guard request.operation == FeedType.listings else {
            throw JobRejection(
                "Messages become feeds of the type \(FeedType.listings), not of '\(request.operation.prefix(60))'.")
        }
        let seller = try directory.current.owner(of: request).seller
        guard let id = seller.sellerID, !id.isEmpty else {
            throw JobRejection(
                "A \(FeedType.listings) names Amazon's id of the seller: add 'sellerId' to the seller "
                    + "'\(seller.key.seller)' in the configuration.")
        }
        return ListingsHeader(sellerID: id, issueLocale: issueLocale)
    }

    private static func options(_ text: String, _ more: [String: JSONValue]) throws(JobRejection) -> String {
        guard case .object(let members)? = try? JSONReader.value(of: Array(text.utf8)) else {
            throw JobRejection("The options must be a JSON object.")
        }
        return JSONValue.object(members.merging(more) { $1 }).text
    }

    /// Bytes that are in memory.
    private struct Portion: ByteSource {
        private var bytes: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) {
            self.bytes = bytes
        }

        mutating func next() -> [UInt8] {
            defer { bytes = [] }
            return Array(bytes)
        }
    }
}

extension ListingsFeeds.Feed {
    fileprivate init(_ part: ListingsPlan.Part, _ request: JobRequest) {
        self.init(lines: part.lines, messages: part.messages, bytes: part.bytes, request: request)
    }
}
