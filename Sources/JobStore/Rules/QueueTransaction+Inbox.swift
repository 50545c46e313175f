package import JobModel

/// What became of a request to look at an inbox row again.
package enum InboxRetryAnswer: Sendable, Hashable {
    /// It is new again.
    case reopened
    /// It was not rejected, it is this.
    case other(status: String)
    /// There is no such row.
    case unknown
}

/// What operators do to the inbox.
extension QueueTransaction {
    /// Makes a rejected row new again, so that a worker looks at it once more.
    package mutating func retryInbox(_ id: Int64) throws -> InboxRetryAnswer {
        guard let status = try tables.inboxStatus(id: id) else { return .unknown }
        guard status == "rejected" else { return .other(status: status) }
        try tables.reopenInbox(id: id)
        return .reopened
    }

    /// Makes a chunk of the rows that were rejected until the instant new again; returns how many.
    package mutating func retryRejectedInbox(until: Timestamp, chunk: Int) throws -> Int {
        try tables.reopenRejectedInbox(until: until, limit: chunk)
    }

    /// Deletes a chunk of the rows that were settled before the instant; returns how many.
    package mutating func pruneInbox(settledBefore: Timestamp, chunk: Int) throws -> Int {
        try tables.deleteSettledInbox(before: settledBefore, limit: chunk)
    }
}
