import JobModel
package import JobStore

// What became of schedules' last jobs.
extension PostgresTables {
    /// Rows beside their last jobs, and what a list counts them as: see `ScheduleResult`.
    private static let standings = """
        schedule s LEFT JOIN LATERAL (SELECT state FROM job_ended WHERE job_id = s.last_job_id OFFSET 0) e ON true
        """
    private static let result = """
        CASE WHEN s.pause_reason IS NOT NULL THEN 5 WHEN e.state IN (3, 5) THEN 1 WHEN e.state = 4 THEN 3
            WHEN e.state = 2 THEN 0 WHEN EXISTS (SELECT 1 FROM job j WHERE j.id = s.last_job_id) THEN 2
            WHEN s.last_success_at IS NOT NULL THEN 0 ELSE 4 END
        """
    /// The state of the last job; none when there is none.
    private static let state = """
        coalesce(
            e.state,
            (SELECT CASE WHEN EXISTS (SELECT 1 FROM job_running r WHERE r.lane_id = j.lane_id AND r.job_id = j.id)
                THEN 1 ELSE 0 END FROM job j WHERE j.id = s.last_job_id))
        """

    // A walk through the definition's rows in schedule_key, and a look at the last job of each that may be meant.
    package func schedules(matching search: ScheduleSearch) throws -> [ScheduleStanding] {
        var conditions = Conditions()
        conditions.add(search.definition) { "s.definition = \($0)" }
        conditions.add("s.is_active")
        if let seller = search.seller { conditions.add(seller) { "s.seller = \($0)" } }
        if let instant = search.succeededBefore {
            conditions.add(instant.microseconds) { "s.pause_reason IS NULL AND s.last_success_at < \($0)" }
        }
        if let key = search.after {
            let mark = [key.definition, key.seller, key.region].map { conditions.parameter($0) }
            conditions.add("(s.definition, s.seller, s.region) > (\(mark.joined(separator: ", ")))")
        }
        if let result = search.result { conditions.add("\(Self.result) = \(result.rawValue)") }
        let order: String
        switch search.order {
        case .name: order = "s.definition, s.seller, s.region"
        case .nextFire:
            conditions.add("s.pause_reason IS NULL AND s.next_fire_at IS NOT NULL")
            order = "s.next_fire_at, s.id"
        case .lastSuccess:
            conditions.add("s.last_success_at IS NOT NULL")
            order = "s.last_success_at, s.id"
        }
        return try rows(
            """
            SELECT s.id, s.definition, s.seller, s.region, s.application, s.signature, s.next_fire_at, s.last_fire_at,
                s.last_success_at, s.cursor, s.cursor_edition, s.pause_reason, s.last_job_id, s.is_active, s.chain,
                \(Self.state)
            FROM \(Self.standings) \(conditions.clause) ORDER BY \(order) LIMIT \(conditions.next)
            """, conditions.values + [search.limit]
        ) { row in
            ScheduleStanding(
                row: scheduleRow(row), last: row.optionalInt64(15).flatMap { JobState(rawValue: Int($0)) })
        }
    }

    // One walk in the order of schedule_key, and a look at each row's last job.
    package func scheduleSummaries(of definition: String?) throws -> [ScheduleSummary] {
        var conditions = Conditions()
        if let definition { conditions.add(definition) { "s.definition = \($0)" } }
        let counts = ScheduleResult.allCases.map { "count(*) FILTER (WHERE is_active AND result = \($0.rawValue))" }
        return try rows(
            """
            SELECT definition, count(*) FILTER (WHERE is_active), count(*) FILTER (WHERE NOT is_active),
                count(*) FILTER (WHERE is_active AND pause_reason IS NOT NULL),
                count(*) FILTER (WHERE is_active AND state IN (3, 5)),
                min(next_fire_at) FILTER (WHERE is_active AND pause_reason IS NULL), max(last_fire_at),
                max(last_success_at) FILTER (WHERE is_active),
                min(last_success_at) FILTER (WHERE is_active AND pause_reason IS NULL), \(counts.joined(separator: ", "))
            FROM (
                SELECT s.definition, s.is_active, s.pause_reason, s.next_fire_at, s.last_fire_at, s.last_success_at,
                    e.state, \(Self.result) AS result
                FROM \(Self.standings) \(conditions.clause)) r
            GROUP BY definition ORDER BY definition
            """, conditions.values
        ) { row in
            var results: [ScheduleResult: Int] = [:]
            for (index, result) in ScheduleResult.allCases.enumerated() where row.int(9 + index) > 0 {
                results[result] = row.int(9 + index)
            }
            return ScheduleSummary(
                definition: row.text(0), sellers: row.int(1), inactive: row.int(2), paused: row.int(3),
                failing: row.int(4), results: results, nextFireAt: row.optionalInstant(5),
                lastFireAt: row.optionalInstant(6), lastSuccessAt: row.optionalInstant(7),
                oldestSuccessAt: row.optionalInstant(8))
        }
    }
}
