import JobModel
import OperationCatalogue
import Overview

/// Everything that the doctor found out.
struct DoctorReport: Sendable {
    private(set) var findings: [DoctorFinding] = []
    /// Where each secret comes from, or why it cannot be had.
    private(set) var secrets: [SecretCondition] = []

    /// Takes note of findings.
    mutating func add(_ more: [DoctorFinding]) { findings += more }

    /// Takes note of secrets.
    mutating func add(_ more: [SecretCondition], now: Timestamp) {
        secrets += more
        findings += more.flatMap { $0.findings(now: now) }
    }

    /// The report with every text of its findings changed.
    func mapped(_ change: (String) -> String) -> DoctorReport {
        var report = self
        report.findings = findings.map { $0.mapped(change) }
        return report
    }

    /// Whether nothing is broken.
    var isGood: Bool { count(.fault) == 0 }

    /// How many findings are of a level.
    func count(_ level: DoctorFinding.Level) -> Int { findings.count { $0.level == level } }

    /// The last line: how it stands in all.
    var summary: String {
        let fine = "\(counted(count(.ok), "check")) \(count(.ok) == 1 ? "is" : "are") fine"
        let notes = count(.note) > 0 ? ", \(counted(count(.note), "note"))" : ""
        switch (count(.fault), count(.warning)) {
        case (0, 0): return "All is well: \(fine)\(notes)."
        case (0, let warnings): return "Nothing is broken: \(counted(warnings, "warning")), \(fine)\(notes)."
        case (let faults, let warnings):
            let more = warnings > 0 ? ", \(counted(warnings, "warning"))" : ""
            return "\(counted(faults, "fault"))\(more); \(fine)\(notes). Mend the faults, then ask again."
        }
    }

    /// How the summary looks.
    var style: Style { isGood ? (count(.warning) > 0 ? .warning : .good) : .bad }

    /// The report as programs read it.
    func json(now: Timestamp) -> JSONValue {
        .object([
            "ok": .bool(isGood),
            "counts": .object(
                Dictionary(
                    uniqueKeysWithValues: DoctorFinding.Level.allCases.map { ($0.rawValue, .count(count($0))) })),
            "findings": .array(findings.map(\.json)),
            "secrets": .array(secrets.map { $0.json(now: now) }),
        ])
    }
}
