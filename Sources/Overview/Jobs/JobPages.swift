package import JobModel
package import JobStore

/// Reads jobs page by page, newest first, so that a large queue is never held at once.
package struct JobPages: Sendable {
    private let store: any QueueReading
    private let pageSize: Int

    package init(_ store: any QueueReading, pageSize: Int = 500) {
        self.store = store
        self.pageSize = pageSize
    }

    /// What a reading found.
    package struct Found: Sendable {
        /// The jobs.
        package var jobs: [JobRecord] = []
        /// Where the next page begins, when there may be one.
        package var next: JobID?
    }

    /// Jobs that match the filter and the condition, at most as many as the filter's limit says.
    package func jobs(_ filter: JobFilter, where isWanted: (JobRecord) -> Bool = { _ in true }) async throws -> Found {
        var found = Found()
        var page = filter
        // One more than wanted tells whether there is a next page.
        page.limit = filter.limit < pageSize ? filter.limit + 1 : pageSize
        while true {
            let records = try await store.jobs(matching: page)
            for record in records {
                guard found.jobs.count < filter.limit else {
                    found.next = page.beforeID
                    return found
                }
                page.beforeID = record.row.id
                if isWanted(record) { found.jobs.append(record) }
            }
            if records.count < page.limit { return found }
        }
    }
}
