import JobModel
import JobStore
import Overview

/// What became of the last jobs of a definition's sellers, as coloured fields.
struct ResultStrip {
    /// So many sellers have a field each in a list of definitions; of more, a field stands for several.
    static let most = 60

    private let counts: [ScheduleResult: Int]
    private let definition: String

    init(_ counts: [ScheduleResult: Int], of definition: String) {
        self.counts = counts
        self.definition = definition
    }

    private var total: Int { counts.values.reduce(0, +) }

    /// What there is, in a sentence: `4 988 succeeded, 12 failed.`
    var summary: String {
        let parts = ScheduleResult.allCases.compactMap { result in
            counts[result].map { "\(Words.number($0)) \(result.word)" }
        }
        return parts.isEmpty ? "No seller yet." : parts.joined(separator: ", ") + "."
    }

    private var title: String { "Last jobs of \(definition)" }

    /// A field for each seller.
    func strip(of sellers: [ScheduleStanding], now: Timestamp) -> HeatStrip {
        HeatStrip(
            sellers.map { HeatStrip.Cell($0.result.tone, Self.words($0, now: now)) }, title: title, summary: summary)
    }

    /// A bounded number of fields in proportion, what needs a look first. Whatever there is has one at least.
    var strip: HeatStrip {
        let share = Double(max(1, total)) / Double(Self.most)
        let cells = ScheduleResult.byUrgency.flatMap { result -> [HeatStrip.Cell] in
            guard let count = counts[result], count > 0 else { return [] }
            let fields = max(1, Int((Double(count) / share).rounded()))
            return Array(
                repeating: HeatStrip.Cell(result.tone, "\(Words.number(count)) \(result.word)"), count: fields)
        }
        return HeatStrip(cells, title: title, summary: summary)
    }

    private static func words(_ standing: ScheduleStanding, now: Timestamp) -> String {
        let (row, result) = (standing.row, standing.result)
        let success = row.lastSuccessAt.map { ", last success \($0.told(now))" } ?? ""
        return "\(row.key.seller)/\(row.key.region): \(result.word)\(success)"
    }
}

extension ScheduleResult {
    /// How its field looks.
    fileprivate var tone: HeatStrip.Tone {
        switch self {
        case .good: .good
        case .failed: .bad
        case .open: .accent
        case .paused: .warning
        case .cancelled, .never: .none
        }
    }
}
