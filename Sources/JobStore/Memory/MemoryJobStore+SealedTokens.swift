// Sealed tokens, and the turns in getting them.
extension MemoryJobStore {
    package func keep(_ tokens: [SealedToken]) throws { try write { try $0.keep(tokens) } }
    package func sealedToken(key: String) -> SealedToken? { tables.sealedToken(key: key) }
    package func keptTokens() -> Set<String> { Set(tables.sealedTokenKeys(expiringAfter: clock())) }
    package func forgetSealed(_ token: SealedToken) throws -> Bool { try write { try $0.forgetSealed(token) } }
    package func forgetSealed(keys: [String]) throws -> Set<String> { try write { try $0.forgetSealed(keys: keys) } }
    package func forgetAllSealed() throws -> Set<String> { Set(tables.deleteSealedTokens()) }

    package func takeTurn(key: String, owner: String, lasting duration: Duration) throws -> Bool {
        try write { try $0.takeTurn(key: key, owner: owner, lasting: duration) }
    }

    package func endTurn(key: String, owner: String) throws { try write { try $0.endTurn(key: key, owner: owner) } }
}
