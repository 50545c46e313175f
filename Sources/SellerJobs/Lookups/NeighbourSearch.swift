import JobModel
import JobStore
import OperationCatalogue

/// Finds the jobs that may have made what a listing shows: of two like jobs in doubt, each must find its own.
struct NeighbourSearch: Sendable {
    let store: any JobStore

    /// So many of the seller's latest jobs of the operation are looked through.
    private static let reach = 1000
    /// The bodies of so many of them are read; further ones count as unknown.
    private static let bodies = 50

    /// The other jobs of the seller and operation that made, or may have made, their call within `window`.
    ///
    /// - Parameter identity: The member of an answer that tells what was made.
    func neighbours(of job: ClaimedJob, identity: String, window: CreationWindow) async throws -> [Neighbour] {
        guard let authorization = job.authorization else { return [] }
        let records = try await store.jobs(
            matching: JobFilter(seller: authorization.seller, operation: job.operation, limit: Self.reach))
        var neighbours: [Neighbour] = []
        var read = 0
        for record in records where record.row.id != job.id && record.authorization?.key == authorization {
            let row = record.row
            guard Self.mayHaveCalled(row, in: window) else { continue }
            var neighbour = Neighbour(identity: Self.identity(identity, in: row))
            if neighbour.identity == nil, read < Self.bodies {
                read += 1
                neighbour.body = try await body(of: row.id)
            }
            neighbours.append(neighbour)
        }
        return neighbours
    }

    private static func mayHaveCalled(_ row: JobRow, in window: CreationWindow) -> Bool {
        switch row.state {
        case .succeeded: row.finishedAt.map { $0 >= window.from } ?? true
        case .running: (row.startedAt ?? .distantPast) <= window.until
        case .waiting, .failed, .cancelled, .quarantined: row.isInDoubt && row.createdAt <= window.until
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
