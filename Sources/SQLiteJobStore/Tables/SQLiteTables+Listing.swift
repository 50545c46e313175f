import JobModel
package import JobStore

// Lists of jobs for people.
extension SQLiteTables {
    // By id, newest first; filters are applied on the way, so a rare match costs a walk through the table.
    package func jobs(matching filter: JobFilter) throws -> [JobRow] {
        var conditions: [String] = []
        var values: [(any Bindable)?] = []
        func add(_ condition: String, _ value: any Bindable) {
            conditions.append(condition)
            values.append(value)
        }
        if !filter.states.isEmpty {
            let states = filter.states.map { String($0.rawValue) }.sorted().joined(separator: ",")
            conditions.append("iif(r.job_id IS NULL, ifnull(e.state, 0), 1) IN (\(states))")
        }
        if let seller = filter.seller {
            add("j.authorization_id IN (SELECT id FROM authorization WHERE seller = ?)", seller)
        }
        if let kind = filter.kind { add("j.kind = ?", kind) }
        if let operation = filter.operation { add("j.operation = ?", operation) }
        if let after = filter.createdAfter { add("j.created_at >= ?", after.microseconds) }
        if let before = filter.createdBefore { add("j.created_at < ?", before.microseconds) }
        if filter.inDoubt { conditions.append("j.is_in_doubt = 1") }
        if let id = filter.beforeID { add("j.id < ?", id.value) }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try rows(
            "SELECT \(Self.jobColumns) \(condition) ORDER BY j.id DESC LIMIT ?", values + [filter.limit], job)
    }
}
