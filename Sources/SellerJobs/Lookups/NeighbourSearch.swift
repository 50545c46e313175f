import JobModel
import JobStore
import OperationCatalogue

/// Finds the jobs that may have made what a listing shows: of two like jobs in doubt, each must find its own.
struct NeighbourSearch: Sendable {
    let store: any JobStore

    /// So many of the seller's latest jobs of the operation are looked through. Its plan allows no more in a day.
    private static let reach = 2000
    /// The bodies of so many of them are read; further ones count as unknown.
    private static let bodies = 50
    /// How far apart two of the store's instants may be told: a run's end is written down a while after its call, and
    /// another worker's clock need not agree with this one's.
    private static let leeway = Duration.seconds(60)

    /// The other jobs of the seller and operation that made, or may have made, their call at about the same time.
    ///
    /// - Parameters:
    ///   - identity: The member of an answer that tells what was made.
    ///   - sentAt: Just before the call, by this machine's clock, as all instants of jobs are: not by Amazon's, which
    ///     dates what it lists.
    ///   - longest: How long after it was sent a call may still take effect.
    func neighbours(
        of job: ClaimedJob, identity: String, sentAt: Timestamp, longest: Duration
    ) async throws -> [Neighbour] {
        guard let authorization = job.authorization else { return [] }
        let (from, until) = (sentAt - Self.leeway, sentAt + longest + Self.leeway)
        var neighbours: [Neighbour] = []
        var read = 0
        for row in try await candidates(authorization, job) where Self.mayHaveCalled(row, from: from, until: until) {
            var neighbour = Neighbour(identity: Self.identity(identity, in: row))
            if neighbour.identity == nil, read < Self.bodies {
                read += 1
                neighbour.body = try await body(of: row.id)
            }
            neighbours.append(neighbour)
        }
        return neighbours
    }

    /// Jobs that have made a call or may have. Asked for by themselves: a long queue of newer jobs that have not begun
    /// must not hide them.
    private func candidates(_ authorization: AuthorizationKey, _ job: ClaimedJob) async throws -> [JobRow] {
        var filter = JobFilter(
            states: [.running, .succeeded], seller: authorization.seller, operation: job.operation, limit: Self.reach)
        var records = try await store.jobs(matching: filter)
        (filter.states, filter.inDoubt) = ([.waiting, .failed, .cancelled, .quarantined], true)
        records += try await store.jobs(matching: filter)
        return records.filter { $0.row.id != job.id && $0.authorization?.key == authorization }.map(\.row)
    }

    private static func mayHaveCalled(_ row: JobRow, from: Timestamp, until: Timestamp) -> Bool {
        switch row.state {
        case .succeeded: row.finishedAt.map { $0 >= from } ?? true
        case .running: (row.startedAt ?? .distantPast) <= until
        case .waiting, .failed, .cancelled, .quarantined: row.isInDoubt && row.createdAt <= until
        }
    }

    private static func identity(_ name: String, in row: JobRow) -> String? {
        guard row.state == .succeeded, let inline = row.result?.inline else { return nil }
        return (try? JSONValue(parsing: inline.utf8))?.text(at: name)
    }

    private func body(of id: JobID) async throws -> JSONValue? {
        guard let text = try await store.job(id)?.content?.body else { return nil }
        return try? JSONValue(parsing: text.utf8)
    }
}
