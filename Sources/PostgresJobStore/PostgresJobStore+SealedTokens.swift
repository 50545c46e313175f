package import JobStore

// Sealed tokens, and the turns in getting them, by which many workers make one exchange. They only spare exchanges:
// nothing here needs to wait for the disk. With every token that is got anew one of these verbs goes to the database, from
// each worker, so they lock the tokens' names and leave the queue to the others.
extension PostgresJobStore {
    package func keep(_ tokens: [SealedToken]) async throws {
        try await write(Reach(tokens: tokens.map(\.key)), durable: false) { try $0.keep(tokens) }
    }

    package func sealedToken(key: String) async throws -> SealedToken? {
        try await read { try $0.sealedToken(key: key) }
    }

    package func keptTokens() async throws -> Set<String> {
        let now = clock.now()
        return try await read { Set(try $0.sealedTokenKeys(expiringAfter: now)) }
    }

    package func forgetSealed(_ token: SealedToken) async throws -> Bool {
        try await write(Reach(tokens: [token.key]), durable: false) { try $0.forgetSealed(token) }
    }

    package func forgetSealed(keys: [String]) async throws -> Set<String> {
        try await write(Reach(tokens: keys), durable: false) { try $0.forgetSealed(keys: keys) }
    }

    package func forgetAllSealed() async throws -> Set<String> {
        // A person does so.
        try await write(.wholeQueue, durable: false) { Set(try $0.tables.deleteSealedTokens()) }
    }

    package func takeTurn(key: String, owner: String, lasting duration: Duration) async throws -> Bool {
        try await write(Reach(tokens: [key]), durable: false) {
            try $0.takeTurn(key: key, owner: owner, lasting: duration)
        }
    }

    package func endTurn(key: String, owner: String) async throws {
        try await write(Reach(tokens: [key]), durable: false) { try $0.endTurn(key: key, owner: owner) }
    }
}
