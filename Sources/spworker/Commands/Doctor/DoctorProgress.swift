/// A line on a terminal that tells how many are done; nothing where that is no terminal, or there are few.
struct DoctorProgress {
    private let console: Console
    private let words: String
    private let count: Int
    private let isShown: Bool

    init(_ console: Console, _ words: String, of count: Int) {
        self.console = console
        self.words = words
        self.count = count
        isShown = console.isTerminal && !console.isJSON && count > 5
    }

    /// Shows how many are done.
    func show(_ done: Int) {
        if isShown { console.raw("\r\u{1B}[K\(done) of \(count) \(words)") }
    }

    /// Leaves the line empty for what comes next.
    func clear() {
        if isShown { console.raw("\r\u{1B}[K") }
    }
}
