import HTTPTypes

/// Where the next page of a list begins, as a text that programs hand back as it is.
enum Cursor {
    /// The texts as one.
    static func text(_ parts: [String]) -> String { parts.map(\.percentEncoded).joined(separator: ",") }

    /// The texts that a cursor of so many was made of; `nil` for a text that is none.
    static func parts(_ text: String, count: Int) -> [String]? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { String($0).percentDecoded }
        let whole = parts.compactMap(\.self)
        guard parts.count == count, whole.count == count, !whole.contains(where: \.hasControlCharacters) else {
            return nil
        }
        return whole
    }

    /// A parameter that holds a cursor.
    static let parameter = APIParameter("after", .text(2000), "Where to go on: `next` of the page before.")

    /// The texts of the cursor that a request has; `nil` for the beginning.
    ///
    /// - Throws: `Refusal` with status 400.
    static func parts(of call: APICall, count: Int) throws -> [String]? {
        guard let text = call.text(parameter) else { return nil }
        if let parts = parts(text, count: count) { return parts }
        throw Refusal(
            .badRequest, "The address is wrong",
            faults: [Refusal.Fault(field: "after", problem: "is no 'next' of a page before")])
    }
}
