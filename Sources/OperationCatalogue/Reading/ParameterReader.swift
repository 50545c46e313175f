/// Reads one query or header parameter of the catalogue's text.
///
/// A parameter is one word: the name, and after it, in this order, what applies:
///
///     ^name         a header; without the circumflex it goes into the query
///     !             required
///     :TYPE         `integer`, `int32`, `int64`, `number`, `boolean`, or the form of a text: `date-time`, `date`,
///                   `boolean-text` (true or false), `country-code`; any text when absent
///     [1..10]       an array of texts with at least 1 and at most 10 items, comma-joined; both bounds may be absent,
///                   the dots too then; `[+..]` repeats the key for each item
///     (1..100)      the bounds of a number
///     ~38           the longest text
///     {A|B}, {@3}   the known values, or a list of them
///     %             encoded twice
///     =VALUE        the default, up to the end of the word
struct ParameterReader {
    /// The lists of known values by number.
    let values: [Substring: [String]]

    func parameter(from word: Substring) throws(UnreadableText) -> Parameter {
        var rest = word
        let location: Parameter.Location = skip("^", in: &rest) ? .header : .query
        let name = rest.prefix { !"!:[(~{%=".contains($0) }
        guard !name.isEmpty else { throw UnreadableText("'\(word)' has no name") }
        rest = rest.dropFirst(name.count)
        let isRequired = skip("!", in: &rest)

        var type = Parameter.ValueType.string
        var format: String?
        if skip(":", in: &rest) {
            let text = rest.prefix { !"([~{%=".contains($0) }
            rest = rest.dropFirst(text.count)
            (type, format) = try kind(text)
        }
        var items: Range?
        var isMulti = false
        if skip("[", in: &rest) {
            type = .array
            isMulti = skip("+", in: &rest)
            items = try range(upTo: "]", in: &rest)
        }
        let bounds = skip("(", in: &rest) ? try range(upTo: ")", in: &rest) : nil
        var maxLength: Int?
        if skip("~", in: &rest) {
            let digits = rest.prefix { $0.isNumber }
            rest = rest.dropFirst(digits.count)
            maxLength = try number(digits)
        }
        let known = skip("{", in: &rest) ? try knownValues(in: &rest) : []
        let isEncodedTwice = skip("%", in: &rest)
        var defaultValue: String?
        if skip("=", in: &rest) {
            defaultValue = String(rest)
            rest = ""
        }
        guard rest.isEmpty else { throw UnreadableText("'\(rest)' is left over in '\(word)'") }
        return Parameter(
            name: String(name), location: location, type: type, isRequired: isRequired,
            itemType: type == .array ? .string : nil,
            collectionFormat: type == .array ? (isMulti ? .multi : .csv) : nil,
            minItems: items?.low, maxItems: items?.high, minimum: bounds?.low, maximum: bounds?.high,
            maxLength: maxLength, knownValues: known, format: format, defaultValue: defaultValue,
            isEncodedTwice: isEncodedTwice)
    }

    private typealias Range = (low: Int?, high: Int?)

    private func kind(_ text: Substring) throws(UnreadableText) -> (Parameter.ValueType, String?) {
        switch text {
        case "integer": (.integer, nil)
        case "int32", "int64": (.integer, String(text))
        case "number": (.number, nil)
        case "boolean": (.boolean, nil)
        case "boolean-text": (.string, "boolean")
        case "date-time", "date", "country-code": (.string, String(text))
        default: throw UnreadableText("'\(text)' is not a type")
        }
    }

    /// Reads `low..high` and the closing character; both numbers may be absent, and the dots with them.
    private func range(upTo end: Character, in rest: inout Substring) throws(UnreadableText) -> Range {
        guard let close = rest.firstIndex(of: end) else { throw UnreadableText("'\(rest)' lacks a \(end)") }
        let text = rest[..<close]
        rest = rest[rest.index(after: close)...]
        guard !text.isEmpty else { return (nil, nil) }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].isEmpty else { throw UnreadableText("'\(text)' is not a range") }
        return (
            parts[0].isEmpty ? nil : try number(parts[0]),
            parts[2].isEmpty ? nil : try number(parts[2])
        )
    }

    private func knownValues(in rest: inout Substring) throws(UnreadableText) -> [String] {
        guard let close = rest.firstIndex(of: "}") else { throw UnreadableText("'\(rest)' lacks a }") }
        let text = rest[..<close]
        rest = rest[rest.index(after: close)...]
        guard text.first == "@" else { return text.split(separator: "|").map(String.init) }
        guard let list = values[text.dropFirst()] else { throw UnreadableText("there is no list of values \(text)") }
        return list
    }

    private func number(_ text: Substring) throws(UnreadableText) -> Int {
        guard let number = Int(text) else { throw UnreadableText("'\(text)' is not a number") }
        return number
    }

    private func skip(_ character: Character, in rest: inout Substring) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }
}
