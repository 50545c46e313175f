package import JobModel
package import JobStore

// What jobs have written outside the store.
extension SQLiteTables {
    private static let outputColumns = """
        o.id, o.job_id, o.seller, o.location, o.bytes, o.sha256, o.modified_at, o.written_at, o.host, o.reader_id
        FROM output o
        """

    private func output(_ row: Columns) -> OutputRow {
        OutputRow(
            id: row.int64(0), jobID: JobID(row.int64(1)), seller: row.optionalText(2), location: row.text(3),
            host: row.text(8).isEmpty ? nil : row.text(8), bytes: row.int(4), sha256: row.text(5),
            modifiedAt: row.optionalInstant(6), writtenAt: row.instant(7),
            reader: row.optionalInt64(9).map { JobID($0) })
    }

    package func save(_ row: OutputRow) throws {
        try execute(
            """
            INSERT INTO output (job_id, seller, location, host, bytes, sha256, modified_at, written_at, reader_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (location, job_id, host) DO UPDATE SET seller = excluded.seller, bytes = excluded.bytes,
                sha256 = excluded.sha256, modified_at = excluded.modified_at, written_at = excluded.written_at,
                reader_id = excluded.reader_id
            """,
            [
                row.jobID.value, row.seller, row.location, row.host ?? "", row.bytes, row.sha256,
                row.modifiedAt?.microseconds, row.writtenAt.microseconds, row.reader?.value,
            ])
    }

    // Served by output_job.
    package func outputs(of id: JobID) throws -> [OutputRow] {
        try rows(
            "SELECT \(Self.outputColumns) WHERE o.job_id = ? ORDER BY o.written_at, o.id", [id.value], output)
    }

    // Served by output_written.
    package func outputs(writtenBefore: Timestamp, after mark: OutputMark, limit: Int) throws -> [OutputRow] {
        try rows(
            """
            SELECT \(Self.outputColumns)
            WHERE o.written_at >= ?1 AND o.written_at < ?2 AND (o.written_at > ?1 OR o.id > ?3)
                AND NOT EXISTS (
                    SELECT 1 FROM job j LEFT JOIN job_ended e ON e.job_id = j.id
                    WHERE j.id IN (o.job_id, o.reader_id) AND (e.state IS NULL OR e.state = 5))
                AND NOT EXISTS (
                    SELECT 1 FROM output y WHERE y.location = o.location
                        AND (y.written_at, y.id) > (o.written_at, o.id))
            ORDER BY o.written_at, o.id LIMIT ?4
            """, [mark.writtenAt.microseconds, writtenBefore.microseconds, mark.id, limit], output)
    }

    // Served by output_job.
    package func keepOutputs(of id: JobID, for reader: JobID) throws {
        try execute("UPDATE output SET reader_id = ? WHERE job_id = ?", [reader.value, id.value])
    }

    // Served by output_key.
    package func deleteOutputs(at location: String, host: String?, except id: JobID) throws {
        try execute(
            "DELETE FROM output WHERE location = ? AND host = ? AND job_id <> ?", [location, host ?? "", id.value])
    }

    package func deleteOutput(_ mark: OutputMark) throws -> Bool {
        try change("DELETE FROM output WHERE id = ? AND written_at = ?", [mark.id, mark.writtenAt.microseconds]) > 0
    }
}
