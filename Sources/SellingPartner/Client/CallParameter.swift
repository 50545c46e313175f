import OperationCatalogue

/// A value of a call's parameter. Written as a literal: `"2026-01-31T08:00:00Z"`, `20`, `true`, `["DE", "FR"]`.
public struct CallParameter: Sendable, Hashable {
    let json: JSONValue

    /// A text.
    public init(_ text: String) { json = .string(text) }

    /// A whole number.
    public init(_ number: Int) { json = .integer(Int64(number)) }

    /// A truth value.
    public init(_ flag: Bool) { json = .bool(flag) }

    /// A list of texts.
    public init(_ texts: [String]) { json = .array(texts.map { .string($0) }) }
}

extension CallParameter: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self.init(value) }
}

extension CallParameter: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self.init(value) }
}

extension CallParameter: ExpressibleByBooleanLiteral {
    public init(booleanLiteral value: Bool) { self.init(value) }
}

extension CallParameter: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: String...) { self.init(elements) }
}
