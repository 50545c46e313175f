import JobModel
import Overview

/// Prints what the demo came to.
struct DemoSummary {
    private let end: DemoEnd

    /// Sellers to whom nothing happened are listed as long as the table has no more rows than this.
    private static let longestTable = 40

    init(_ end: DemoEnd) {
        self.end = end
    }

    func print(to console: Console) {
        guard !console.isJSON else { return console.json(end.json) }
        console.line()
        printSellers(to: console)
        console.line()
        figures.print(to: console)
        console.line()
        if end.isOK {
            console.line(
                console.styled("All as the script provokes it, call for call and exchange for exchange.", .good))
        }
        console.line("Try next, on what was left behind:")
        for suggestion in end.suggestions { console.line("  " + console.styled(suggestion, .accent)) }
        console.line("Then begin with your own sellers: spworker init")
    }

    // MARK: Sellers

    private func printSellers(to console: Console) {
        let rows = end.rows.filter { end.rows.count <= Self.longestTable || isTold($0) }
        // The notes are the widest column: on a narrow terminal they stand below the table.
        let notesFit = !console.isTerminal || console.width >= Self.widthWithNotes
        var heads: [(String, Table.Alignment)] = [
            ("SELLER", .left), ("REGION", .left), ("STATE", .left), ("JOBS", .right), ("DONE", .right),
            ("FAILED", .right), ("RETRIES", .right), ("CALLS", .right), ("429", .right), ("EXCHANGES", .right),
        ]
        if notesFit { heads.append(("NOTE", .left)) }
        var table = Table(heads)
        for row in rows { table.add(cells(row) + (notesFit ? [(row.note, .faint)] : [])) }
        table.print(to: console)
        if !notesFit {
            for row in rows where !row.note.isEmpty { console.line("\(row.seller): \(row.note)") }
        }
        let others = end.rows.count - rows.count
        if others > 0 { console.line("\(counted(others, "other seller")): all jobs done, nothing to tell.") }
    }

    /// The table's width with the longest notes.
    private static let widthWithNotes = 118

    private func isTold(_ row: DemoEnd.Row) -> Bool {
        !row.note.isEmpty || row.succeeded != row.jobs || row.throttled > 0 || row.exchanges != row.expected
    }

    private func cells(_ row: DemoEnd.Row) -> [(String, Style?)] {
        func count(_ value: Int, _ style: Style?) -> (String, Style?) {
            value == 0 ? ("-", .faint) : (String(value), style)
        }
        let isDone = row.succeeded == row.jobs
        return [
            (row.seller, nil), (row.region, nil), (row.state?.word ?? "-", row.state?.style),
            (String(row.jobs), nil), (String(row.succeeded), isDone ? .good : .bad), count(row.failed, .bad),
            count(row.retries, .warning), (String(row.calls), nil), count(row.throttled, .warning),
            (String(row.exchanges.total), row.exchanges == row.expected ? nil : .bad),
        ]
    }

    // MARK: Figures

    private var figures: Fields {
        let (expected, tally, exchanges) = (end.expected, end.tally, end.exchanges)
        var fields = Fields()
        fields.add(
            "Jobs",
            JobState.allCases.compactMap { state in
                end.counts[state].flatMap { $0 > 0 ? "\($0) \(state.word)" : nil }
            }.joined(separator: ", ")
                + " in \(tenths(end.seconds)) s (\(tenths(end.virtualSeconds)) s of Amazon's time)",
            end.isOK ? .good : .bad)
        fields.add(
            "Calls",
            "\(tally.calls): one a job, \(expected.morePages) for more pages, \(end.retries) again after a 503, "
                + "\(expected.forcedRepeats) after a 403, \(tally.throttled) after a 429")
        fields.add(
            "Throttled", "\(tally.provoked) provoked, \(tally.avoidable) avoidable", tally.avoidable > 0 ? .bad : nil)
        fields.add(
            "Exchanges",
            "\(exchanges.good) good, \(exchanges.refused) refused; the script provokes \(expected.exchanges.good) and "
                + "\(expected.exchanges.refused)", exchanges == expected.exchanges ? nil : .bad)
        fields.add(
            "Posts", "\(tally.effects), \(tally.repeatedEffects) made twice", tally.repeatedEffects > 0 ? .bad : nil)
        fields.add(
            "Results",
            "\(counted(end.results.files, "file")) with \(SizeText.text(end.results.bytes)) in \(end.folder.output); "
                + "small answers with their jobs")
        if let night = end.night { fields.add("Schedules", night.words, night.problems.isEmpty ? nil : .bad) }
        return fields
    }

    private func tenths(_ duration: Duration) -> String {
        let tenths = Int((duration.seconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension DemoEnd {
    /// Commands that work on what was left behind.
    var suggestions: [String] {
        let configuration = "--config \(Self.quoted(folder.configuration))"
        var commands = ["spworker jobs list --limit 10 \(configuration)"]
        if let story { commands.append("spworker jobs show \(story) \(configuration)") }
        commands.append("spworker events \(configuration)")
        if let example = results.example { commands.append("head -n 1 \(Self.quoted(example))") }
        return commands
    }

    /// The path as a shell takes it.
    private static func quoted(_ path: String) -> String {
        let isPlain = path.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
        return isPlain ? path : "'" + path.replacing("'", with: "'\\''") + "'"
    }
}
