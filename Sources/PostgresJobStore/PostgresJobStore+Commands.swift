package import JobModel
package import JobStore

// Requests of other processes, tokens that a worker holds, cool-downs, calls beside the queue, and what operators do to
// the inbox.
extension PostgresJobStore {
    /// The most inbox rows that one transaction changes: claims go in between.
    private static let chunk = 1000

    // Whoever asks waits for the answer, and a power cut ends that wait: nothing here needs to wait for the disk.

    package func answer(commandID: Int64, _ answer: CommandAnswer) async throws -> Bool {
        try await write(.beside, durable: false) { try $0.answer(commandID: commandID, answer) }
    }

    package func expireCommands() async throws -> Int {
        // Every worker does so all the time, and there is nearly always nothing to do.
        let now = clock.now()
        let isOverdue = try await read { tables in
            try tables.newCommands(for: nil, limit: 1000).contains { $0.isOverdue(at: now) }
        }
        return isOverdue ? try await write(.wholeQueue, durable: false) { try $0.expireCommands() } : 0
    }

    package func command(_ id: Int64) async throws -> CommandRow? { try await read { try $0.command(id: id) } }

    package func newCommands(for worker: WorkerID, limit: Int) async throws -> [CommandRow] {
        try await read { try $0.newCommands(for: worker, limit: limit) }
    }

    // What a worker holds dies with it: a power cut may take these rows along. They are the worker's own, so nobody else is
    // in the way of these writes, each second one.

    package func saveTokens(_ held: [TokenRow], gone: [String], of worker: WorkerID) async throws {
        let saved = held.map { $0.moved(by: clock.offset) }
        try await write(.beside, durable: false) { try $0.saveTokens(saved, gone: gone, of: worker) }
    }

    package func clearTokens(of worker: WorkerID) async throws {
        try await write(.beside, durable: false) { try $0.tables.deleteTokens(of: worker) }
    }

    /// By this machine's clock, as whoever asks has it.
    package func tokens() async throws -> [TokenRow] {
        let offset = clock.offset
        return try await read { try $0.tokens() }.map { $0.moved(by: .zero - offset) }
    }

    // Lost in a power cut, a cool-down costs one refusal.

    package func beginCoolDown(_ row: CoolDownRow) async throws {
        try await write(.wholeQueue, durable: false) { try $0.beginCoolDown(row) }
    }

    package func endCoolDown(of key: AuthorizationKey, scope: String) async throws {
        try await write(.wholeQueue, durable: false) { try $0.endCoolDown(of: key, scope: scope) }
    }

    package func coolDown(of key: AuthorizationKey, scope: String) async throws -> CoolDownRow? {
        try await read(reader: { try $0.coolDown(of: key, scope: scope) })
    }

    package func coolDowns() async throws -> [CoolDownRow] { try await read { try $0.coolDowns() } }

    package func permit(lane: LaneKey, plan: LanePlan, applicationRate: Double?) async throws -> PermitAnswer {
        try await write(Reach(lanes: [lane]), durable: false) {
            try $0.permit(lane, plan: plan, applicationRate: applicationRate)
        }
    }

    // MARK: Inbox

    package func retryRejectedInbox(telling deed: DeedTelling<Int>?) async throws -> Int {
        // A worker may reject rows again while others are still being reopened: those are not taken up once more.
        let until = clock.now()
        return try await inChunks {
            try await self.write(.wholeQueue, durable: true, wakes: true) { transaction in
                let count = try transaction.retryRejectedInbox(until: until, chunk: Self.chunk)
                return try transaction.record(deed, of: count)
            }
        }
    }

    package func pruneInbox(settledBefore: Timestamp) async throws -> Int {
        try await inChunks {
            try await self.write(.wholeQueue, durable: false) {
                try $0.pruneInbox(settledBefore: settledBefore, chunk: Self.chunk)
            }
        }
    }

    private func inChunks(_ change: () async throws -> Int) async throws -> Int {
        var total = 0
        while true {
            let changed = try await change()
            total += changed
            if changed < Self.chunk { return total }
        }
    }

    package func settledInboxCount(before: Timestamp) async throws -> Int {
        try await read { try $0.settledInboxCount(before: before) }
    }
}

extension TokenRow {
    /// The same by a clock that is so far ahead.
    fileprivate func moved(by offset: Duration) -> TokenRow {
        var row = self
        row.obtainedAt = obtainedAt + offset
        row.expiresAt = expiresAt + offset
        return row
    }
}
