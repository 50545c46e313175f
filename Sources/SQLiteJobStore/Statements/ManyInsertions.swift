/// Insertions into one table, many rows in a statement where there are many.
///
/// A statement has its price, whatever it does: sixteen rows in one take two thirds of what they take one by one.
struct ManyInsertions {
    /// How many rows a statement takes that takes many.
    private static let many = 16

    private let one: KeptStatement
    private let many: KeptStatement

    init(_ table: String, _ columns: [String]) {
        let values = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
        func statement(_ rows: Int) -> KeptStatement {
            KeptStatement(
                "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES "
                    + Array(repeating: values, count: rows).joined(separator: ", "))
        }
        one = statement(1)
        many = statement(Self.many)
    }

    /// The statement to use when so many rows are left, and how many of them it takes; `nil` when none are.
    func statement(for count: Int) -> (kept: KeptStatement, rows: Int)? {
        if count >= Self.many { return (many, Self.many) }
        return count > 0 ? (one, 1) : nil
    }

    func forget() {
        one.forget()
        many.forget()
    }
}
