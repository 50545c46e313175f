import JobModel
package import JobStore

// Lists of jobs for people.
extension PostgresTables {
    // By id, newest first; filters are applied on the way, so a rare match costs a walk through the table.
    package func jobs(matching filter: JobFilter) throws -> [JobRow] {
        let search = Self.conditions(of: filter)
        return try rows(
            "SELECT \(Self.jobColumns) \(search.clause) ORDER BY j.id DESC LIMIT \(search.next)",
            search.values + [filter.limit], job)
    }

    /// What the filter says of a job `j`.
    static func conditions(of filter: JobFilter) -> Conditions {
        var search = Conditions()
        if !filter.states.isEmpty {
            let states = filter.states.map { String($0.rawValue) }.sorted().joined(separator: ",")
            search.add("CASE WHEN r.job_id IS NULL THEN coalesce(e.state, 0) ELSE 1 END IN (\(states))")
        }
        if let seller = filter.seller {
            search.add(seller) {
                "j.authorization_id = ANY(ARRAY(SELECT id FROM \"authorization\" WHERE seller = \($0)))"
            }
        }
        if let kind = filter.kind { search.add(kind) { "j.kind = \($0)" } }
        if let operation = filter.operation { search.add(operation) { "j.operation = \($0)" } }
        if let after = filter.createdAfter { search.add(after.microseconds) { "j.created_at >= \($0)" } }
        if let before = filter.createdBefore { search.add(before.microseconds) { "j.created_at < \($0)" } }
        if filter.inDoubt { search.add("j.is_in_doubt") }
        if let id = filter.beforeID { search.add(id.value) { "j.id < \($0)" } }
        return search
    }
}
