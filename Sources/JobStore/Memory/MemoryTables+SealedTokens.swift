import JobModel

// Sealed tokens, and the turns in getting them.
extension MemoryTables {
    func save(_ row: SealedToken) { sealedTokenRows[row.key] = row }
    func sealedToken(key: String) -> SealedToken? { sealedTokenRows[key] }

    func sealedTokenKeys(expiringAfter instant: Timestamp) -> [String] {
        sealedTokenRows.values.filter { $0.expiresAt > instant }.map(\.key)
    }

    func deleteSealedToken(key: String) { sealedTokenRows[key] = nil }

    func deleteSealedTokens() -> [String] {
        defer { sealedTokenRows = [:] }
        return Array(sealedTokenRows.keys)
    }

    func deleteSealedTokens(expiredBefore instant: Timestamp, limit: Int) -> Int {
        let gone = sealedTokenRows.values.filter { $0.expiresAt < instant }
            .sorted { ($0.expiresAt, $0.key) < ($1.expiresAt, $1.key) }.prefix(limit)
        for row in gone { sealedTokenRows[row.key] = nil }
        return gone.count
    }

    func save(_ row: TokenTurn) { tokenTurnRows[row.key] = row }
    func tokenTurn(key: String) -> TokenTurn? { tokenTurnRows[key] }
    func deleteTokenTurn(key: String) { tokenTurnRows[key] = nil }

    func deleteTokenTurns(endedBefore instant: Timestamp, limit: Int) -> Int {
        let gone = tokenTurnRows.values.filter { $0.until < instant }
            .sorted { ($0.until, $0.key) < ($1.until, $1.key) }.prefix(limit)
        for row in gone { tokenTurnRows[row.key] = nil }
        return gone.count
    }
}
