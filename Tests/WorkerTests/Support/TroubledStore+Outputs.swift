import JobModel
import JobStore

// Outputs.
extension TroubledStore {
    func forget(_ outputs: [OutputRow]) async throws -> Int { try await inner.forget(outputs) }
    func outputs(of id: JobID) async throws -> [OutputRow] { await inner.outputs(of: id) }

    func outputs(writtenBefore: Timestamp, after mark: OutputMark, limit: Int) async throws -> [OutputRow] {
        await inner.outputs(writtenBefore: writtenBefore, after: mark, limit: limit)
    }
}
