import JobModel

// Requests of other processes, the tokens that a worker holds, and the inbox.
extension MemoryTables {
    func insert(_ row: CommandRow) -> Int64 {
        lastCommandID += 1
        var row = row
        row.id = lastCommandID
        commandRows[row.id] = row
        return row.id
    }

    func update(_ row: CommandRow) { commandRows[row.id] = row }
    func command(id: Int64) -> CommandRow? { commandRows[id] }

    func newCommands(for worker: WorkerID?, limit: Int) -> [CommandRow] {
        let new = commandRows.values.filter {
            $0.status == .new && (worker == nil || $0.worker == nil || $0.worker == worker)
        }
        return Array(new.sorted { $0.id < $1.id }.prefix(limit))
    }

    func deleteAnsweredCommands(before: Timestamp, limit: Int) -> Int {
        let gone = commandRows.values.filter { $0.answeredAt.map { $0 < before } ?? false }
            .sorted { $0.id < $1.id }.prefix(limit)
        for row in gone { commandRows[row.id] = nil }
        return gone.count
    }

    func save(_ row: TokenRow) { tokenRows[row.worker, default: [:]][row.key] = row }
    func deleteToken(key: String, of worker: WorkerID) { tokenRows[worker]?[key] = nil }
    func deleteTokens(of worker: WorkerID) { tokenRows[worker] = nil }
    func tokenHolders() -> [WorkerID] { tokenRows.keys.sorted { $0.value < $1.value } }

    func tokens() -> [TokenRow] {
        func order(_ row: TokenRow) -> [String] {
            [
                row.seller == nil ? "1" : "0", row.seller ?? "", row.region ?? "", row.application, row.scope ?? "",
                row.key, row.worker.value,
            ]
        }
        return tokenRows.values.flatMap(\.values).sorted { order($0).lexicographicallyPrecedes(order($1)) }
    }

    func newInboxRows(limit: Int) -> [InboxRow] {
        Array(inbox.values.filter { $0.status == "new" }.sorted { $0.id < $1.id }.prefix(limit))
    }

    func inboxRows(status: String?, limit: Int) -> [InboxRow] {
        Array(inbox.values.filter { status == nil || $0.status == status }.sorted { $0.id > $1.id }.prefix(limit))
    }

    func inboxCount(status: String) -> Int { inbox.values.count { $0.status == status } }

    func isUnsettled(inboxID: Int64) -> Bool { inbox[inboxID]?.status == "new" }

    func settleInbox(id: Int64, status: String, jobID: JobID?, error: String?, at: Timestamp) {
        inbox[id]?.status = status
        inbox[id]?.jobID = jobID
        inbox[id]?.error = error
        settledAt[id] = at
    }

    func deleteSettledInbox(before: Timestamp, limit: Int) -> Int {
        let gone = settledAt.filter { $0.value < before }.map(\.key).sorted().prefix(limit)
        for id in gone {
            inbox[id] = nil
            settledAt[id] = nil
        }
        return gone.count
    }

    func settledInboxCount(before: Timestamp) -> Int { settledAt.values.count { $0 < before } }
    func inboxStatus(id: Int64) -> String? { inbox[id]?.status }

    func reopenInbox(id: Int64) {
        inbox[id]?.status = "new"
        inbox[id]?.jobID = nil
        inbox[id]?.error = nil
        settledAt[id] = nil
    }

    func reopenRejectedInbox(until: Timestamp, limit: Int) -> Int {
        let rejected = settledAt.filter { $0.value <= until && inbox[$0.key]?.status == "rejected" }
        let chosen = rejected.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(limit)
        for (id, _) in chosen { reopenInbox(id: id) }
        return chosen.count
    }
}
