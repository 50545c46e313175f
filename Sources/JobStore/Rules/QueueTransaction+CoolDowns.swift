package import JobModel

/// What cools down beside the lanes.
extension QueueTransaction {
    /// Writes a cool-down down. One of the same scope that is there already and ends later stays: runs that were
    /// refused together tell of it one after the other.
    package mutating func beginCoolDown(_ row: CoolDownRow) throws {
        let id = try authorizationID(row.authorization)
        if let stored = try tables.coolDown(authorizationID: id, scope: row.scope), stored.until > row.until { return }
        try tables.save(row, authorizationID: id)
    }

    /// Forgets a cool-down that has passed, and the refusals that it counted. One that has not passed stays: it was
    /// begun after the call that this tells of.
    package mutating func endCoolDown(of key: AuthorizationKey, scope: String) throws {
        guard let id = try tables.authorization(key: key)?.id,
            let row = try tables.coolDown(authorizationID: id, scope: scope), row.until <= now
        else { return }
        try tables.deleteCoolDown(authorizationID: id, scope: scope)
    }

    /// Clamps cool-downs after clock steps.
    mutating func restoreCoolDowns() throws {
        for var row in try tables.coolDowns() where row.until > now + CoolDownRow.longest {
            row.until = now + CoolDownRow.longest
            try tables.save(row, authorizationID: try authorizationID(row.authorization))
        }
    }
}
