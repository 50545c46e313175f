package import JobModel
package import JobStore

// Schedules: a row for each definition and seller.
extension SQLiteTables {
    static let scheduleColumns = """
        id, definition, seller, region, application, signature, next_fire_at, last_fire_at, last_success_at, cursor,
        cursor_edition, pause_reason, last_job_id, is_active, chain FROM schedule
        """

    func scheduleRow(_ row: Columns) -> ScheduleRow {
        ScheduleRow(
            id: row.int64(0), key: ScheduleKey(definition: row.text(1), seller: row.text(2), region: row.text(3)),
            application: row.text(4), signature: row.text(5), nextFireAt: row.optionalInstant(6),
            lastFireAt: row.optionalInstant(7), lastSuccessAt: row.optionalInstant(8), cursor: row.optionalText(9),
            cursorEdition: row.int(10), pauseReason: row.optionalText(11),
            lastJob: row.optionalInt64(12).map { JobID($0) }, isActive: row.flag(13),
            chain: row.optionalText(14))
    }

    package func insert(_ row: ScheduleRow) throws -> Int64 {
        try insert(
            """
            INSERT INTO schedule (definition, seller, region, application, signature, next_fire_at, last_fire_at,
                last_success_at, cursor, cursor_edition, pause_reason, last_job_id, is_active, chain)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, [row.key.definition, row.key.seller, row.key.region] + changingValues(row))
    }

    package func update(_ row: ScheduleRow) throws {
        try execute(
            """
            UPDATE schedule SET application = ?, signature = ?, next_fire_at = ?, last_fire_at = ?,
                last_success_at = ?, cursor = ?, cursor_edition = ?, pause_reason = ?, last_job_id = ?, is_active = ?,
                chain = ?
            WHERE id = ?
            """, changingValues(row) + [row.id])
    }

    /// All but the id and the key.
    private func changingValues(_ row: ScheduleRow) -> [(any Bindable)?] {
        [
            row.application, row.signature, row.nextFireAt?.microseconds, row.lastFireAt?.microseconds,
            row.lastSuccessAt?.microseconds, row.cursor, row.cursorEdition, row.pauseReason, row.lastJob?.value,
            row.isActive ? 1 : 0, row.chain,
        ]
    }

    package func schedule(id: Int64) throws -> ScheduleRow? {
        try first("SELECT \(Self.scheduleColumns) WHERE id = ?", [id], scheduleRow)
    }

    // Served by schedule_key.
    package func schedule(key: ScheduleKey) throws -> ScheduleRow? {
        try first(
            "SELECT \(Self.scheduleColumns) WHERE definition = ? AND seller = ? AND region = ?",
            [key.definition, key.seller, key.region], scheduleRow)
    }

    /// What the partial index schedule_due holds.
    private static let mayFire = "next_fire_at IS NOT NULL AND pause_reason IS NULL AND is_active = 1"

    // Served by schedule_due, which holds the id too.
    package func dueSchedules(now: Timestamp, limit: Int) throws -> [ScheduleRow] {
        try rows(
            """
            SELECT \(Self.scheduleColumns) WHERE next_fire_at <= ? AND \(Self.mayFire)
            ORDER BY next_fire_at, id LIMIT ?
            """, [now.microseconds, limit], scheduleRow)
    }

    // Served by schedule_due.
    package func nextScheduleDue() throws -> Timestamp? {
        try first("SELECT min(next_fire_at) FROM schedule WHERE \(Self.mayFire)") { $0.optionalInstant(0) } ?? nil
    }

    // In the order of schedule_key; all but a definition's own filters are applied on the way.
    package func schedules(matching filter: ScheduleFilter) throws -> [ScheduleRow] {
        var conditions: [String] = []
        var values: [(any Bindable)?] = []
        func add(_ condition: String, _ operands: any Bindable...) {
            conditions.append(condition)
            values += operands
        }
        if let definition = filter.definition { add("definition = ?", definition) }
        if let seller = filter.seller { add("seller = ?", seller) }
        if let region = filter.region { add("region = ?", region) }
        if filter.isActive { conditions.append("is_active = 1") }
        if let key = filter.after {
            add("(definition, seller, region) > (?, ?, ?)", key.definition, key.seller, key.region)
        }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try rows(
            "SELECT \(Self.scheduleColumns) \(condition) ORDER BY definition, seller, region LIMIT ?",
            values + [filter.limit], scheduleRow)
    }

    // Served by job_schedule, which holds the id too.
    package func openJobs(scheduleID: Int64) throws -> [JobID] {
        try rows(
            """
            SELECT id FROM job WHERE open_schedule_id = ? AND open_schedule_id IS NOT NULL ORDER BY id
            """, [scheduleID]
        ) { JobID($0.int64(0)) }
    }

    package func update(_ content: JobContent, of id: JobID) throws {
        try execute(
            "UPDATE job SET params = ?, options = ?, output = ?, has_body = ? WHERE id = ?",
            [content.parameters, content.options, content.output, content.body == nil ? 0 : 1, id.value])
        if let body = content.body {
            try execute(
                """
                INSERT INTO job_body (job_id, body) VALUES (?, ?)
                ON CONFLICT (job_id) DO UPDATE SET body = excluded.body
                """, [id.value, body])
        } else {
            try execute("DELETE FROM job_body WHERE job_id = ?", [id.value])
        }
    }
}
