package import JobModel
package import JobStore

// Pages of jobs: numbers first, so that what does not match costs little, then rows.
extension PostgresTables {
    // Served by the primary key.
    package func jobIDs(matching filter: JobFilter, from floor: JobID?) throws -> [JobID] {
        var search = Self.conditions(of: filter)
        if let floor { search.add(floor.value) { "j.id >= \($0)" } }
        return try rows(
            "SELECT j.id FROM \(Self.jobWithPlace) \(search.clause) ORDER BY j.id DESC LIMIT \(search.next)",
            search.values + [filter.limit]
        ) { JobID($0.int64(0)) }
    }

    // Served by the tables that say where jobs stand. The sum keeps the planner from walking through the table in its order.
    package func jobIDs(ofFewMatching filter: JobFilter) throws -> [JobID] {
        var search = Self.conditions(of: filter)
        search.add("j.id = ANY(ARRAY(\(Self.places(of: filter.states).joined(separator: " UNION ALL "))))")
        return try rows(
            "SELECT j.id FROM \(Self.jobWithPlace) \(search.clause) ORDER BY j.id + 0 DESC LIMIT \(search.next)",
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
            places.append("SELECT o.id FROM job o WHERE o.is_suspect")
        }
        return places
    }

    package func jobID(countedBack count: Int, before: JobID?) throws -> JobID? {
        try first(
            "SELECT j.id FROM job j WHERE j.id < $1 ORDER BY j.id DESC LIMIT 1 OFFSET $2",
            [before?.value ?? .max, count - 1]
        ) { JobID($0.int64(0)) }
    }

    // Served by job_unique and job_unique_ended, which are looked into for each seller.
    package func jobIDs(uniqueKey: String, limit: Int) throws -> [JobID] {
        let isOwn = "coalesce(j.authorization_id, 0) = a.owner AND j.unique_key = $1 AND j.unique_key IS NOT NULL"
        return try rows(
            """
            SELECT o.id FROM (SELECT 0::bigint AS owner UNION ALL SELECT id FROM "authorization") a
            CROSS JOIN LATERAL (
                (SELECT j.id FROM job j WHERE \(isOwn) AND j.key_free_at IS NULL OFFSET 0)
                UNION ALL (
                    SELECT j.id FROM job j WHERE \(isOwn) AND j.key_free_at IS NOT NULL
                    ORDER BY j.key_free_at DESC LIMIT $2)) o
            ORDER BY o.id DESC LIMIT $2
            """, [uniqueKey, limit]
        ) { JobID($0.int64(0)) }
    }

    package func jobs(ids: [JobID]) throws -> [JobRow] {
        try rows(
            "SELECT \(Self.jobColumns) WHERE j.id = ANY($1::bigint[])", [ArrayText(ids.map(\.value))], job)
    }
}
