import JobModel

// Schedules: found by key in a dictionary, listed by a walk through all.
extension MemoryTables {
    func insert(_ row: ScheduleRow) -> Int64 {
        var row = row
        row.id = Int64(scheduleRows.count + 1)
        scheduleRows[row.id] = row
        scheduleIDs[row.key] = row.id
        return row.id
    }

    func update(_ row: ScheduleRow) { scheduleRows[row.id] = row }
    func schedule(id: Int64) -> ScheduleRow? { scheduleRows[id] }
    func schedule(key: ScheduleKey) -> ScheduleRow? { scheduleIDs[key].flatMap { scheduleRows[$0] } }

    func dueSchedules(now: Timestamp, limit: Int) -> [ScheduleRow] {
        let due = scheduleRows.values.filter { row in row.isRunning && row.nextFireAt.map { $0 <= now } ?? false }
        return Array(due.sorted { ($0.nextFireAt ?? now, $0.id) < ($1.nextFireAt ?? now, $1.id) }.prefix(limit))
    }

    func nextScheduleDue() -> Timestamp? { scheduleRows.values.filter(\.isRunning).compactMap(\.nextFireAt).min() }

    func schedules(matching filter: ScheduleFilter) -> [ScheduleRow] {
        func order(_ key: ScheduleKey) -> (String, String, String) { (key.definition, key.seller, key.region) }
        let rows = scheduleRows.values.filter { row in
            (filter.definition == nil || row.key.definition == filter.definition)
                && (filter.seller == nil || row.key.seller == filter.seller)
                && (filter.region == nil || row.key.region == filter.region)
                && (!filter.isActive || row.isActive)
                && (filter.after.map { order($0) < order(row.key) } ?? true)
        }
        return Array(rows.sorted { order($0.key) < order($1.key) }.prefix(filter.limit))
    }

    func schedules(matching search: ScheduleSearch) -> [ScheduleStanding] {
        let found = schedules(
            matching: ScheduleFilter(
                definition: search.definition, seller: search.seller, isActive: true, after: search.after, limit: .max)
        ).map { row in ScheduleStanding(row: row, last: row.lastJob.flatMap { jobRows[$0]?.state }) }.filter { it in
            let isBehind = search.succeededBefore.map { instant in
                it.row.isRunning && (it.row.lastSuccessAt.map { $0 < instant } ?? false)
            }
            return isBehind ?? true && (search.result.map { $0 == it.result } ?? true)
        }
        let sorted: [ScheduleStanding] =
            switch search.order {
            case .name: found
            case .nextFire: Self.sorted(found.filter(\.row.isRunning), by: \.row.nextFireAt)
            case .lastSuccess: Self.sorted(found, by: \.row.lastSuccessAt)
            }
        return Array(sorted.prefix(search.limit))
    }

    private static func sorted(
        _ found: [ScheduleStanding], by instant: (ScheduleStanding) -> Timestamp?
    ) -> [ScheduleStanding] {
        found.compactMap { it in instant(it).map { ($0, it) } }
            .sorted { ($0.0, $0.1.row.id) < ($1.0, $1.1.row.id) }.map(\.1)
    }

    func scheduleSummaries(of definition: String?) -> [ScheduleSummary] {
        var found: [String: ScheduleSummary] = [:]
        for row in scheduleRows.values where definition.map({ $0 == row.key.definition }) ?? true {
            var summary = found[row.key.definition] ?? ScheduleSummary(definition: row.key.definition)
            summary.sellers += row.isActive ? 1 : 0
            summary.inactive += row.isActive ? 0 : 1
            summary.paused += row.isActive && row.pauseReason != nil ? 1 : 0
            let last = row.lastJob.flatMap { jobRows[$0]?.state }
            summary.failing += row.isActive && (last == .failed || last == .quarantined) ? 1 : 0
            if row.isActive {
                summary.results[ScheduleResult(row, last: last), default: 0] += 1
                summary.lastSuccessAt = [summary.lastSuccessAt, row.lastSuccessAt].compactMap { $0 }.max()
            }
            summary.lastFireAt = [summary.lastFireAt, row.lastFireAt].compactMap { $0 }.max()
            if row.isRunning {
                summary.nextFireAt = [summary.nextFireAt, row.nextFireAt].compactMap { $0 }.min()
                summary.oldestSuccessAt = [summary.oldestSuccessAt, row.lastSuccessAt].compactMap { $0 }.min()
            }
            found[row.key.definition] = summary
        }
        return found.values.sorted { $0.definition < $1.definition }
    }

    func openJobs(scheduleID: Int64) -> [JobID] { (openBySchedule[scheduleID] ?? []).sorted() }
    func update(_ content: JobContent, of id: JobID) { contents[id] = content }
}
