package import JobModel

// Reading part by part.
extension MemoryJobStore {
    package func jobs(matching filter: JobFilter, lookingThrough most: Int) throws -> JobPage {
        try read { try $0.jobs(matching: filter, lookingThrough: most) }
    }

    package func authorizations(matching search: AuthorizationSearch) throws -> [AuthorizationRecord] {
        try read { try $0.authorizations(matching: search) }
    }

    package func lanes(matching search: LaneSearch) throws -> [LaneRecord] {
        try read { try $0.lanes(matching: search) }
    }

    package func oldestReady(now: Timestamp) throws -> Timestamp? {
        try read { try $0.oldestReady(now: now) }
    }
}
