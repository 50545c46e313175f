import JobModel
package import JobStore

// Lists of jobs for people.
extension SQLiteTables {
    // By id, newest first; filters are applied on the way, so a rare match costs a walk through the table.
    package func jobs(matching filter: JobFilter) throws -> [JobRow] {
        let search = Self.conditions(of: filter)
        return try rows(
            "SELECT \(Self.jobColumns) \(search.clause) ORDER BY j.id DESC LIMIT ?", search.values + [filter.limit],
            job)
    }

    /// What the filter says of a job `j`.
    static func conditions(of filter: JobFilter) -> Conditions {
        var search = Conditions()
        if !filter.states.isEmpty {
            let states = filter.states.map { String($0.rawValue) }.sorted().joined(separator: ",")
            search.add("iif(r.job_id IS NULL, ifnull(e.state, 0), 1) IN (\(states))")
        }
        if let seller = filter.seller {
            search.add("j.authorization_id IN (SELECT id FROM authorization WHERE seller = ?)", seller)
        }
        if let kind = filter.kind { search.add("j.kind = ?", kind) }
        if let operation = filter.operation { search.add("j.operation = ?", operation) }
        if let after = filter.createdAfter { search.add("j.created_at >= ?", after.microseconds) }
        if let before = filter.createdBefore { search.add("j.created_at < ?", before.microseconds) }
        if filter.inDoubt { search.add("j.is_in_doubt = 1") }
        if let id = filter.beforeID { search.add("j.id < ?", id.value) }
        return search
    }
}
