/// Reads the text of feed types.
///
/// A line is a type; its parts are separated by `|`:
///
///     NAME|AUDIENCE|CONTENT TYPE|CATEGORY|STANDING|NOTE
///
/// AUDIENCE is `seller`, `vendor` or `both`. CONTENT TYPE has no charset, and is `-` when it is not known. STANDING is
/// `active`, `removed TIME`, or `unsure REASON`. NOTE may be left out with its bar.
package struct FeedTypeReader {
    /// The types that `text` describes, in its order.
    ///
    /// - Throws: ``CatalogueTextError`` with the number of the first line that cannot be read.
    package static func types(in text: String) throws(CatalogueTextError) -> [FeedType] {
        var types: [FeedType] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            do {
                types.append(try type(line))
            } catch {
                throw CatalogueTextError(line: types.count + 1, reason: error.reason)
            }
        }
        return types
    }

    private static func type(_ line: Substring) throws(UnreadableText) -> FeedType {
        let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5 || parts.count == 6, !parts.contains("") else {
            throw UnreadableText("a type has five or six parts, and this line has \(parts.count), or one is empty")
        }
        guard let audience = FeedType.Audience(rawValue: parts[1]) else {
            throw UnreadableText("'\(parts[1])' is no audience")
        }
        return FeedType(
            name: parts[0], audience: audience, contentType: parts[2] == "-" ? nil : parts[2], category: parts[3],
            standing: try standing(parts[4]), note: parts.count == 6 ? parts[5] : nil)
    }

    private static func standing(_ text: String) throws(UnreadableText) -> FeedType.Standing {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        switch (words.first, words.count) {
        case ("active", 1): return .active
        case ("removed", 2): return .removed(words[1])
        case ("unsure", 2): return .unsure(words[1])
        default: throw UnreadableText("'\(text)' says not how a type stands")
        }
    }
}
