import Overview

/// Aligned columns.
struct Table {
    /// On which side a column's cells stand.
    enum Alignment {
        case left, right
    }

    private struct Cell {
        let text: String
        let style: Style?
    }

    private let heads: [(name: String, alignment: Alignment)]
    private var rows: [[Cell]] = []

    /// Begins a table with the given columns.
    init(_ heads: [(String, Alignment)]) {
        self.heads = heads.map { (name: $0.0, alignment: $0.1) }
    }

    /// Adds a row; missing cells are empty.
    mutating func add(_ cells: [(String, Style?)]) {
        rows.append(cells.map { Cell(text: $0.0, style: $0.1) })
    }

    /// Adds a row without styles.
    mutating func add(_ cells: [String]) {
        add(cells.map { ($0, nil) })
    }

    /// Whether it has rows.
    var isEmpty: Bool { rows.isEmpty }

    /// Prints the table.
    func print(to console: Console) {
        let widths = heads.indices.map { column in
            max(
                heads[column].name.count,
                rows.map { $0.indices.contains(column) ? $0[column].text.count : 0 }.max() ?? 0)
        }
        console.line(
            console.styled(
                join(heads.enumerated().map { pad($0.element.name, widths[$0.offset], $0.element.alignment) }), .faint))
        for row in rows {
            let cells = row.enumerated().map { column, cell in
                let padded = pad(cell.text, widths[column], heads[column].alignment)
                return cell.style.map { console.styled(padded, $0) } ?? padded
            }
            console.line(join(cells))
        }
    }

    private func join(_ cells: [String]) -> String {
        var text = cells.joined(separator: "  ")
        while text.last == " " { text.removeLast() }
        return text
    }

    private func pad(_ text: String, _ width: Int, _ alignment: Alignment) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.count))
        return alignment == .left ? text + blanks : blanks + text
    }
}
