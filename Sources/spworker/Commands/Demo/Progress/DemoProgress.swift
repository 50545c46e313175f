import Overview

/// Shows how the demo goes: on a terminal a block that is drawn again in place, with what has happened above it; elsewhere a
/// line each second.
struct DemoProgress {
    private let console: Console
    /// Lines of the block that stand on the terminal, above the cursor.
    private var drawn = 0
    private var lastGlance: DemoGlance?

    /// Elsewhere than on a terminal, progress is said this often, in real time.
    private static let lineEvery = Duration.seconds(1)

    init(_ console: Console) {
        self.console = console
    }

    /// Whether the next glance would be shown.
    func isDue(_ elapsed: Duration) -> Bool {
        guard !console.isJSON else { return false }
        guard !console.isTerminal, let lastGlance else { return true }
        return elapsed - lastGlance.elapsed >= Self.lineEvery
    }

    /// Says something that stays. The block goes below it.
    mutating func say(_ text: String, at elapsed: Duration? = nil, _ style: Style? = nil) {
        guard !console.isJSON else { return }
        let time = elapsed.map { console.styled(DemoGlance.time($0), .faint) + "  " } ?? ""
        let line = time + (style.map { console.styled(text, $0) } ?? text) + "\n"
        guard drawn > 0, let lastGlance else { return console.raw(line) }
        console.raw(erasure + line)
        drawn = 0
        draw(lastGlance)
    }

    /// Shows the present numbers.
    mutating func show(_ glance: DemoGlance) {
        guard isDue(glance.elapsed) else { return }
        lastGlance = glance
        if console.isTerminal { draw(glance) } else { console.line(glance.line) }
    }

    /// Up to the block's beginning, and everything below gone.
    private var erasure: String { drawn > 0 ? "\u{1B}[\(drawn)A\r\u{1B}[J" : "" }

    /// Draws the block in one piece, so that nothing flickers.
    private mutating func draw(_ glance: DemoGlance) {
        // A line that fills the last column would make the terminal begin another.
        let block = glance.block(width: max(20, console.width - 1))
        let lines = block.map { pieces in
            pieces.map { piece in piece.style.map { console.styled(piece.text, $0) } ?? piece.text }.joined()
        }
        let start = drawn > 0 ? "\u{1B}[\(drawn)A\r" : ""
        console.raw(start + lines.map { "\u{1B}[K" + $0 + "\n" }.joined())
        drawn = lines.count
    }
}
