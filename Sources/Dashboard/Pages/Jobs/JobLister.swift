import JobModel
import JobStore

/// Finds the jobs of a search, page by page.
struct JobLister: Sendable {
    /// What was found.
    struct Found: Sendable {
        var records: [JobRecord] = []
        /// Where the next page begins; `nil` when all jobs have been looked through.
        var next: JobID?
        /// Whether it stopped because it had looked through enough.
        var isCut = false
    }

    /// So many waiting jobs are looked at for what they wait for, which no index tells.
    static let mostLabels = 2000
    private static let chunk = 500

    let store: any QueueReading
    let now: Timestamp

    /// A page of at most so many jobs.
    func page(_ search: JobSearch, limit: Int = JobSearch.pageSize) async throws -> Found {
        if let key = search.key {
            return Found(records: try await store.jobs(uniqueKey: key, limit: limit).filter { fits($0, search) })
        }
        guard let label = search.standing?.label else {
            let page = try await store.jobPage(matching: search.filter(limit: limit, now: now))
            return Found(
                records: page.records, next: page.scannedTo,
                isCut: page.records.count < limit && page.scannedTo != nil)
        }
        var found = Found()
        var filter = search.filter(limit: Self.chunk, now: now)
        for _ in 0..<Self.mostLabels / Self.chunk {
            let page = try await store.jobPage(matching: filter)
            for record in page.records where record.label == label {
                found.records.append(record)
                if found.records.count == limit {
                    found.next = record.row.id
                    return found
                }
            }
            filter.beforeID = page.scannedTo
            found.next = page.scannedTo
            if page.scannedTo == nil || page.records.count < Self.chunk { break }
        }
        found.isCut = found.next != nil
        return found
    }

    /// Whether a job that was found by its unique key is what else was asked for.
    private func fits(_ record: JobRecord, _ search: JobSearch) -> Bool {
        let (row, filter) = (record.row, search.filter(limit: 1, now: now))
        return (filter.states.isEmpty || filter.states.contains(row.state))
            && (search.standing?.label.map { record.label == $0 } ?? true)
            && (filter.seller.map { record.authorization?.key.seller == $0 } ?? true)
            && (filter.kind.map { row.kind == $0 } ?? true) && (filter.operation.map { row.operation == $0 } ?? true)
            && (filter.createdBefore.map { row.createdAt < $0 } ?? true)
            && (filter.createdAfter.map { row.createdAt >= $0 } ?? true) && (!filter.inDoubt || row.isInDoubt)
    }
}
