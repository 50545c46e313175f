import JobModel
import OperationCatalogue

/// Reads the messages of a JSON_LISTINGS_FEED from a file that holds one on each line.
///
/// A message needs a `sku` and an `operationType`; the rest is for Amazon to judge. Messages without a `messageId` get the
/// number of their line, by which results lead back to it; either all have one, or none.
struct ListingsMessages<Source: ByteSource>: Sendable {
    /// One message.
    struct Message: Sendable, Hashable {
        /// Its line, counted from 1.
        let line: Int
        /// How many bytes of the source come before its line.
        let offset: Int64
        /// What it is about.
        let sku: String
        /// The object with its `messageId`.
        let bytes: [UInt8]
    }

    private var lines: LineReader<Source>
    /// Whether the messages have ids; `nil` before the first message.
    private var haveIDs: Bool?
    private var seen: Set<Int64> = []

    /// Reads messages from `source`.
    ///
    /// - Parameter first: The number of the line that it begins with.
    init(_ source: Source, from first: Int = 1) {
        lines = LineReader(source, longest: Int(FeedSize.advised), from: first)
    }

    /// The next message, `nil` at the end. Blocks.
    ///
    /// - Throws: `JobRejection` for a line that is no message, and the next call goes on behind it; what the source throws.
    mutating func next() throws -> Message? {
        while let line = try lines.next() {
            if line.isBlank { continue }
            do throws(JobRejection) {
                return try message(line)
            } catch {
                throw JobRejection(error.problems.map { "Line \(line.number): \($0)" })
            }
        }
        return nil
    }

    private mutating func message(_ line: LineReader<Source>.Line) throws(JobRejection) -> Message {
        guard let bytes = line.bytes else {
            throw JobRejection("the message has more than \(FeedSize.advised >> 20) MiB; Amazon advises smaller feeds.")
        }
        let found: [JSONReader.Member]?
        do throws(JSONSyntax.Fault) {
            found = try JSONReader.members(of: bytes)
        } catch {
            throw JobRejection("column \(error.column): \(error.reason).")
        }
        guard let members = found else { throw JobRejection("a message is a JSON object, {...}, one a line.") }
        for name in ["sku", "operationType"] where !members.contains(where: { Self.isText($0, named: name) }) {
            throw JobRejection("a message needs '\(name)', a text.")
        }
        let sku = Self.sku(of: members)
        guard let member = members.first(where: { $0.name == "messageId" }) else {
            try expect(ids: false)
            return Message(line: line.number, offset: line.offset, sku: sku, bytes: Self.numbered(bytes, line.number))
        }
        guard let id = Int64(String(decoding: member.value, as: UTF8.self)), id > 0 else {
            throw JobRejection("'messageId' must be a whole number above zero.")
        }
        try expect(ids: true)
        guard seen.insert(id).inserted else { throw JobRejection("an earlier message has the messageId \(id) too.") }
        return Message(line: line.number, offset: line.offset, sku: sku, bytes: Self.trimmed(bytes))
    }

    private mutating func expect(ids: Bool) throws(JobRejection) {
        guard let haveIDs else {
            haveIDs = ids
            return
        }
        guard haveIDs == ids else {
            throw JobRejection(
                ids
                    ? "this message has a 'messageId', but earlier ones have none: give all of them one, or none."
                    : "this message has no 'messageId', but earlier ones have: give all of them one, or none.")
        }
    }

    private static func isText(_ member: JSONReader.Member, named name: String) -> Bool {
        member.name == name && member.value.first == UInt8(ascii: "\"") && member.value.count > 2
    }

    /// What the message is about, however it is escaped. Of members with one name the last counts.
    private static func sku(of members: [JSONReader.Member]) -> String {
        let value = members.last { $0.name == "sku" }?.value ?? []
        return (try? JSONReader.value(of: value))?.string ?? String(decoding: value, as: UTF8.self)
    }

    /// The object with the number as its first member.
    private static func numbered(_ bytes: [UInt8], _ number: Int) -> [UInt8] {
        let object = trimmed(bytes)
        return Array("{\"messageId\":\(number),".utf8) + object.dropFirst()
    }

    /// The object without white space around it.
    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        guard let start = bytes.firstIndex(of: UInt8(ascii: "{")), let end = bytes.lastIndex(of: UInt8(ascii: "}")),
            start < end
        else { return bytes }
        return Array(bytes[start...end])
    }
}
