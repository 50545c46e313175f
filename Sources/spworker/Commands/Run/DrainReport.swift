import JobModel
import JobStore
import OperationCatalogue

/// What `run --drain` says at its end: what was done, and what it left and why.
struct DrainReport {
    private let store: any JobStore
    private let before: [JobState: Int]

    /// The most waiting jobs that are looked at to say why they wait.
    private static let sample = 10_000

    /// Reports on what has happened since the counts were `before`.
    init(_ store: any JobStore, before: [JobState: Int]) {
        self.store = store
        self.before = before
    }

    func print(to console: Console) async throws {
        var counts = try await store.counts()
        for state in JobState.allCases where state.isFinal {
            counts[state] = max(0, (counts[state] ?? 0) - (before[state] ?? 0))
        }
        let waiting = try await store.jobs(matching: JobFilter(states: [.waiting], limit: Self.sample))
        var labels: [JobLabel: Int] = [:]
        for record in waiting {
            if let label = record.label { labels[label, default: 0] += 1 }
        }
        if console.isJSON {
            console.json(
                .object([
                    "jobs": .object(
                        Dictionary(
                            uniqueKeysWithValues: JobState.allCases.map { ($0.word, .integer(Int64(counts[$0] ?? 0))) })
                    ),
                    "left": .object(
                        Dictionary(uniqueKeysWithValues: labels.map { ($0.key.rawValue, .integer(Int64($0.value))) })),
                ]))
            return
        }
        let done = [JobState.succeeded, .failed, .cancelled, .quarantined].compactMap { state in
            counts[state].flatMap { $0 > 0 ? "\($0) \(state.word)" : nil }
        }
        console.line("Drained: \(done.isEmpty ? "no jobs" : done.joined(separator: ", ")).")
        let bad = [JobState.failed, .quarantined].filter { (counts[$0] ?? 0) > 0 }.map(\.word)
        if !bad.isEmpty {
            console.line("'spworker jobs list --state \(bad.joined(separator: ","))' tells what went wrong.")
        }
        guard !labels.isEmpty else { return }
        let left = labels.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }
        let more = waiting.count == Self.sample ? " (of the first \(Self.sample) waiting)" : ""
        console.line(
            "Left waiting: \(left.joined(separator: ", "))\(more). 'spworker jobs list --state waiting' shows them.")
    }
}
