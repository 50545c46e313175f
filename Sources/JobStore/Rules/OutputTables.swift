package import JobModel

/// The table of outputs, as it is seen inside one transaction.
package protocol OutputTables: AnyObject {
    /// Inserts the row under a new id, or replaces the job's one with its location and host and keeps that one's id. The
    /// row's own id is ignored.
    func save(_ row: OutputRow) throws
    /// By the time at which they were written, then id.
    func outputs(of id: JobID) throws -> [OutputRow]
    /// Those that no open or quarantined job wrote or reads, and that were written before the instant, in the order of
    /// their marks. One whose location a later row has too, of whatever host, is left out.
    func outputs(writtenBefore: Timestamp, after mark: OutputMark, limit: Int) throws -> [OutputRow]
    /// Writes down that `reader` needs what the job has written.
    func keepOutputs(of id: JobID, for reader: JobID) throws
    /// Deletes what other jobs than this one have at the location on the host.
    func deleteOutputs(at location: String, host: String?, except id: JobID) throws
    /// Deletes the row if it was not written again; false when it was, or is gone.
    func deleteOutput(_ mark: OutputMark) throws -> Bool
}
