package import JobModel
package import JobStore

// Requests of other processes, tokens that a worker holds, cool-downs, calls beside the queue, and what operators do to
// the inbox.
extension SQLiteJobStore {
    /// The most inbox rows that one transaction changes: claims go in between.
    private static let chunk = 1000

    // Whoever asks waits for the answer, and a power cut ends that wait: nothing here needs to wait for the disk.

    package func answer(commandID: Int64, _ answer: CommandAnswer) async throws -> Bool {
        try await write("answer", durable: false) { try $0.answer(commandID: commandID, answer) }
    }

    package func expireCommands() async throws -> Int {
        try await write("expire", durable: false) { try $0.expireCommands() }
    }

    package func command(_ id: Int64) async throws -> CommandRow? { try await read { try $0.command(id: id) } }

    package func newCommands(for worker: WorkerID, limit: Int) async throws -> [CommandRow] {
        try await read { try $0.newCommands(for: worker, limit: limit) }
    }

    // What a worker holds dies with it: a power cut may take these rows along.

    package func saveTokens(_ held: [TokenRow], gone: [String], of worker: WorkerID) async throws {
        try await write("tokens", durable: false) { try $0.saveTokens(held, gone: gone, of: worker) }
    }

    package func clearTokens(of worker: WorkerID) async throws {
        try await write("tokens", durable: false) { try $0.tables.deleteTokens(of: worker) }
    }
    package func tokens() async throws -> [TokenRow] { try await read { try $0.tokens() } }

    // Lost in a power cut, a cool-down costs one refusal.

    package func beginCoolDown(_ row: CoolDownRow) async throws {
        try await write("coolDown", durable: false) { try $0.beginCoolDown(row) }
    }

    package func endCoolDown(of key: AuthorizationKey, scope: String) async throws {
        try await write("coolDown", durable: false) { try $0.endCoolDown(of: key, scope: scope) }
    }

    package func coolDown(of key: AuthorizationKey, scope: String) async throws -> CoolDownRow? {
        try await read(reader: { try $0.coolDown(of: key, scope: scope) })
    }

    package func coolDowns() async throws -> [CoolDownRow] { try await read { try $0.coolDowns() } }

    package func permit(lane: LaneKey, plan: LanePlan, applicationRate: Double?) async throws -> PermitAnswer {
        try await write("permit", durable: false) {
            try $0.permit(lane, plan: plan, applicationRate: applicationRate)
        }
    }

    // MARK: Inbox

    package func retryRejectedInbox(telling deed: DeedTelling<Int>?) async throws -> Int {
        // A worker may reject rows again while others are still being reopened: those are not taken up once more.
        let until = clock()
        return try await inChunks {
            try await self.write("inbox", durable: true, wakes: true) { transaction in
                let count = try transaction.retryRejectedInbox(until: until, chunk: Self.chunk)
                return try transaction.record(deed, of: count)
            }
        }
    }

    package func pruneInbox(settledBefore: Timestamp) async throws -> Int {
        try await inChunks {
            try await self.write("prune", durable: false) {
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
