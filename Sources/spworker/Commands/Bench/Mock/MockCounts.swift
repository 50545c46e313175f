import OperationCatalogue
import Overview

/// What the mock was asked for since it last began to count.
struct MockCounts: Sendable, Hashable {
    /// Access tokens.
    var tokens = 0
    /// Calls, answered or not.
    var calls = 0
    /// When the first call came, in microseconds since 1970; `nil` before that.
    var firstCallAt: Int64?

    init() {}

    /// Reads what the mock tells; `nil` when it is something else.
    init?(_ json: JSONValue) {
        guard case .integer(let tokens)? = json["tokens"], case .integer(let calls)? = json["calls"] else { return nil }
        self.tokens = Int(tokens)
        self.calls = Int(calls)
        if case .integer(let instant)? = json["firstCallAt"] { firstCallAt = instant }
    }

    /// What the mock tells.
    var json: JSONValue {
        .object([
            "tokens": .count(tokens), "calls": .count(calls), "firstCallAt": firstCallAt.map { .integer($0) } ?? .null,
        ])
    }
}
