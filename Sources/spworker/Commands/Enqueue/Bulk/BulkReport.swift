import JobModel
import JobStore
import OperationCatalogue
import Overview

/// Says what became of a file of jobs.
struct BulkReport {
    /// What the file is called.
    let name: String
    /// What was found in it.
    let findings: JobScan.Findings
    /// What went in.
    let enqueued: BulkEnqueued
    /// Whether bad lines may be passed over.
    let skipsBad: Bool

    /// Prints it.
    ///
    /// - Throws: `Failure` when nothing was enqueued.
    func finish(_ console: Console) throws {
        if console.isJSON {
            console.json(json)
        } else {
            for problem in findings.problems { Console.printError("line \(problem.line): \(problem.message)") }
            let more = findings.bad - findings.problems.count
            if more > 0 { Console.printError("... and \(counted(more, "more bad line"))") }
            for warning in findings.warnings { Console.printError("warning: \(warning.plain)") }
        }
        if let refusal { throw Failure(.usage, "error: \(refusal)") }
        if !console.isJSON { console.line(summary) }
    }

    /// Why nothing was enqueued, `nil` when something was.
    var refusal: String? {
        if findings.lines == 0 {
            return "\(name) holds no jobs. Write one JSON object a line, for example "
                + #"{"seller": "acme", "operation": "sellers.getMarketplaceParticipations"}"#
        }
        if findings.bad == findings.lines {
            return
                "no line of \(name) is a job, so nothing was enqueued. 'spworker enqueue --help' shows what a line holds."
        }
        if findings.bad > 0, !skipsBad {
            return
                "\(findings.bad) of \(findings.lines) lines are bad, so nothing was enqueued. Mend them, or say --skip-bad to "
                + "enqueue the others."
        }
        return nil
    }

    /// `100000 jobs: 99990 new, 10 duplicates (ids 1-99990).`
    var summary: String {
        let jobs = counted(enqueued.new + enqueued.duplicates, "job")
        var text = "\(jobs): \(enqueued.new) new, \(counted(enqueued.duplicates, "duplicate"))"
        if let first = enqueued.firstID, let last = enqueued.lastID {
            text += first == last ? " (id \(first))" : " (ids \(first)-\(last))"
        }
        text += "."
        if findings.bad > 0 {
            text += " \(counted(findings.bad, "bad line")) \(findings.bad == 1 ? "was" : "were") skipped."
        }
        return text
    }

    /// The same for programs.
    var json: JSONValue {
        .object([
            "lines": .count(findings.lines), "new": .count(enqueued.new), "duplicates": .count(enqueued.duplicates),
            "skipped": .count(findings.bad), "firstId": enqueued.firstID.map { .integer($0.value) } ?? .null,
            "lastId": enqueued.lastID.map { .integer($0.value) } ?? .null,
            "problems": .array(
                findings.problems.map { .object(["line": .count($0.line), "message": .string($0.message)]) }),
            "warnings": .array(findings.warnings.map { .string($0) }),
        ])
    }
}
