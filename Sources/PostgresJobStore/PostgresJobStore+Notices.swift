package import JobModel
package import JobStore

// What targets of hooks have yet to be told. Delivery is at least once: what a power cut takes back is delivered again.
extension PostgresJobStore {
    package func claimNotices(for targets: [String], limit: Int, until: Timestamp) async throws -> [NoticeRow] {
        let (offset, until) = (clock.offset, until + clock.offset)
        return try await write(.beside, durable: false) {
            try $0.claimNotices(for: targets, limit: limit, until: until)
        }.map { row in
            // Until when it is held is what it is known by when it is given back, and so stays the server's: by then the
            // offset may have been measured anew.
            var row = row
            row.triedSince = row.triedSince.map { $0 - offset }
            return row
        }
    }

    package func settle(noticeID: Int64, heldUntil: Timestamp, _ end: NoticeEnd) async throws -> Bool {
        let end = server(end)
        // Of everything that changes, only the notice's own row can be another's too, and that is locked as it is read.
        return try await write(.beside, durable: false) {
            try $0.settle(noticeID: noticeID, heldUntil: heldUntil, end)
        }
    }

    package func adoptNotices(for plan: HookPlan) async throws -> NoticeAdoption {
        try await write(.wholeQueue, durable: false) { try $0.adoptNotices(for: plan) }
    }

    package func nextNotice(for targets: [String]) async throws -> Timestamp? {
        try await read { try $0.nextNotice(for: targets) }.map { $0 - clock.offset }
    }

    package func notices(limit: Int) async throws -> [NoticeRow] {
        let offset = clock.offset
        return try await read { try $0.notices(limit: limit) }.map { row in
            var row = row
            row.triedSince = row.triedSince.map { $0 - offset }
            row.nextAt = row.nextAt - offset
            return row
        }
    }

    package func noticeCount() async throws -> Int { try await read { try $0.noticeCount() } }

    /// The end with instants by the server's clock, as events have theirs.
    private func server(_ end: NoticeEnd) -> NoticeEnd {
        switch end {
        case .delivered, .returned: end
        case .failed(let reason, let retryAt): .failed(reason, retryAt: retryAt + clock.offset)
        case .givenUp(let reason, let instant): .givenUp(reason, andBefore: instant.map { $0 + clock.offset })
        }
    }
}
