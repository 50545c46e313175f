package import JobModel
package import JobStore

extension SeveredStore {
    package func forget(_ outputs: [OutputRow]) async throws -> Int {
        try await pass(.forgetOutputs) { try await inner.forget(outputs) }
    }

    package func outputs(of id: JobID) async throws -> [OutputRow] {
        try await pass(.read) { try await inner.outputs(of: id) }
    }

    package func outputs(writtenBefore: Timestamp, after mark: OutputMark, limit: Int) async throws -> [OutputRow] {
        try await pass(.read) {
            try await inner.outputs(writtenBefore: writtenBefore, after: mark, limit: limit)
        }
    }
}
