package import JobModel
package import JobStore

// Pages of jobs: numbers first, so that what does not match costs little, then rows.
extension SQLiteTables {
    // Served by the table's own order.
    package func jobIDs(matching filter: JobFilter, from floor: JobID?) throws -> [JobID] {
        var search = Self.conditions(of: filter)
        if let floor { search.add("j.id >= ?", floor.value) }
        return try rows(
            "SELECT j.id FROM \(Self.jobWithPlace) \(search.clause) ORDER BY j.id DESC LIMIT ?",
            search.values + [filter.limit]
        ) { JobID($0.int64(0)) }
    }

    // Served by the tables that say where jobs stand: without being told SQLite would walk through all jobs.
    package func jobIDs(ofFewMatching filter: JobFilter) throws -> [JobID] {
        var search = Self.conditions(of: filter)
        search.add("j.id IN (\(Self.places(of: filter.states).joined(separator: " UNION ALL ")))")
        return try rows(
            "SELECT j.id FROM \(Self.jobWithPlace) \(search.clause) ORDER BY j.id DESC LIMIT ?",
            search.values + [filter.limit]
        ) { JobID($0.int64(0)) }
    }

    /// The queries that find all jobs in the states.
    private static func places(of states: Set<JobState>) -> [String] {
        var places: [String] = []
        let ended = states.filter(\.isFinal).map { String($0.rawValue) }.sorted()
        if !ended.isEmpty {
            places.append("SELECT job_id FROM job_ended WHERE state IN (\(ended.joined(separator: ",")))")
        }
        if states.contains(.running) { places.append("SELECT job_id FROM job_running") }
        if states.contains(.waiting) {
            places.append("SELECT job_id FROM job_waiting")
            // Those that run are sorted out by what the filter says of states.
            places.append("SELECT id FROM job INDEXED BY job_suspect WHERE is_suspect = 1")
        }
        return places
    }

    package func jobID(countedBack count: Int, before: JobID?) throws -> JobID? {
        try first(
            "SELECT j.id FROM job j WHERE j.id < ? ORDER BY j.id DESC LIMIT 1 OFFSET ?",
            [before?.value ?? .max, count - 1]
        ) { JobID($0.int64(0)) }
    }

    /// So many ended jobs of one key are sorted.
    private static var mostOfKey: Int { 5000 }

    // Served by job_unique and job_unique_ended, which are looked into for each seller.
    package func jobIDs(uniqueKey: String, limit: Int) throws -> [JobID] {
        let owners = "(SELECT 0 AS owner UNION ALL SELECT id FROM authorization) a CROSS JOIN job j"
        let isOwn = "ifnull(j.authorization_id, 0) = a.owner AND j.unique_key = ?1 AND j.unique_key IS NOT NULL"
        return try rows(
            """
            SELECT id FROM (
                SELECT j.id FROM \(owners) INDEXED BY job_unique ON \(isOwn) AND j.key_free_at IS NULL
                UNION ALL SELECT id FROM (
                    SELECT j.id FROM \(owners) INDEXED BY job_unique_ended ON \(isOwn) AND j.key_free_at IS NOT NULL
                    LIMIT \(Self.mostOfKey)))
            ORDER BY id DESC LIMIT ?2
            """, [uniqueKey, limit]
        ) { JobID($0.int64(0)) }
    }

    package func jobs(ids: [JobID]) throws -> [JobRow] { try ids.compactMap { try job(id: $0) } }
}
