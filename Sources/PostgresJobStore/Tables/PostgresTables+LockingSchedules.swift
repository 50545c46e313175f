import JobModel
import JobStore

// Locking rows of schedules, the last in the order of locks.
extension PostgresTables {
    /// Locks the rows that are there, and fetches them all.
    func lock(schedules keys: [ScheduleKey]) throws {
        try lock(scheduleIDs: Set(try idsOfSchedules(keys)))
        for row in try rows(
            """
            SELECT s.* FROM unnest($1::text[], $2::text[], $3::text[]) AS k(definition, seller, region)
            CROSS JOIN LATERAL (
                SELECT \(Self.scheduleColumns)
                WHERE definition = k.definition AND seller = k.seller AND region = k.region OFFSET 0) s
            """, columns(of: keys), scheduleRow)
        {
            // One that was made since is not locked: whoever changes it finds that out.
            fetched.schedulesByKey[row.key] = .some(row)
        }
        for key in keys where fetched.schedulesByKey[key] == nil { fetched.schedulesByKey[key] = .some(nil) }
    }

    func idsOfSchedules(_ keys: [ScheduleKey]) throws -> [Int64] {
        guard case .rows = scope else { return [] }
        return try rows(
            """
            SELECT s.id FROM unnest($1::text[], $2::text[], $3::text[]) AS k(definition, seller, region)
            CROSS JOIN LATERAL (
                SELECT id FROM schedule
                WHERE definition = k.definition AND seller = k.seller AND region = k.region OFFSET 0) s
            """, columns(of: keys)
        ) { $0.int64(0) }
    }

    private func columns(of keys: [ScheduleKey]) -> [(any Bindable)?] {
        [ArrayText(keys.map(\.definition)), ArrayText(keys.map(\.seller)), ArrayText(keys.map(\.region))]
    }

    func lock(scheduleIDs ids: Set<Int64>) throws {
        guard case .rows(var locked) = scope else { return }
        let new = ids.subtracting(locked.schedules)
        if new.isEmpty { return }
        for row in try rows(
            "SELECT \(Self.scheduleColumns) WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE",
            [ArrayText(new)],
            scheduleRow)
        {
            locked.schedules.insert(row.id)
            fetched.schedules[row.id] = row
        }
        scope = .rows(locked)
    }
}
