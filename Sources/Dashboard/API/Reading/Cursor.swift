import HTTPTypes

/// Where the next page of a list begins, as a text that programs hand back as it is.
enum Cursor {
    /// The texts as one.
    static func text(_ parts: [String]) -> String { parts.map(\.percentEncoded).joined(separator: ",") }

    /// The texts that a cursor of so many was made of. Of any other text something is made that lies in the list all
    /// the same: nothing goes wrong when somebody begins behind a place that is not there.
    static func parts(_ text: String, count: Int) -> [String] {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).prefix(count).map { part in
            (String(part).percentDecoded ?? String(part)).filter { !String($0).hasControlCharacters }
        }
        return parts + Array(repeating: "", count: count - parts.count)
    }

    /// A parameter that holds a cursor.
    static let parameter = APIParameter("after", .text(2000), "Where to go on: `next` of the page before.")
}
