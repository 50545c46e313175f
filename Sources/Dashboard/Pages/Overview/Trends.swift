import JobModel
import JobStore

/// How things went lately: small drawings with a number each.
struct Trends {
    /// How far back it goes.
    enum Span: String, Sendable, Hashable, CaseIterable {
        case hour, day

        /// What it is called.
        var title: String { self == .hour ? "Last hour" : "Last 24 hours" }
        /// A step, in words.
        var stepText: String { self == .hour ? "minute" : "quarter of an hour" }
        private var step: Duration { self == .hour ? .seconds(60) : .seconds(900) }
        private var length: Duration { self == .hour ? .seconds(3600) : .seconds(86_400) }

        /// What was counted.
        ///
        /// - Throws: What the store throws.
        func tallies(_ store: any TallyReading, now: Timestamp) async throws -> [TallyBucket] {
            try await store.tallies(from: now - length, to: now, step: step)
        }
    }

    /// One drawing.
    struct Trend {
        let name: String
        let total: String
        let tone: String
        let note: String
        let svg: String
    }

    private let buckets: [TallyBucket]
    private let span: Span

    init(_ buckets: [TallyBucket], _ span: Span) {
        self.buckets = buckets
        self.span = span
    }

    /// All drawings, what matters most first.
    var all: [Trend] {
        let (failed, quarantined) = (sum(.failed), sum(.quarantined))
        let refused = sum(.refusedCalls)
        return [
            trend("Jobs succeeded", [.succeeded], note: "\(Words.number(sum(.enqueued))) put in"),
            trend(
                "Failed attempts", [.failedAttempts], alarm: "bad",
                note: quarantined > 0
                    ? "\(Words.number(failed)) jobs failed, \(Words.number(quarantined)) quarantined"
                    : "\(Words.counted(failed, "job")) failed"),
            trend("Calls to Amazon", [.calls], note: perStep(.calls)),
            trend("Throttled calls", [.refusedCalls], alarm: "warning", note: share(of: refused)),
            trend("Token exchanges", [.exchanges], note: perStep(.exchanges)),
        ]
    }

    private func sum(_ name: TallyName) -> Int { buckets.reduce(0) { $0 + $1[name] } }

    private func perStep(_ name: TallyName) -> String {
        let most = buckets.map { $0[name] }.max() ?? 0
        return most == 0 ? "none" : "at most \(Words.number(most)) in a \(span.stepText)"
    }

    private func share(of refused: Int) -> String {
        let calls = sum(.calls)
        guard calls > 0, refused > 0 else { return "none of the calls" }
        let tenths = max(1, refused * 1000 / calls)
        return "\(tenths / 10).\(tenths % 10)\u{202F}% of the calls"
    }

    private func trend(_ name: String, _ names: [TallyName], alarm: String? = nil, note: String) -> Trend {
        let counts = buckets.map { bucket in names.reduce(0) { $0 + bucket[$1] } }
        let total = counts.reduce(0, +)
        // The step that goes on now would always look like a fall; only in the beginning it is all there is.
        let whole = counts.dropLast().contains { $0 > 0 } ? Array(counts.dropLast()) : counts
        let (least, most) = (whole.min() ?? 0, whole.max() ?? 0)
        let tone = total > 0 ? alarm ?? "" : ""
        let summary =
            total == 0
            ? "None."
            : "Between \(Words.number(least)) and \(Words.number(most)) in a \(span.stepText), "
                + "\(Words.number(whole.last ?? 0)) in the last one, \(Words.number(total)) in all."
        return Trend(
            name: name, total: Words.number(total), tone: tone, note: note,
            svg: Sparkline(
                whole.map(Double.init), title: "\(name), \(span.title.lowercased())", summary: summary,
                tone: tone
            ).svg)
    }
}
