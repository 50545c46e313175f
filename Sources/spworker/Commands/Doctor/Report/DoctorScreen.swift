import Overview

/// A report as people read it, line by line: by group, problems with what to do about them, what is fine in few words.
struct DoctorScreen {
    /// A piece of a line in one style.
    struct Piece: Equatable {
        var text: String
        var style: Style?
    }

    /// So many lines about what is fine are shown in a group; more become a number.
    private static let mostFine = 6
    /// So many problems are shown in a group.
    private static let mostProblems = 20
    /// So many subjects of the same problem are named.
    private static let mostSubjects = 6
    private static let indent = 11

    private let report: DoctorReport
    /// Whether everything is shown.
    private let isVerbose: Bool
    /// The columns of the terminal; `nil` where lines may be as long as they are.
    private let width: Int?

    init(_ report: DoctorReport, isVerbose: Bool = false, width: Int? = nil) {
        self.report = report
        self.isVerbose = isVerbose
        self.width = width.map { max(40, $0) }
    }

    /// Prints it.
    func print(to console: Console) {
        for line in lines {
            console.line(
                line.map { piece in piece.style.map { console.styled(piece.text, $0) } ?? piece.text }.joined())
        }
    }

    /// The lines, each in pieces.
    var lines: [[Piece]] {
        DoctorFinding.Group.allCases.flatMap(lines(of:))
            + [[Piece(text: report.summary, style: report.style)]]
    }

    private func lines(of group: DoctorFinding.Group) -> [[Piece]] {
        let own = report.findings.filter { $0.group == group }
        guard !own.isEmpty else { return [] }
        let fine = own.filter { $0.level == .ok }
        var lines = [[Piece(text: group.title, style: .bold)]]
        if isVerbose || fine.count <= Self.mostFine {
            lines += fine.flatMap { Self.entry(.ok, [$0.subject].compactMap(\.self), $0, width) }
        } else {
            let summary = DoctorFinding.ok(group, "\(counted(fine.count, group.noun)) are fine.")
            lines += Self.entry(.ok, [], summary, width)
        }
        return lines + problems(own) + [[]]
    }

    private func problems(_ own: [DoctorFinding]) -> [[Piece]] {
        var lines: [[Piece]] = []
        for level in [DoctorFinding.Level.note, .warning, .fault] {
            let heaps = Self.heaps(own.filter { $0.level == level })
            let shown = isVerbose ? heaps[...] : heaps.prefix(Self.mostProblems)
            for heap in shown { lines += Self.entry(level, heap.subjects, heap.finding, width, names: isVerbose) }
            let rest = heaps.dropFirst(shown.count).map { max(1, $0.subjects.count) }.reduce(0, +)
            if rest > 0 {
                let text = "\(rest) more like these; --verbose shows all."
                lines += Self.entry(level, [], .note(own[0].group, text), width)
            }
        }
        return lines
    }

    /// The same problem of several subjects is told once.
    private static func heaps(_ findings: [DoctorFinding]) -> [(finding: DoctorFinding, subjects: [String])] {
        var places: [DoctorFinding: Int] = [:]
        var heaps: [(finding: DoctorFinding, subjects: [String])] = []
        for finding in findings {
            var bare = finding
            bare.subject = nil
            bare.seller = nil
            if let place = places[bare], let subject = finding.subject {
                heaps[place].subjects.append(subject)
            } else {
                places[bare] = heaps.count
                heaps.append((bare, [finding.subject].compactMap(\.self)))
            }
        }
        return heaps
    }

    private static func entry(
        _ level: DoctorFinding.Level, _ subjects: [String], _ finding: DoctorFinding, _ width: Int?,
        names all: Bool = false
    ) -> [[Piece]] {
        let named = all ? subjects[...] : subjects.prefix(mostSubjects)
        let more = subjects.count > named.count ? " and \(subjects.count - named.count) more" : ""
        let about = subjects.isEmpty ? "" : named.joined(separator: ", ") + more + ": "
        var lines = wrapped((about + finding.message).plain, width, hanging: 0).enumerated().map { index, text in
            [
                Piece(
                    text: index == 0 ? "  " + level.rawValue.padded(to: indent - 2) : blanks(indent),
                    style: index == 0 ? level.style : nil),
                Piece(text: text),
            ]
        }
        if let cure = finding.cure { lines += faint(wrapped("-> " + cure.plain, width, hanging: 3)) }
        for (index, item) in finding.checklist.enumerated() {
            lines += faint(wrapped("   \(index + 1). " + item.plain, width, hanging: 6))
        }
        return lines
    }

    private static func faint(_ lines: [String]) -> [[Piece]] {
        lines.map { [Piece(text: blanks(indent)), Piece(text: $0, style: .faint)] }
    }

    /// The text in lines that leave room for the indent; all but the first begin with so many blanks.
    private static func wrapped(_ text: String, _ width: Int?, hanging: Int) -> [String] {
        guard let width, text.count > width - indent else { return [text] }
        let start = text.prefix { $0 == " " }
        var lines: [String] = []
        var line = String(start)
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > width - indent {
                lines.append(line)
                line = blanks(hanging)
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines + [line]
    }

    private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
}

extension DoctorFinding.Level {
    /// How the level looks.
    fileprivate var style: Style? {
        switch self {
        case .ok: .good
        case .note: .accent
        case .warning: .warning
        case .fault: .bad
        }
    }
}
