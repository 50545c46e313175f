package import JobModel
package import JobStore

// What jobs have written outside the store.
extension PostgresJobStore {
    package func forget(_ outputs: [OutputRow]) async throws -> Int {
        // One statement each, which says what the row must still be.
        try await write(.beside, durable: false) { try $0.forget(outputs) }
    }

    package func outputs(of id: JobID) async throws -> [OutputRow] { try await read { try $0.outputs(of: id) } }

    package func outputs(writtenBefore: Timestamp, after mark: OutputMark, limit: Int) async throws -> [OutputRow] {
        try await read { try $0.outputs(writtenBefore: writtenBefore, after: mark, limit: limit) }
    }
}
