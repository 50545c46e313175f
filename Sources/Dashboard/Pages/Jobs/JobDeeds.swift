import JobModel
import JobStore
import Overview

/// Reopens jobs and calls them off for somebody, and writes that into the history.
struct JobDeeds: Sendable {
    /// So many jobs go into one transaction.
    private static let batch = 500
    /// So many jobs that were chosen by a search are changed at once.
    static let most = 10_000
    private static let chunk = 500
    /// So many parts of the list are looked through for them.
    private static let mostLooks = 60

    let store: any JobStore
    let actor: String

    /// What is done to jobs.
    enum Action: String, Sendable {
        case retry, cancel

        /// The states in which it means something.
        var states: Set<JobState> {
            switch self {
            case .retry: [.failed, .cancelled, .quarantined]
            case .cancel: [.waiting, .running, .quarantined]
            }
        }
    }

    /// Does it to the jobs.
    ///
    /// - Parameters:
    ///   - isConfirmed: Whether calls that may have had their effect may be repeated.
    ///   - choice: By what the jobs were chosen, in words; `nil` when each was named.
    func act(
        _ action: Action, on ids: [JobID], isConfirmed: Bool, choice: String? = nil
    ) async throws -> JobDeedEnd {
        var end = JobDeedEnd(action: action)
        var ids = ids
        if action == .retry, !isConfirmed { ids = try await withoutDoubt(ids, &end) }
        for start in stride(from: 0, to: ids.count, by: Self.batch) {
            let batch = Array(ids[start..<min(ids.count, start + Self.batch)])
            switch action {
            case .retry:
                let deed = Deed.telling(.jobsRetried, batch, choice: choice, actor: actor, RetryAnswer.isChange)
                let answers = try await store.retry(batch, confirmed: isConfirmed, telling: deed)
                for (id, answer) in zip(batch, answers) { end.add(answer, id) }
            case .cancel:
                let deed = Deed.telling(.jobsCancelled, batch, choice: choice, actor: actor, CancelAnswer.isChange)
                let answers = try await store.cancel(batch, telling: deed)
                for (id, answer) in zip(batch, answers) { end.add(answer, id) }
            }
        }
        return end
    }

    /// The jobs without those whose last call may have had its effect.
    private func withoutDoubt(_ ids: [JobID], _ end: inout JobDeedEnd) async throws -> [JobID] {
        var certain: [JobID] = []
        for id in ids {
            if let row = try await store.job(id)?.row, row.isInDoubt, action(.retry, fits: row) {
                end.add(.needsConfirmation, id)
            } else {
                certain.append(id)
            }
        }
        return certain
    }

    private func action(_ action: Action, fits row: JobRow) -> Bool { action.states.contains(row.state) }

    /// The jobs of a search to which it can be done, oldest first, at most so many; and whether there may be more.
    func jobs(of search: JobSearch, for action: Action, now: Timestamp) async throws -> (ids: [JobID], more: Bool) {
        let lister = JobLister(store: store, now: now)
        var (ids, search): ([JobID], JobSearch) = ([], search.with { _ in })
        for _ in 0..<Self.mostLooks {
            let found = try await lister.page(search, limit: Self.chunk)
            ids += found.records.filter { self.action(action, fits: $0.row) }.map(\.row.id)
            search.before = found.next
            if found.next == nil || ids.count >= Self.most { break }
        }
        let isAll = search.before == nil && ids.count <= Self.most
        return (ids.prefix(Self.most).reversed(), !isAll)
    }
}
