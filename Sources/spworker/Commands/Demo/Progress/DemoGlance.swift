import Overview

/// Where the demo stands at one instant, and how that is shown.
struct DemoGlance: Sendable {
    /// A piece of a line.
    typealias Piece = (text: String, style: Style?)

    /// Real time since the start.
    var elapsed = Duration.zero
    var total = 0
    var succeeded = 0
    /// Jobs that ended otherwise.
    var failed = 0
    var running = 0
    var waits = DemoWaits()
    var jobsPerSecond = 0.0
    var callsPerSecond = 0.0
    /// Throttled calls so far.
    var throttled = 0

    // MARK: On a terminal

    /// The block that is drawn again and again, a line at a time, each cut to the width.
    func block(width: Int) -> [[Piece]] {
        [headline(width: width), pace, standing].map { Self.cut([("  ", nil)] + $0, to: width) }
    }

    private func headline(width: Int) -> [Piece] {
        let figures = "  \(succeeded) of \(total) jobs  \(Self.time(elapsed))"
        let room = max(10, min(48, width - 9 - figures.count))
        let filled = total == 0 ? 0 : min(room, succeeded * room / total)
        let percent = total == 0 ? "0 %" : "\(succeeded * 100 / total) %"
        return [
            (String(repeating: "█", count: filled), .good), (String(repeating: "░", count: room - filled), .faint),
            (String(repeating: " ", count: max(0, 6 - percent.count)) + percent, .bold), (figures, nil),
        ]
    }

    private var pace: [Piece] {
        Self.figures([
            ("jobs/s", Self.whole(jobsPerSecond), .bold), ("calls/s", Self.whole(callsPerSecond), .bold),
            ("throttled", String(throttled), .warning), ("failed", String(failed), .bad),
        ])
    }

    private var standing: [Piece] {
        Self.figures([
            ("running", String(running), .accent), ("ready", String(waits.ready), .bold),
            ("waiting for their plan", String(waits.plan), .bold), ("retrying", String(waits.later), .warning),
            ("parked", String(waits.parked), .bad), ("blocked", String(waits.blocked), .bad),
        ])
    }

    /// Numbers with their names; those that are zero stand back.
    private static func figures(_ figures: [(name: String, value: String, style: Style)]) -> [Piece] {
        var pieces: [Piece] = []
        for figure in figures {
            if !pieces.isEmpty { pieces.append((" · ", .faint)) }
            let isZero = figure.value == "0"
            pieces.append((figure.value, isZero ? .faint : figure.style))
            pieces.append((" " + figure.name, isZero ? .faint : nil))
        }
        return pieces
    }

    /// The line's beginning that fits.
    static func cut(_ pieces: [Piece], to width: Int) -> [Piece] {
        var room = width
        var kept: [Piece] = []
        for piece in pieces where room > 0 {
            let text = String(piece.text.prefix(room))
            room -= text.count
            kept.append((text, piece.style))
        }
        return kept
    }

    // MARK: Elsewhere

    /// One line without colours.
    var line: String {
        let parts = [
            "\(succeeded)/\(total) done", "\(Self.whole(jobsPerSecond)) jobs/s",
            "\(Self.whole(callsPerSecond)) calls/s",
            "\(running) running", "\(waits.ready) ready", "\(waits.plan) waiting for their plan",
            "\(waits.later) retrying", "\(waits.parked) parked", "\(waits.blocked) blocked",
        ]
        return "\(Self.time(elapsed))  \(parts.joined(separator: " · "))"
    }

    /// Minutes and seconds: `0:07`.
    static func time(_ elapsed: Duration) -> String {
        let seconds = max(0, elapsed.components.seconds)
        return "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
    }

    private static func whole(_ value: Double) -> String { String(Int(value.rounded())) }
}
