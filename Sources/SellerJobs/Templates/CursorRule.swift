import JobModel
package import OperationCatalogue

/// How far a definition's jobs reach, and how the next one goes on from there.
package struct CursorRule: Sendable, Hashable {
    /// The parameter, or option, whose value is how far a job reaches; `nil` when only `until` says so.
    package var field: String?
    /// How far a job reaches where no field says so: a template of one instant.
    package var until: String?
    /// Where a seller begins: a template of one instant, or an instant.
    package var start: String
    /// How far a job looks back before the cursor, for what Amazon shows late.
    package var lookback = Duration.zero
    /// The longest time that one job covers; what is left is for the next.
    package var maxWindow: Duration?

    /// Creates a rule.
    package init(
        field: String?, until: String? = nil, start: String, lookback: Duration = .zero, maxWindow: Duration? = nil
    ) {
        self.field = field
        self.until = until
        self.start = start
        self.lookback = lookback
        self.maxWindow = maxWindow
    }

    /// Reads what a job carries.
    init?(_ value: JSONValue) {
        guard let start = value["start"]?.string else { return nil }
        self.init(
            field: value["field"]?.string, until: value["until"]?.string, start: start,
            lookback: value["lookback"]?.string.flatMap { Duration(text: $0) } ?? .zero,
            maxWindow: value["maxWindow"]?.string.flatMap { Duration(text: $0) })
    }

    /// The rule as a job carries it.
    package var json: JSONValue {
        var members: [String: JSONValue] = ["start": .string(start)]
        if let field { members["field"] = .string(field) }
        if let until { members["until"] = .string(until) }
        if lookback > .zero { members["lookback"] = .string("\(lookback.microseconds / 1000)ms") }
        if let maxWindow { members["maxWindow"] = .string("\(maxWindow.microseconds / 1000)ms") }
        return .object(members)
    }
}
