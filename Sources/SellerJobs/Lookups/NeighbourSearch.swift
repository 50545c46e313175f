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

    /// The other jobs of the seller that made such a call, or may have made it, at about the same time.
    ///
    /// - Parameters:
    ///   - call: The call in doubt. When it was sent is told by this machine's clock, as all instants of jobs are: not by
    ///     Amazon's, which dates what it lists.
    ///   - identity: The member of an answer that tells what was made.
    ///   - longest: How long after it was sent a call may still take effect.
    func neighbours(
        of job: ClaimedJob, _ call: DoubtfulCall, identity: String, longest: Duration
    ) async throws -> [Neighbour] {
        guard let authorization = job.authorization else { return [] }
        let (from, until) = (call.sentAt - Self.leeway, call.sentAt + longest + Self.leeway)
        // What the job itself has made before, page by page, is none of this call's.
        var neighbours = (job.checkpoint.flatMap { ProcessingCheckpoint($0) }?.steps.ids ?? []).map {
            Neighbour(identity: $0)
        }
        var read = 0
        for row in try await candidates(authorization, job, call) {
            // What a job of several steps has made it tells itself, at whichever step it is.
            let made = ProcessingTrace(row)
            neighbours += (made?.ids ?? []).map { Neighbour(identity: $0) }
            guard made == nil || row.isInDoubt, Self.mayHaveCalled(row, from: from, until: until) else { continue }
            var neighbour = Neighbour(identity: made == nil ? Self.identity(identity, in: row) : nil)
            if neighbour.identity == nil, read < Self.bodies {
                read += 1
                neighbour.body = try await body(of: row)
            }
            neighbours.append(neighbour)
        }
        return neighbours
    }

    /// Jobs that have made a call or may have. Asked for by themselves: a long queue of newer jobs that have not begun
    /// must not hide them.
    private func candidates(
        _ authorization: AuthorizationKey, _ job: ClaimedJob, _ call: DoubtfulCall
    ) async throws -> [JobRow] {
        // A report may be asked for by a request, and by a job of its type.
        // A query's job has no operation.
        let types = ["reportType", "feedType"].compactMap { call.text($0) } + (call.text("query") == nil ? [] : [""])
        var found: [JobID: JobRow] = [:]
        for operation in Set([job.operation, call.operation.name] + types) {
            var filter = JobFilter(
                states: [.running, .succeeded], seller: authorization.seller, operation: operation, limit: Self.reach)
            var records = try await store.jobs(matching: filter)
            (filter.states, filter.inDoubt) = ([.waiting, .failed, .cancelled, .quarantined], true)
            records += try await store.jobs(matching: filter)
            if types.contains(operation) {
                filter.inDoubt = false
                records += try await store.jobs(matching: filter)
            }
            for record in records where record.row.id != job.id && record.authorization?.key == authorization {
                found[record.row.id] = record.row
            }
        }
        return found.values.sorted { $0.id > $1.id }
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

    private func body(of row: JobRow) async throws -> JSONValue? {
        guard let content = try await store.job(row.id)?.content else { return nil }
        if row.kind == "report" {
            var ignored: [String] = []
            return ReportOptions(parsing: content.options, problems: &ignored).order(of: row.operation)
        }
        if row.kind == "feed" {
            var ignored: [String] = []
            return FeedOptions(parsing: content.options, problems: &ignored).order(of: row.operation, document: nil)
        }
        if row.kind == "query" {
            let text = content.body ?? row.checkpoint.flatMap { ProcessingCheckpoint($0) }?.content
            return text.map { ["query": .string($0)] }
        }
        return content.body.flatMap { try? JSONValue(parsing: $0.utf8) }
    }
}
