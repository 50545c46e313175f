import JobModel
import OperationCatalogue

/// One item of a result: a line, an element of a list, or the whole.
package struct ChainItem: Sendable, Hashable {
    /// The item as it stands there.
    private let text: String?
    private let value: JSONValue?
    /// The member that `{item}` stands for; `nil` for the whole text.
    private let member: String?

    /// The whole result of a job that leads to one other: its members, if it was kept with the job and has some.
    static func whole(_ inline: String?) -> ChainItem {
        let value = inline.flatMap { try? JSONValue(parsing: $0.utf8) }
        return ChainItem(text: value.flatMap { plain($0) }, value: value, member: nil)
    }

    /// The items of a line: none of a blank one, each element of a list, else the line itself.
    ///
    /// - Parameter member: What `{item}` stands for; without it a line may be any text.
    /// - Throws: `ChainFlaw` when the line is no JSON and must be.
    static func items(of line: [UInt8], member: String?) throws(ChainFlaw) -> [ChainItem] {
        let line = line.last == 13 ? line.dropLast() : line[...]
        guard let text = String(validating: line, as: UTF8.self) else { throw ChainFlaw("is no UTF-8 text") }
        if text.allSatisfy(\.isWhitespace) { return [] }
        let value = try? JSONValue(parsing: line)
        guard case .array(let elements)? = value else {
            if value == nil, member != nil { throw ChainFlaw("is no JSON: \(text.prefix(80).debugDescription)") }
            return [ChainItem(text: text, value: value, member: member)]
        }
        return elements.map { ChainItem(text: plain($0) ?? $0.text, value: $0, member: member) }
    }

    /// What `{item}` stands for, or `{item:NAME}`; `nil` when the item has nothing there that is a text.
    package func text(of name: String?) -> String? {
        guard let name = name ?? member else {
            if case .string(let text)? = value { return text }
            return text
        }
        return value?[name].flatMap { Self.plain($0) }
    }

    /// Makes sure that there is what `{item}` stands for.
    func check() throws(ChainFlaw) {
        guard let member, text(of: nil) == nil else { return }
        throw ChainFlaw("has no text or number '\(member)', which 'then.forEach' names")
    }

    private static func plain(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number, .bool: value.text
        case .null, .array, .object: nil
        }
    }
}

/// Why a chain cannot go on, whatever is tried.
struct ChainFlaw: Error {
    /// A short word for programs.
    let kind: String
    let message: String

    init(_ message: String, kind: String = "chainItem") {
        self.kind = kind
        self.message = message
    }
}
