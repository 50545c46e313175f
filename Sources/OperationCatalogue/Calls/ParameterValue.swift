/// A parameter's value read from JSON: the texts that are sent, before encoding.
struct ParameterValue {
    /// The items of a list, or the one text of anything else.
    let texts: [String]
    /// What looks odd but can be sent.
    private(set) var warnings: [String] = []

    /// Why a value cannot be sent, as the rest of a sentence that begins with the parameter's name.
    struct Fault: Error {
        let reason: String
    }

    /// Reads `value`. Texts that spell numbers and booleans are accepted for those, because a command line knows
    /// nothing else; single values and comma-separated texts are accepted for lists.
    init(_ value: JSONValue, for parameter: Parameter) throws(Fault) {
        var texts: [String] = []
        if parameter.type == .array {
            for item in Self.items(of: value, for: parameter) {
                texts.append(try Self.text(of: item, type: parameter.itemType ?? .string, for: parameter))
            }
            if texts.contains("") { throw Fault(reason: "has an empty item; leave it out.") }
        } else {
            texts = [try Self.text(of: value, type: parameter.type, for: parameter)]
        }
        self.texts = texts
        for text in texts {
            try Self.checkPlace(of: text, for: parameter)
            try checkForm(of: text, for: parameter)
            checkBounds(of: text, for: parameter)
            checkKnown(text, for: parameter)
        }
    }

    /// What a parameter takes, for error messages.
    static func wish(for parameter: Parameter) -> String {
        switch (parameter.type, parameter.format) {
        case (.array, _): "a list"
        case (.integer, _): "a whole number"
        case (.number, _): "a number"
        case (.boolean, _), (.string, "boolean"): "true or false"
        case (.string, "date-time"): "a time such as 2026-01-31T08:00:00Z"
        case (.string, "date"): "a day such as 2026-01-31"
        case (.string, "country-code"): "a country code such as DE"
        case (.string, _): "a text"
        case (.object, _): "an object"
        }
    }

    private static func items(of value: JSONValue, for parameter: Parameter) -> [JSONValue] {
        switch value {
        case .array(let items):
            items
        case .string(let text) where parameter.collectionFormat != .multi:
            text.split(separator: ",").map { .string(trimmed($0)) }.filter { $0 != .string("") }
        default:
            [value]
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    private static func text(
        of value: JSONValue, type: Parameter.ValueType, for parameter: Parameter
    ) throws(Fault) -> String {
        switch (type, value) {
        case (.string, .bool(let flag)): return String(flag)
        case (.string, .integer(let number)), (.integer, .integer(let number)), (.number, .integer(let number)):
            return String(number)
        case (.string, .number(let number)), (.number, .number(let number)):
            return text(of: number)
        case (.string, .string(let text)):
            if parameter.format != "boolean" { return text }
            if let flag = Bool(text.lowercased()) { return String(flag) }
        case (.integer, .number(let number)):
            if let whole = Int64(exactly: number) { return String(whole) }
        case (.integer, .string(let text)):
            if let whole = Int64(text) { return String(whole) }
        case (.number, .string(let text)):
            if let number = Double(text), number.isFinite { return Self.text(of: number) }
        case (.boolean, .bool(let flag)): return String(flag)
        case (.boolean, .string(let text)):
            if let flag = Bool(text.lowercased()) { return String(flag) }
        default: break
        }
        let wish = type == parameter.type ? wish(for: parameter) : "a list of texts"
        throw Fault(reason: "must be \(wish), not \(shown(value, of: parameter)).")
    }

    private static func text(of number: Double) -> String {
        Int64(exactly: number).map { String($0) } ?? String(number)
    }

    /// The value or its kind for an error message. Header values may be signatures, so they are not shown.
    private static func shown(_ value: JSONValue, of parameter: Parameter) -> String {
        switch value {
        case .array: "a list"
        case .object: "an object"
        case .null: "null"
        case _ where parameter.location == .header: "what was given"
        case .string(let text): text.excerpt
        case .bool, .integer, .number: value.text
        }
    }

    /// A path or header holds less than any text: an empty or dotted segment would be another path, and a line break
    /// another header.
    private static func checkPlace(of text: String, for parameter: Parameter) throws(Fault) {
        if text.isEmpty, parameter.location == .path || parameter.isRequired {
            throw Fault(reason: "must not be empty.")
        }
        if parameter.location == .path, text == "." || text == ".." {
            throw Fault(reason: "must not be '\(text)', which a path cannot hold.")
        }
        if parameter.location == .header, !text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) {
            throw Fault(reason: "holds characters that a header cannot; use plain letters, digits and signs.")
        }
    }

    private mutating func checkForm(of text: String, for parameter: Parameter) throws(Fault) {
        guard parameter.format == "date-time" || parameter.format == "date" else { return }
        guard let shape = ISO8601Shape(text), parameter.format == "date-time" || !shape.hasTime else {
            throw Fault(reason: "must be \(Self.wish(for: parameter)), not \(text.excerpt).")
        }
        if shape.hasTime, !shape.hasZone {
            warnings.append("\(text.excerpt) names no time zone; end it in Z for UTC.")
        }
    }

    /// The models' bounds move without notice, so that passing them is no error.
    private mutating func checkBounds(of text: String, for parameter: Parameter) {
        let number = parameter.minimum ?? parameter.maximum == nil ? nil : Double(text)
        if let number, let least = parameter.minimum, number < Double(least) {
            warnings.append("\(text) is less than the least that Amazon documents, \(least).")
        }
        if let number, let most = parameter.maximum, number > Double(most) {
            warnings.append("\(text) is more than the most that Amazon documents, \(most).")
        }
        if let longest = parameter.maxLength, text.unicodeScalars.count > longest {
            warnings.append("the value is longer than the \(longest) characters that Amazon documents.")
        }
    }

    private mutating func checkKnown(_ text: String, for parameter: Parameter) {
        guard !parameter.knownValues.isEmpty, !parameter.knownValues.contains(text) else { return }
        let nearest = NearestNames(to: text).nearest(among: parameter.knownValues)
        let hint =
            nearest.isEmpty
            ? "such as \(parameter.knownValues.prefix(8).alternatives)" : "did you mean \(nearest.alternatives)?"
        let value = parameter.location == .header ? "the value" : text.excerpt
        warnings.append(
            "\(value) is not among the values that Amazon documents (\(hint)); it is sent all the same.")
    }
}
