package import JobModel
package import JobStore

// What targets of hooks have yet to be told. Delivery is at least once: what a power cut takes back is delivered again.
extension PostgresJobStore {
    package func claimNotices(for targets: [String], limit: Int, until: Timestamp) async throws -> [NoticeRow] {
        try await write(.beside, durable: false) { try $0.claimNotices(for: targets, limit: limit, until: until) }
    }

    package func settle(noticeID: Int64, heldUntil: Timestamp, _ end: NoticeEnd) async throws -> Bool {
        try await write(.wholeQueue, durable: false) {
            try $0.settle(noticeID: noticeID, heldUntil: heldUntil, end)
        }
    }

    package func adoptNotices(for plan: HookPlan) async throws -> NoticeAdoption {
        try await write(.wholeQueue, durable: false) { try $0.adoptNotices(for: plan) }
    }

    package func nextNotice(for targets: [String]) async throws -> Timestamp? {
        try await read { try $0.nextNotice(for: targets) }
    }

    package func notices(limit: Int) async throws -> [NoticeRow] { try await read { try $0.notices(limit: limit) } }
    package func noticeCount() async throws -> Int { try await read { try $0.noticeCount() } }
}
