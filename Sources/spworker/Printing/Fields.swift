import Overview

/// Names and values below one another, aligned: what `show` commands print.
struct Fields {
    private var rows: [(name: String, value: String, style: Style?)] = []

    init() {}

    /// Adds a line; without a value there is none.
    mutating func add(_ name: String, _ value: String?, _ style: Style? = nil) {
        if let value { rows.append((name, value.plain, style)) }
    }

    /// The lines without styles.
    var lines: [String] { rows.map { label($0.name) + $0.value } }

    /// Prints the lines.
    func print(to console: Console) {
        for row in rows {
            console.line(
                console.styled(label(row.name), .faint) + (row.style.map { console.styled(row.value, $0) } ?? row.value)
            )
        }
    }

    private func label(_ name: String) -> String {
        let width = rows.map(\.name.count).max() ?? 0
        return name + String(repeating: " ", count: width - name.count + 2)
    }
}
