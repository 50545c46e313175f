import JobModel
import OperationCatalogue

/// What the content of a JSON_LISTINGS_FEED must be before it is sent; the messages themselves are for Amazon to judge.
enum ListingsContent {
    /// Checks that the content is an object with messages. It is not copied.
    ///
    /// - Throws: `JobRejection` that says what is due.
    static func check(_ bytes: [UInt8]) throws(JobRejection) {
        let extents: [(name: String, place: Range<Int>)]?
        do throws(JSONSyntax.Fault) {
            extents = try JSONReader.extents(of: bytes)
        } catch {
            throw JobRejection("The content of a \(FeedType.listings) must be one JSON object; \(error.description).")
        }
        guard let extents else {
            throw JobRejection(
                "The content of a \(FeedType.listings) must be one JSON object, {\"header\": ..., \"messages\": [...]}."
            )
        }
        // Of members with one name the last counts.
        guard let messages = extents.last(where: { $0.name == "messages" })?.place,
            bytes[messages.lowerBound] == UInt8(ascii: "[")
        else {
            throw JobRejection(
                "A \(FeedType.listings) needs its messages in a list, {\"header\": ..., \"messages\": [...]}.")
        }
        let inside = bytes[messages].dropFirst().dropLast()
        guard inside.contains(where: { !FeedResult.isSpace($0) }) else {
            throw JobRejection(
                "The \(FeedType.listings) has no messages, so that Amazon would do nothing: put some into the list "
                    + "'messages', or leave the feed out.")
        }
    }
}
