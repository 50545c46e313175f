import JobModel

/// What jobs have written outside the store.
extension QueueTransaction {
    /// Writes down what a run has written. What is there takes the place of what other jobs had there,
    /// on the same machine.
    mutating func record(_ outputs: [WrittenOutput], of job: JobRow) throws {
        guard !outputs.isEmpty else { return }
        let seller = try job.authorizationID.map { try authorization($0).key.seller }
        for output in outputs {
            if output.isPlaced {
                try tables.deleteOutputs(at: output.location, host: output.host, except: job.id)
            }
            try tables.save(
                OutputRow(
                    jobID: job.id, seller: seller, location: output.location, host: output.host,
                    bytes: output.bytes, sha256: output.sha256, modifiedAt: output.modifiedAt, writtenAt: now))
        }
    }

    /// Forgets outputs that were not written again since they were read. Returns how many went.
    package mutating func forget(_ outputs: [OutputRow]) throws -> Int {
        var count = 0
        for output in outputs where try tables.deleteOutput(output.mark) { count += 1 }
        return count
    }
}
