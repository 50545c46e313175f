import JobModel
package import JobStore

// Lists of jobs for people.
extension PostgresTables {
    // By id, newest first; filters are applied on the way, so a rare match costs a walk through the table.
    package func jobs(matching filter: JobFilter) throws -> [JobRow] {
        var conditions: [String] = []
        var values: [(any Bindable)?] = []
        func add(_ condition: (String) -> String, _ value: any Bindable) {
            values.append(value)
            conditions.append(condition("$\(values.count)"))
        }
        if !filter.states.isEmpty {
            let states = filter.states.map { String($0.rawValue) }.sorted().joined(separator: ",")
            conditions.append("CASE WHEN r.job_id IS NULL THEN coalesce(e.state, 0) ELSE 1 END IN (\(states))")
        }
        if let seller = filter.seller {
            add({ "j.authorization_id = ANY(ARRAY(SELECT id FROM \"authorization\" WHERE seller = \($0)))" }, seller)
        }
        if let kind = filter.kind { add({ "j.kind = \($0)" }, kind) }
        if let operation = filter.operation { add({ "j.operation = \($0)" }, operation) }
        if let after = filter.createdAfter { add({ "j.created_at >= \($0)" }, after.microseconds) }
        if let before = filter.createdBefore { add({ "j.created_at < \($0)" }, before.microseconds) }
        if filter.inDoubt { conditions.append("j.is_in_doubt") }
        if let id = filter.beforeID { add({ "j.id < \($0)" }, id.value) }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try rows(
            "SELECT \(Self.jobColumns) \(condition) ORDER BY j.id DESC LIMIT $\(values.count + 1)",
            values + [filter.limit], job)
    }
}
