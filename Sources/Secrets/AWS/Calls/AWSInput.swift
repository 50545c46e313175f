/// What an operation is told: a JSON value.
package enum AWSInput: Sendable, Equatable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([AWSInput])
    case map([String: AWSInput])
}

extension AWSInput: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        switch self {
        case .text(let text): try single.encode(text)
        case .number(let number): try single.encode(number)
        case .flag(let flag): try single.encode(flag)
        case .list(let items): try single.encode(items)
        case .map(let entries): try single.encode(entries)
        }
    }
}

extension AWSInput: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    package init(stringLiteral text: String) { self = .text(text) }

    package init(integerLiteral number: Int) { self = .number(number) }

    package init(booleanLiteral flag: Bool) { self = .flag(flag) }
}

extension [String: AWSInput] {
    /// Adds a text unless there is none.
    mutating func add(_ name: String, _ text: String?) {
        if let text { self[name] = .text(text) }
    }
}
