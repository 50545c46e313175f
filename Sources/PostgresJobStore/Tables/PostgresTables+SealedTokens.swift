package import JobModel
package import JobStore

// Sealed tokens, and the turns in getting them.
extension PostgresTables {
    package func save(_ row: SealedToken) throws {
        try execute(
            """
            INSERT INTO sealed_token (key, key_id, minted_at, expires_at, sealed) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (key) DO UPDATE SET key_id = excluded.key_id, minted_at = excluded.minted_at,
                expires_at = excluded.expires_at, sealed = excluded.sealed
            """, [row.key, row.keyID, row.mintedAt.microseconds, row.expiresAt.microseconds, row.sealed])
    }

    package func sealedToken(key: String) throws -> SealedToken? {
        try first("SELECT key, key_id, minted_at, expires_at, sealed FROM sealed_token WHERE key = $1", [key]) { row in
            SealedToken(
                key: row.text(0), keyID: row.text(1), mintedAt: row.instant(2), expiresAt: row.instant(3),
                sealed: row.bytes(4))
        }
    }

    // Served by sealed_token_expiry.
    package func sealedTokenKeys(expiringAfter instant: Timestamp) throws -> [String] {
        try rows("SELECT key FROM sealed_token WHERE expires_at > $1", [instant.microseconds]) { $0.text(0) }
    }

    package func deleteSealedToken(key: String) throws {
        try execute("DELETE FROM sealed_token WHERE key = $1", [key])
    }

    package func deleteSealedTokens() throws -> [String] {
        try rows("DELETE FROM sealed_token RETURNING key") { $0.text(0) }
    }

    // Served by sealed_token_expiry.
    package func deleteSealedTokens(expiredBefore instant: Timestamp, limit: Int) throws -> Int {
        try change(
            """
            DELETE FROM sealed_token WHERE key = ANY(ARRAY(
                SELECT key FROM sealed_token WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)) AND expires_at < $1
            """, [instant.microseconds, limit])
    }

    package func save(_ row: TokenTurn) throws {
        try execute(
            """
            INSERT INTO token_turn (key, owner, until) VALUES ($1, $2, $3)
            ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, until = excluded.until
            """, [row.key, row.owner, row.until.microseconds])
    }

    package func tokenTurn(key: String) throws -> TokenTurn? {
        try first("SELECT key, owner, until FROM token_turn WHERE key = $1", [key]) { row in
            TokenTurn(key: row.text(0), owner: row.text(1), until: row.instant(2))
        }
    }

    package func deleteTokenTurn(key: String) throws { try execute("DELETE FROM token_turn WHERE key = $1", [key]) }

    // Served by token_turn_end.
    package func deleteTokenTurns(endedBefore instant: Timestamp, limit: Int) throws -> Int {
        try change(
            """
            DELETE FROM token_turn WHERE key = ANY(ARRAY(
                SELECT key FROM token_turn WHERE until < $1 ORDER BY until LIMIT $2)) AND until < $1
            """, [instant.microseconds, limit])
    }
}
