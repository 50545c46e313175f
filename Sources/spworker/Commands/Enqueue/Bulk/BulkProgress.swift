/// Shows how far a file has been read, in a line on standard error that changes; nothing where that is no terminal.
struct BulkProgress: Sendable {
    private let isShown = Console.isErrorTerminal
    /// Terminals are slow; not every line is worth showing.
    private static let step = 1000

    /// Shows the number of lines.
    ///
    /// - Parameters:
    ///   - verb: What is being done with them.
    ///   - total: How many there are, when that is known.
    func show(_ verb: String, _ lines: Int, of total: Int? = nil) {
        guard isShown, lines % Self.step == 0 else { return }
        Console.rawError("\r\u{1B}[K\(verb): \(lines)\(total.map { " of \($0)" } ?? "") lines")
    }

    /// Leaves the line empty for what comes next.
    func clear() {
        if isShown { Console.rawError("\r\u{1B}[K") }
    }
}
