/// Conditions of a statement that is put together, with the values of their parameters.
struct Conditions {
    private var terms: [String] = []
    private(set) var values: [(any Bindable)?] = []

    /// The `WHERE` of the statement; empty without conditions.
    var clause: String { terms.isEmpty ? "" : "WHERE " + terms.joined(separator: " AND ") }
    /// The parameter that a further value has.
    var next: String { "$\(values.count + 1)" }

    /// Adds a condition without values.
    mutating func add(_ term: String) { terms.append(term) }

    /// Adds a condition on a value, whose parameter it is told.
    mutating func add(_ value: any Bindable, _ term: (String) -> String) {
        terms.append(term(parameter(value)))
    }

    /// The parameter that stands for the value in a condition that is still to be added.
    mutating func parameter(_ value: any Bindable) -> String {
        defer { values.append(value) }
        return next
    }
}
