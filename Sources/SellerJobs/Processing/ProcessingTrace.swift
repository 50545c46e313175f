import JobModel
import JobStore
import OperationCatalogue

/// What a job whose work Amazon does tells of itself in its row.
struct ProcessingTrace: Sendable {
    /// The kinds that leave such traces.
    private static let kinds: Set<String> = ["report", "feed", "query"]

    /// What it has reached.
    let steps: [ProcessingStep]

    /// Reads a job's progress; `nil` for jobs of other kinds.
    init?(_ row: JobRow) {
        guard Self.kinds.contains(row.kind) else { return nil }
        let progress = row.progress.flatMap { try? JSONValue(parsing: $0.utf8) }
        steps = (progress?["steps"]?.items ?? []).compactMap { ProcessingStep($0) }
    }

    /// What Amazon calls the things that it has made or found.
    var ids: [String] { steps.ids }
}

extension [ProcessingStep] {
    /// What Amazon calls the things that it has made or found.
    var ids: [String] { filter { [.created, .joined].contains($0.word) }.compactMap(\.id) }
}
