/// Conditions of a statement that is put together, with the values of their question marks.
struct Conditions {
    private var terms: [String] = []
    private(set) var values: [(any Bindable)?] = []

    /// The `WHERE` of the statement; empty without conditions.
    var clause: String { terms.isEmpty ? "" : "WHERE " + terms.joined(separator: " AND ") }

    mutating func add(_ term: String, _ values: any Bindable...) {
        terms.append(term)
        self.values += values
    }
}
