package import JobModel

/// What became of many jobs that were put into a store.
package struct BulkEnqueued: Sendable, Hashable {
    /// How many went in.
    package private(set) var new = 0
    /// How many a job with the same unique key kept out.
    package private(set) var duplicates = 0
    /// The number of the first job that went in, `nil` when none did.
    package private(set) var firstID: JobID?
    /// The number of the last job that went in.
    package private(set) var lastID: JobID?

    /// Nothing yet.
    package init() {}

    /// Counts one job.
    package mutating func add(_ enqueued: Enqueued) {
        switch enqueued {
        case .new(let id):
            new += 1
            firstID = firstID ?? id
            lastID = id
        case .duplicate:
            duplicates += 1
        }
    }
}
