import JobModel

extension MemoryTables {
    func save(_ row: OutputRow) {
        var row = row
        let known = outputRows.values.first {
            $0.location == row.location && $0.jobID == row.jobID && $0.host == row.host
        }
        if known == nil { lastOutputID += 1 }
        row.id = known?.id ?? lastOutputID
        outputRows[row.id] = row
    }

    func outputs(of id: JobID) -> [OutputRow] {
        outputRows.values.filter { $0.jobID == id }.sorted { $0.mark < $1.mark }
    }

    func outputs(writtenBefore: Timestamp, after mark: OutputMark, limit: Int) -> [OutputRow] {
        let rows = outputRows.values.filter { row in
            row.writtenAt < writtenBefore && row.mark > mark
                && !outputRows.values.contains { $0.location == row.location && $0.mark > row.mark }
                && ![row.jobID, row.reader].contains { id in
                    id.flatMap { jobRows[$0] }.map { $0.state.holdsUniqueKey } ?? false
                }
        }
        return Array(rows.sorted { $0.mark < $1.mark }.prefix(limit))
    }

    func keepOutputs(of id: JobID, for reader: JobID) {
        for row in outputs(of: id) { outputRows[row.id]?.reader = reader }
    }

    func deleteOutputs(at location: String, host: String?, except id: JobID) {
        for row in outputRows.values where row.location == location && row.host == host && row.jobID != id {
            outputRows[row.id] = nil
        }
    }

    func deleteOutput(_ mark: OutputMark) -> Bool {
        guard outputRows[mark.id]?.mark == mark else { return false }
        outputRows[mark.id] = nil
        return true
    }
}
