package import JobModel

/// A limit that all sellers of an application share, with the application's name.
package struct SharedLimit: Sendable, Hashable {
    package var row: ApplicationLimiterRow
    package var application: String
    package var readAt: Timestamp

    package init(row: ApplicationLimiterRow, application: String, readAt: Timestamp) {
        self.row = row
        self.application = application
        self.readAt = readAt
    }

    /// Until when it is blocked, when it is.
    package var blockedUntil: Timestamp? { row.limiter.blockedUntil.flatMap { $0 > readAt ? $0 : nil } }
}

extension QueueReader {
    /// The limits that sellers share, by application, region and operation.
    package func sharedLimits() throws -> [SharedLimit] {
        let names = Dictionary(try tables.applications().map { ($0.id, $0.name) }) { first, _ in first }
        let limits = try tables.applicationLimiters().map { row in
            SharedLimit(row: row, application: names[row.applicationID] ?? "", readAt: now)
        }
        return limits.sorted {
            ($0.application, $0.row.region, $0.row.operation) < ($1.application, $1.row.region, $1.row.operation)
        }
    }
}
