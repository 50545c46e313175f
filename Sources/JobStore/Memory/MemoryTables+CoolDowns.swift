import JobModel

extension MemoryTables {
    /// What a cool-down is found by.
    struct CoolDownKey: Hashable {
        let authorizationID: Int64
        let scope: String
    }

    func save(_ row: CoolDownRow, authorizationID: Int64) {
        coolDownRows[CoolDownKey(authorizationID: authorizationID, scope: row.scope)] = row
    }

    func coolDown(authorizationID: Int64, scope: String) -> CoolDownRow? {
        coolDownRows[CoolDownKey(authorizationID: authorizationID, scope: scope)]
    }

    func deleteCoolDown(authorizationID: Int64, scope: String) {
        coolDownRows[CoolDownKey(authorizationID: authorizationID, scope: scope)] = nil
    }

    func coolDowns() -> [CoolDownRow] {
        func order(_ row: CoolDownRow) -> [String] {
            [row.authorization.application, row.authorization.seller, row.authorization.region, row.scope]
        }
        return coolDownRows.values.sorted { order($0).lexicographicallyPrecedes(order($1)) }
    }

    func deleteCoolDowns(before: Timestamp, limit: Int) -> Int {
        let gone = coolDownRows.filter { $0.value.until < before }.sorted { $0.value.until < $1.value.until }
            .prefix(limit)
        for (key, _) in gone { coolDownRows[key] = nil }
        return gone.count
    }
}
