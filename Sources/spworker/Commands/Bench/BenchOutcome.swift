import OperationCatalogue
import Overview

/// How one of several benches ended: with figures, or with a reason why there are none.
struct BenchOutcome: Sendable {
    /// The bench's word on the command line.
    let bench: String
    let result: Result<BenchReport, Failure>

    /// Why there are no figures; `nil` when there are.
    var failure: String? {
        guard case .failure(let failure) = result else { return nil }
        let words = failure.message ?? "it was interrupted"
        return words.hasPrefix("error: ") ? String(words.dropFirst("error: ".count)) : words
    }

    /// For programs: the report's members, whether there is one or not.
    var json: JSONValue {
        switch result {
        case .success(let report): report.json
        case .failure:
            BenchReport(bench: bench, lines: [], conditions: [], note: "").json.adding(["failure": .text(failure)])
        }
    }

    /// What a command ends with after all benches, when some have failed: exit code 1 and their names.
    static func failure(of outcomes: [BenchOutcome]) -> Failure? {
        let failed = outcomes.filter { $0.failure != nil }.map(\.bench)
        guard let first = failed.first else { return nil }
        return Failure(
            .no,
            "error: \(failed.count) of \(outcomes.count) measurements failed, as said above: "
                + "\(failed.joined(separator: ", ")). Measure one by itself with 'spworker bench \(first)'.")
    }
}
