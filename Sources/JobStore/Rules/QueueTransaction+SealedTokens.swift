import JobModel

/// Sealed tokens, and the turns in getting them.
extension QueueTransaction {
    /// Keeps tokens, each in place of the one under its key.
    package mutating func keep(_ tokens: [SealedToken]) throws {
        for token in tokens { try tables.save(token) }
    }

    /// Drops the token if it is still the one that is kept under its key. Returns whether it was.
    package mutating func forgetSealed(_ token: SealedToken) throws -> Bool {
        guard try tables.sealedToken(key: token.key) == token else { return false }
        try tables.deleteSealedToken(key: token.key)
        return true
    }

    /// Drops the tokens under the keys. Returns the keys under which there was one.
    package mutating func forgetSealed(keys: [String]) throws -> Set<String> {
        var gone: Set<String> = []
        for key in keys where try tables.sealedToken(key: key) != nil {
            try tables.deleteSealedToken(key: key)
            gone.insert(key)
        }
        return gone
    }

    /// Takes the turn to get the token under the key, or prolongs it. False while it is somebody else's.
    package mutating func takeTurn(key: String, owner: String, lasting duration: Duration) throws -> Bool {
        // One that ends much later than a turn can was taken before the clock was set back. A little later is nothing odd:
        // the owner's clock may be ahead of this one, and this transaction may have waited for the owner's to end.
        if let turn = try tables.tokenTurn(key: key), turn.owner != owner, now < turn.until,
            turn.until <= now + duration * 2
        {
            return false
        }
        try tables.save(TokenTurn(key: key, owner: owner, until: now + duration))
        return true
    }

    /// Gives the turn up, if it is the owner's.
    package mutating func endTurn(key: String, owner: String) throws {
        guard try tables.tokenTurn(key: key)?.owner == owner else { return }
        try tables.deleteTokenTurn(key: key)
    }
}
