package import JobModel

// Requests of other processes, tokens that a worker holds, cool-downs, calls beside the queue, and what operators do to
// the inbox.
extension MemoryJobStore {
    package func answer(commandID: Int64, _ answer: CommandAnswer) throws -> Bool {
        try write { try $0.answer(commandID: commandID, answer) }
    }

    package func expireCommands() throws -> Int { try write { try $0.expireCommands() } }
    package func command(_ id: Int64) -> CommandRow? { tables.command(id: id) }

    package func newCommands(for worker: WorkerID, limit: Int) -> [CommandRow] {
        tables.newCommands(for: worker, limit: limit)
    }

    package func saveTokens(_ held: [TokenRow], gone: [String], of worker: WorkerID) throws {
        try write { try $0.saveTokens(held, gone: gone, of: worker) }
    }

    package func clearTokens(of worker: WorkerID) throws { try write { $0.tables.deleteTokens(of: worker) } }
    package func tokens() -> [TokenRow] { tables.tokens() }

    package func beginCoolDown(_ row: CoolDownRow) throws { try write { try $0.beginCoolDown(row) } }

    package func endCoolDown(of key: AuthorizationKey, scope: String) throws {
        try write { try $0.endCoolDown(of: key, scope: scope) }
    }

    package func coolDown(of key: AuthorizationKey, scope: String) throws -> CoolDownRow? {
        try read { try $0.coolDown(of: key, scope: scope) }
    }

    package func coolDowns() -> [CoolDownRow] { tables.coolDowns() }

    package func permit(lane: LaneKey, plan: LanePlan, applicationRate: Double?) throws -> PermitAnswer {
        try write { try $0.permit(lane, plan: plan, applicationRate: applicationRate) }
    }

    package func pruneInbox(settledBefore: Timestamp) throws -> Int {
        try write { try $0.pruneInbox(settledBefore: settledBefore, chunk: .max) }
    }

    package func settledInboxCount(before: Timestamp) -> Int { tables.settledInboxCount(before: before) }
}
