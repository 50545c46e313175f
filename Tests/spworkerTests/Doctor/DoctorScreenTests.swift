import JobModel
import JobStoreTesting
import OperationCatalogue
import Testing

@testable import spworker

@Suite("The doctor's report")
struct DoctorScreenTests {
    private func text(_ findings: [DoctorFinding], isVerbose: Bool = false, width: Int? = nil) -> [String] {
        var report = DoctorReport()
        report.add(findings)
        return DoctorScreen(report, isVerbose: isVerbose, width: width).lines.map { $0.map(\.text).joined() }
    }

    @Test("Groups stand below one another, each problem with what to do about it, and the last line sums up")
    func groups() {
        var fault = DoctorFinding.fault(.sellers, "It is refused.", about: "acme/EU", cure: "One of these:")
        fault.checklist = ["This.", "That."]
        #expect(
            text([fault, .ok(.database, "It can be used."), .note(.worker, "None runs.")]) == [
                "Database", "  ok       It can be used.", "", "Worker", "  note     None runs.", "", "Sellers",
                "  fault    acme/EU: It is refused.", "           -> One of these:", "              1. This.",
                "              2. That.", "",
                "1 fault; 1 check is fine, 1 note. Mend the faults, then ask again.",
            ])
    }

    @Test("A thousand sellers are a number, and the same problem is told once")
    func many() {
        let fine = (1...988).map { DoctorFinding.ok(.sellers, "Works.", about: "s\($0)/EU") }
        let bad = (1...12).map { DoctorFinding.fault(.sellers, "Refused.", about: "b\($0)/EU", cure: "Mend it.") }
        let lines = text(fine + bad)
        #expect(lines.contains("  ok       988 sellers are fine."))
        #expect(
            lines.contains("  fault    b1/EU, b2/EU, b3/EU, b4/EU, b5/EU, b6/EU and 6 more: Refused."), "\(lines)")
        #expect(lines.count == 6)
        let all = text(fine + bad, isVerbose: true)
        #expect(all.count > 988 && all.contains { $0.contains("b12/EU") })
    }

    @Test("Many different problems are cut, and verbosity shows them all")
    func cut() {
        let bad = (1...50).map { DoctorFinding.fault(.secrets, "File \($0).", about: "s\($0)", cure: "Make it.") }
        #expect(text(bad).contains { $0.contains("30 more like these; --verbose shows all.") })
        #expect(text(bad, isVerbose: true).count { $0.contains("Make it.") } == 50)
    }

    @Test("Lines are broken at the terminal's edge, and control characters do not reach it")
    func width() {
        let long = Array(repeating: "words", count: 40).joined(separator: " ")
        let lines = text([.fault(.sellers, long + "\u{1B}[2J\nmore", about: "acme", cure: long)], width: 60)
        #expect(lines.dropLast().allSatisfy { $0.count <= 60 && !$0.contains("\u{1B}") && !$0.contains("\n") })
        #expect(lines.joined(separator: " ").split(separator: " ").count { $0.hasPrefix("words") } == 80)
    }

    @Test("The summary tells how it stands, and JSON tells every finding")
    func summary() {
        var report = DoctorReport()
        report.add([.ok(.database, "Fine.")])
        #expect(report.summary == "All is well: 1 check is fine." && report.isGood)
        report.add([.warning(.database, "So so.", cure: "Do it.")])
        #expect(report.summary == "Nothing is broken: 1 warning, 1 check is fine." && report.isGood)
        report.add([DoctorFinding.fault(.sellers, "Bad.", cure: "Do it.").of(Records.key)])
        #expect(report.summary == "1 fault, 1 warning; 1 check is fine. Mend the faults, then ask again.")
        #expect(!report.isGood)
        let json = report.json(now: Records.now)
        #expect(json["ok"] == .bool(false) && json["counts"]?["fault"] == .integer(1))
        guard case .array(let findings)? = json["findings"] else {
            Issue.record("there are no findings")
            return
        }
        #expect(findings.count == 3 && findings[2]["seller"] == .string("acme"))
    }

    @Test("A sentence begins with a capital and ends with a stop, and names stay as they are")
    func sentences() {
        #expect(sentence("it is so") == "It is so.")
        #expect(sentence("secrets.csv is gone") == "secrets.csv is gone.")
        #expect(sentence("Really?") == "Really?")
        #expect(sentence("") == "")
    }

    @Test("What hangs is not waited for, and what has no time left is not begun")
    func pace() async {
        let clock = VirtualTimekeeper()
        let pace = DoctorPace(width: 2, each: .seconds(5), all: .seconds(60))
        #expect(await pace.map([1, 2, 3], clock) { $0 * 2 } == [2, 4, 6])
        let none = DoctorPace(width: 2, each: .seconds(5), all: .zero)
        #expect(await none.map([1, 2], clock) { $0 } == [nil, nil])
    }
}
