import JobModel

// What targets of hooks have yet to be told.
extension MemoryTables {
    func insert(_ row: NoticeRow) -> Int64 {
        lastNoticeID += 1
        var row = row
        row.id = lastNoticeID
        if row.eventID == 0 { row.eventID = row.id }
        noticeRows[row.id] = row
        return row.id
    }

    func update(_ row: NoticeRow) { noticeRows[row.id] = row }
    func notice(id: Int64) -> NoticeRow? { noticeRows[id] }

    func dueNotice(target: String, now: Timestamp) -> NoticeRow? {
        noticeRows.values.filter { $0.target == target && $0.nextAt <= now }
            .min { ($0.nextAt, $0.id) < ($1.nextAt, $1.id) }
    }

    func moveNotice(id: Int64, from: Timestamp, to: Timestamp) -> Bool {
        guard noticeRows[id]?.nextAt == from else { return false }
        noticeRows[id]?.nextAt = to
        return true
    }

    func nextNotice(for targets: [String]) -> Timestamp? {
        noticeRows.values.filter { targets.contains($0.target) }.map(\.nextAt).min()
    }

    func notices(limit: Int) -> [NoticeRow] { Array(noticeRows.values.sorted { $0.id < $1.id }.prefix(limit)) }
    func noticeCount() -> Int { noticeRows.count }
    func deleteNotice(id: Int64) { noticeRows[id] = nil }

    func deleteNotices(target: String, before: Timestamp) -> Int {
        let gone = noticeRows.values.filter { $0.target == target && $0.at < before }
        for row in gone { noticeRows[row.id] = nil }
        return gone.count
    }

    func noticeGroups() -> [NoticeGroup] {
        let groups = Dictionary(grouping: noticeRows.values) {
            NoticeGroup(hook: $0.hook, target: $0.target, application: $0.application, count: 0)
        }
        return groups.map { group, rows in
            var group = group
            group.count = rows.count
            return group
        }
    }

    private func rows(of group: NoticeGroup) -> [NoticeRow] {
        noticeRows.values.filter {
            $0.hook == group.hook && $0.target == group.target && $0.application == group.application
        }
    }

    func readdressNotices(_ group: NoticeGroup, to target: String, at instant: Timestamp) {
        for var row in rows(of: group) {
            row.target = target
            row.nextAt = instant
            row.tries = 0
            row.triedSince = nil
            noticeRows[row.id] = row
        }
    }

    func deleteNotices(_ group: NoticeGroup) {
        for row in rows(of: group) { noticeRows[row.id] = nil }
    }

    func hastenNotices(to instant: Timestamp) {
        for (id, row) in noticeRows where row.nextAt > instant { noticeRows[id]?.nextAt = instant }
    }
}
