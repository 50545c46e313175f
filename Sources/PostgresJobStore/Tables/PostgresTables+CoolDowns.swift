package import JobModel
package import JobStore

// Cool-downs: few rows, found by authorization and scope.
extension PostgresTables {
    private static let coolDownColumns = """
        p.name, a.seller, a.region, c.scope, c.until, c.refusals, c.reason
        FROM cool_down c JOIN "authorization" a ON a.id = c.authorization_id JOIN application p ON p.id = a.application_id
        """

    private func coolDown(_ row: Columns) -> CoolDownRow {
        CoolDownRow(
            authorization: AuthorizationKey(application: row.text(0), seller: row.text(1), region: row.text(2)),
            scope: row.text(3), until: row.instant(4), refusals: row.int(5), reason: row.text(6))
    }

    package func save(_ row: CoolDownRow, authorizationID: Int64) throws {
        try execute(
            """
            INSERT INTO cool_down (authorization_id, scope, until, refusals, reason) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (authorization_id, scope) DO UPDATE SET until = excluded.until, refusals = excluded.refusals,
                reason = excluded.reason
            """, [authorizationID, row.scope, row.until.microseconds, row.refusals, row.reason])
    }

    // Served by cool_down_key.
    package func coolDown(authorizationID: Int64, scope: String) throws -> CoolDownRow? {
        try first(
            "SELECT \(Self.coolDownColumns) WHERE c.authorization_id = $1 AND c.scope = $2", [authorizationID, scope],
            coolDown)
    }

    // Served by cool_down_key.
    package func deleteCoolDown(authorizationID: Int64, scope: String) throws {
        try execute("DELETE FROM cool_down WHERE authorization_id = $1 AND scope = $2", [authorizationID, scope])
    }

    package func coolDowns() throws -> [CoolDownRow] {
        try rows("SELECT \(Self.coolDownColumns) ORDER BY p.name, a.seller, a.region, c.scope", [], coolDown)
    }

    // Served by cool_down_until.
    package func deleteCoolDowns(before: Timestamp, limit: Int) throws -> Int {
        try change(
            "DELETE FROM cool_down WHERE id = ANY(ARRAY(SELECT id FROM cool_down WHERE until < $1 ORDER BY until LIMIT $2))",
            [before.microseconds, limit])
    }
}
