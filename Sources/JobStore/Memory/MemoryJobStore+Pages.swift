package import JobModel

// Reading part by part.
extension MemoryJobStore {
    package func jobs(matching filter: JobFilter, lookingThrough most: Int) throws -> JobPage {
        try read { try $0.jobs(matching: filter, lookingThrough: most) }
    }

    package func jobs(uniqueKey: String, limit: Int) throws -> [JobRecord] {
        try read { try $0.jobs(uniqueKey: uniqueKey, limit: limit) }
    }

    package func events(matching search: EventSearch, lookingThrough most: Int) throws -> RowPage<EventRow> {
        try read { try $0.events(matching: search, lookingThrough: most) }
    }

    package func inboxRows(matching search: InboxSearch, lookingThrough most: Int) throws -> RowPage<InboxRow> {
        try read { try $0.inboxRows(matching: search, lookingThrough: most) }
    }

    package func authorizations(matching search: AuthorizationSearch) throws -> [AuthorizationRecord] {
        try read { try $0.authorizations(matching: search) }
    }

    package func lanes(matching search: LaneSearch) throws -> [LaneRecord] {
        try read { try $0.lanes(matching: search) }
    }

    package func sharedLimits() throws -> [SharedLimit] { try read { try $0.sharedLimits() } }

    package func oldestReady(now: Timestamp) throws -> Timestamp? {
        try read { try $0.oldestReady(now: now) }
    }
}
