/// A row of small fields, one for each thing that happened or for each seller, coloured by how it went.
package struct HeatStrip {
    /// How one went.
    package enum Tone: String, Sendable, Hashable {
        case good, warning, bad
        /// It is under way.
        case accent
        /// Nothing happened.
        case none
    }

    /// One field.
    package struct Cell {
        /// How it went.
        package var tone: Tone
        /// What it stands for, for whoever points at it.
        package var title: String

        package init(_ tone: Tone, _ title: String) {
            self.tone = tone
            self.title = title
        }
    }

    /// The fields, oldest first.
    package var cells: [Cell]
    /// What it shows.
    package var title: String
    /// What it comes to, in a sentence.
    package var summary: String

    private static let size = 10.0
    private static let step = 12.0
    /// Fields that stay side by side when there is no room for all.
    private static let together = 10

    package init(_ cells: [Cell], title: String, summary: String) {
        self.cells = cells
        self.title = title
        self.summary = summary
    }

    /// The drawing. Fields that went badly are marked too, so that nobody has to tell colours apart.
    package var svg: String {
        let width = max(Self.size, Double(cells.count) * Self.step - (Self.step - Self.size))
        return Drawing.svg("heat", width: width, height: Self.size, title: title, summary: summary, shapes(cells[...]))
    }

    /// The same for many fields: as many in a line as there is room for.
    package var lines: String {
        let parts = stride(from: 0, to: cells.count, by: Self.together).map { start in
            let part = cells[start..<min(start + Self.together, cells.count)]
            let width = Drawing.number(Double(part.count) * Self.step)
            let size = Drawing.number(Self.size)
            return "<svg class=\"chart heat\" viewBox=\"0 0 \(width) \(size)\" width=\"\(width)\" height=\"\(size)\" "
                + "aria-hidden=\"true\">\(shapes(part))</svg>"
        }
        return "<div class=\"heat-lines\" role=\"img\" aria-label=\"\(title.escapedForMarkup). "
            + "\(summary.escapedForMarkup)\">\(parts.joined())</div>"
    }

    private func shapes(_ cells: ArraySlice<Cell>) -> String {
        let size = Drawing.number(Self.size)
        return cells.enumerated().map { index, cell in
            let x = Double(index) * Self.step
            let field =
                "<rect class=\"heat-\(cell.tone.rawValue)\" x=\"\(Drawing.number(x))\" y=\"0\" "
                + "width=\"\(size)\" height=\"\(size)\" rx=\"2\">"
                + "<title>\(cell.title.escapedForMarkup)</title></rect>"
            return field + mark(cell.tone, x)
        }.joined()
    }

    private func mark(_ tone: Tone, _ x: Double) -> String {
        let (left, right) = (Drawing.number(x + 3), Drawing.number(x + 7))
        return switch tone {
        case .bad: "<path class=\"heat-mark\" d=\"M\(left) 3L\(right) 7M\(right) 3L\(left) 7\"/>"
        case .warning: "<path class=\"heat-mark\" d=\"M\(left) 5H\(right)\"/>"
        case .good, .accent, .none: ""
        }
    }
}
