import JobModel
import JobStore
import OperationCatalogue
import Overview

/// What becomes of jobs that somebody wants to reopen or call off.
struct JobAnswers {
    /// How many jobs go into one transaction.
    private static let batch = 500
    /// So many jobs are named one by one in the history.
    private static let mostNamed = 10

    private let call: APICall
    private(set) var done: [JobID] = []
    /// Jobs that are still to change: their worker was asked.
    private(set) var requested: [JobID] = []
    private(set) var deadlineDropped: [JobID] = []
    private(set) var unknown: [JobID] = []
    /// Jobs that were not changed, those that are unknown among them.
    private(set) var refused: [(id: JobID, reason: String)] = []

    init(_ call: APICall) { self.call = call }

    /// The refused jobs as programs read them.
    var refusedJSON: JSONValue {
        .array(refused.map { .object(["id": .integer($0.id.value), "reason": .string($0.reason)]) })
    }

    /// Reopens jobs, and writes into the history who did it.
    mutating func retry(_ ids: [JobID], isConfirmed: Bool) async throws {
        for batch in batches(ids) {
            for (id, answer) in zip(batch, try await call.store.retry(batch, confirmed: isConfirmed)) {
                switch answer {
                case .reopened(let deadline):
                    done.append(id)
                    if deadline != nil { deadlineDropped.append(id) }
                case .open(let state): refuse(id, "it has not ended, it is \(state.word).")
                case .needsConfirmation:
                    refuse(
                        id,
                        "it is in quarantine, and a call of it may have had its effect: look at Amazon, then say "
                            + "'confirmed'.")
                case .succeeded: refuse(id, "it succeeded. Put a new job in to do it once more.")
                case .duplicate(let other): refuse(id, "job \(other) has the same unique key and has not ended.")
                case .unknown: refuseUnknown(id)
                }
            }
        }
        try await record(.jobsRetried, done)
    }

    /// Calls jobs off, and writes into the history who did it.
    mutating func cancel(_ ids: [JobID]) async throws {
        for batch in batches(ids) {
            for (id, answer) in zip(batch, try await call.store.cancel(batch)) {
                switch answer {
                case .cancelled: done.append(id)
                case .requested: requested.append(id)
                case .ended(let state): refuse(id, "it has ended already as \(state.word).")
                case .unknown: refuseUnknown(id)
                }
            }
        }
        try await record(.jobsCancelled, done + requested)
    }

    private func batches(_ ids: [JobID]) -> [[JobID]] {
        stride(from: 0, to: ids.count, by: Self.batch).map { Array(ids[$0..<min(ids.count, $0 + Self.batch)]) }
    }

    private mutating func refuse(_ id: JobID, _ reason: String) { refused.append((id, reason)) }

    private mutating func refuseUnknown(_ id: JobID) {
        unknown.append(id)
        refuse(id, "there is no such job.")
    }

    private func record(_ kind: Deed.Kind, _ ids: [JobID]) async throws {
        guard !ids.isEmpty else { return }
        try await call.store.record(
            Deed(kind, to: .jobs(ids), note: Self.note(ids), actor: call.visitor.actor))
    }

    /// The jobs in words: `job 7`, `2 jobs: 7, 9`, `250 jobs from 12 to 999`.
    private static func note(_ ids: [JobID]) -> String {
        if ids.count == 1, let id = ids.first { return "job \(id)" }
        if ids.count <= mostNamed { return "\(ids.count) jobs: \(ids.map { "\($0)" }.joined(separator: ", "))" }
        guard let first = ids.min(), let last = ids.max() else { return "\(ids.count) jobs" }
        return "\(ids.count) jobs from \(first) to \(last)"
    }
}
