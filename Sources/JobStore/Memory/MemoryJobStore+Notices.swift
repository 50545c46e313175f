package import JobModel

// What targets of hooks have yet to be told.
extension MemoryJobStore {
    package func claimNotices(for targets: [String], limit: Int, until: Timestamp) throws -> [NoticeRow] {
        try write { try $0.claimNotices(for: targets, limit: limit, until: until) }
    }

    package func settle(noticeID: Int64, heldUntil: Timestamp, _ end: NoticeEnd) throws -> Bool {
        try write { try $0.settle(noticeID: noticeID, heldUntil: heldUntil, end) }
    }

    package func adoptNotices(for plan: HookPlan) throws -> NoticeAdoption {
        try write { try $0.adoptNotices(for: plan) }
    }

    package func nextNotice(for targets: [String]) -> Timestamp? { tables.nextNotice(for: targets) }
    package func notices(limit: Int) -> [NoticeRow] { tables.notices(limit: limit) }
    package func noticeCount() -> Int { tables.noticeCount() }
}
