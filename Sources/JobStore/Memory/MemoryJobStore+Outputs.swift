package import JobModel

// What jobs have written outside the store.
extension MemoryJobStore {
    package func forget(_ outputs: [OutputRow]) throws -> Int { try write { try $0.forget(outputs) } }
    package func outputs(of id: JobID) -> [OutputRow] { tables.outputs(of: id) }

    package func outputs(writtenBefore: Timestamp, after mark: OutputMark, limit: Int) -> [OutputRow] {
        tables.outputs(writtenBefore: writtenBefore, after: mark, limit: limit)
    }
}
