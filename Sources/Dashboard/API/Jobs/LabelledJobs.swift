import JobModel
import JobStore

/// Finds waiting jobs by what they wait for, which no index tells: some are looked at, and the rest on the next page.
struct LabelledJobs {
    /// So many jobs are looked at for one page.
    static let most = 5000
    private static let step = 1000

    private let store: any JobStore

    init(_ store: any JobStore) { self.store = store }

    /// A page of them.
    ///
    /// - Returns: What was found, and the last job that was looked at unless there are no others.
    func page(_ filter: JobFilter, _ label: JobLabel) async throws -> ([JobRecord], JobID?) {
        var step = filter
        step.limit = Self.step
        var found: [JobRecord] = []
        for _ in 0..<(Self.most / Self.step) {
            let page = try await store.jobPage(matching: step)
            for record in page.records where record.label == label {
                found.append(record)
                if found.count == filter.limit { return (found, record.row.id) }
            }
            guard let next = page.scannedTo else { return (found, nil) }
            step.beforeID = next
        }
        return (found, step.beforeID)
    }
}
