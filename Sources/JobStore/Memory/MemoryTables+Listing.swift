import JobModel

// Lists of jobs for people.
extension MemoryTables {
    func jobs(matching filter: JobFilter) -> [JobRow] {
        let rows = jobRows.values.filter { row in
            (filter.states.isEmpty || filter.states.contains(row.state))
                && (filter.kind == nil || row.kind == filter.kind)
                && (filter.operation == nil || row.operation == filter.operation)
                && (filter.seller == nil
                    || row.authorizationID.flatMap { authorizationRows[$0]?.key.seller } == filter.seller)
                && (filter.createdAfter.map { row.createdAt >= $0 } ?? true)
                && (filter.createdBefore.map { row.createdAt < $0 } ?? true)
                && (!filter.inDoubt || row.isInDoubt)
                && (filter.beforeID.map { row.id < $0 } ?? true)
        }
        return Array(rows.sorted { $0.id > $1.id }.prefix(filter.limit))
    }
}
