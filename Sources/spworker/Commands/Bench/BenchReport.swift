import OperationCatalogue

/// What one bench measured, and under which conditions. Prints both.
struct BenchReport: Sendable {
    /// The bench's word on the command line.
    let bench: String
    let lines: [BenchLine]
    /// What was measured on and with, each a name and a value, in the order in which people read them.
    let conditions: [(name: String, value: String)]
    /// How to read the figures, in a sentence or two.
    let note: String

    /// Prints a table, its conditions and how to read it.
    func print(to console: Console) {
        var table = Table([
            ("MEASURED", .left), ("MEDIAN", .right), ("MIN..MAX", .right), ("TARGET", .right), ("REACH", .right),
            ("MET", .left),
        ])
        for line in lines { table.add(line.cells) }
        table.print(to: console)
        console.line()
        var fields = Fields()
        for condition in conditions { fields.add(condition.name, condition.value) }
        fields.print(to: console)
        console.line()
        console.line(note)
    }

    /// For programs. `failure` says why there are no figures, which no report has to.
    var json: JSONValue {
        .object([
            "bench": .string(bench), "lines": .array(lines.map(\.json)),
            "conditions": .array(
                conditions.map { .object(["name": .string($0.name), "value": .string($0.value)]) }),
            "failure": .null,
        ])
    }
}
