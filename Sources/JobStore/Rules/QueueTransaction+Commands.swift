package import JobModel

/// Requests of other processes to running workers, and the tokens that workers hold.
extension QueueTransaction {
    /// How many overdue requests one call gives up.
    private var expiryBatch: Int { 1000 }

    /// Puts a request in.
    package mutating func ask(_ verb: String, argument: String, of worker: WorkerID?) throws -> Int64 {
        try tables.insert(CommandRow(id: 0, worker: worker, verb: verb, argument: argument, createdAt: now))
    }

    /// Answers a request. False when it has an answer already, or is gone.
    ///
    /// An answer that comes late replaces `expired`: what was done was done.
    package mutating func answer(commandID: Int64, _ answer: CommandAnswer) throws -> Bool {
        guard var row = try tables.command(id: commandID), row.status == .new || row.status == .expired else {
            return false
        }
        row.status = answer.status
        row.answer = answer.text
        row.answeredAt = now
        try tables.update(row)
        return true
    }

    /// Gives up requests that nobody has answered in time, whoever was asked. Returns how many.
    package mutating func expireCommands() throws -> Int {
        let overdue = try tables.newCommands(for: nil, limit: expiryBatch).filter { $0.isOverdue(at: now) }
        for var row in overdue {
            row.status = .expired
            row.answeredAt = now
            try tables.update(row)
        }
        return overdue.count
    }

    /// Writes down which access tokens the worker holds now, and which it holds no longer.
    package mutating func saveTokens(_ held: [TokenRow], gone: [String], of worker: WorkerID) throws {
        for key in gone { try tables.deleteToken(key: key, of: worker) }
        for row in held { try tables.save(row) }
    }
}
