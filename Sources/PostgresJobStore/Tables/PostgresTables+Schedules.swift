package import JobModel
package import JobStore

// Schedules: a row for each definition and seller.
extension PostgresTables {
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
        let id = try insert(
            """
            INSERT INTO schedule (definition, seller, region, application, signature, next_fire_at, last_fire_at,
                last_success_at, cursor, cursor_edition, pause_reason, last_job_id, is_active, chain)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """, [row.key.definition, row.key.seller, row.key.region] + changingValues(row))
        // Nobody else can see it yet.
        if case .rows(var locked) = scope {
            locked.schedules.insert(id)
            scope = .rows(locked)
        }
        fetched.schedulesByKey[row.key] = nil
        return id
    }

    package func update(_ row: ScheduleRow) throws {
        if case .rows(let locked) = scope, !locked.schedules.contains(row.id) { throw NeedsWholeQueue() }
        fetched.schedules[row.id] = nil
        fetched.schedulesByKey[row.key] = nil
        try execute(
            """
            UPDATE schedule SET application = $1, signature = $2, next_fire_at = $3, last_fire_at = $4,
                last_success_at = $5, cursor = $6, cursor_edition = $7, pause_reason = $8, last_job_id = $9, is_active = $10,
                chain = $11
            WHERE id = $12
            """, changingValues(row) + [row.id])
    }

    /// All but the id and the key.
    private func changingValues(_ row: ScheduleRow) -> [(any Bindable)?] {
        [
            row.application, row.signature, row.nextFireAt?.microseconds, row.lastFireAt?.microseconds,
            row.lastSuccessAt?.microseconds, row.cursor, row.cursorEdition, row.pauseReason, row.lastJob?.value,
            row.isActive, row.chain,
        ]
    }

    package func schedule(id: Int64) throws -> ScheduleRow? {
        try fetched.schedules.removeValue(forKey: id)
            ?? first("SELECT \(Self.scheduleColumns) WHERE id = $1", [id], scheduleRow)
    }

    // Served by schedule_key.
    package func schedule(key: ScheduleKey) throws -> ScheduleRow? {
        if let known = fetched.schedulesByKey.removeValue(forKey: key) { return known }
        return try first(
            "SELECT \(Self.scheduleColumns) WHERE definition = $1 AND seller = $2 AND region = $3",
            [key.definition, key.seller, key.region], scheduleRow)
    }

    /// What the partial index schedule_due holds.
    private static let mayFire = "next_fire_at IS NOT NULL AND pause_reason IS NULL AND is_active"

    // Served by schedule_due, which holds the id too.
    package func dueSchedules(now: Timestamp, limit: Int) throws -> [ScheduleRow] {
        try rows(
            """
            SELECT \(Self.scheduleColumns) WHERE next_fire_at <= $1 AND \(Self.mayFire)
            ORDER BY next_fire_at, id LIMIT $2
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
        func add(_ condition: (String) -> String, _ value: any Bindable) {
            values.append(value)
            conditions.append(condition("$\(values.count)"))
        }
        if let definition = filter.definition { add({ "definition = \($0)" }, definition) }
        if let seller = filter.seller { add({ "seller = \($0)" }, seller) }
        if let region = filter.region { add({ "region = \($0)" }, region) }
        if filter.isActive { conditions.append("is_active") }
        if let key = filter.after {
            let first = values.count + 1
            values += [key.definition, key.seller, key.region]
            conditions.append("(definition, seller, region) > ($\(first), $\(first + 1), $\(first + 2))")
        }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try rows(
            "SELECT \(Self.scheduleColumns) \(condition) ORDER BY definition, seller, region LIMIT $\(values.count + 1)",
            values + [filter.limit], scheduleRow)
    }

    // Served by job_schedule, which holds the id too.
    package func openJobs(scheduleID: Int64) throws -> [JobID] {
        try rows(
            """
            SELECT id FROM job WHERE open_schedule_id = $1 AND open_schedule_id IS NOT NULL ORDER BY id
            """, [scheduleID]
        ) { JobID($0.int64(0)) }
    }

    package func update(_ content: JobContent, of id: JobID) throws {
        try execute(
            "UPDATE job SET params = $1, options = $2, output = $3, has_body = $4 WHERE id = $5",
            [content.parameters, content.options, content.output, content.body != nil, id.value])
        if let body = content.body {
            try execute(
                """
                INSERT INTO job_body (job_id, body) VALUES ($1, $2)
                ON CONFLICT (job_id) DO UPDATE SET body = excluded.body
                """, [id.value, body])
        } else {
            try execute("DELETE FROM job_body WHERE job_id = $1", [id.value])
        }
    }
}
