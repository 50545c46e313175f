import Ports
import Secrets

/// Gets a token from a vault, or by an exchange that one process at a time makes, whose token then goes into the vault.
struct VaultedExchange: Sendable {
    /// What came of it.
    struct Obtained: Sendable {
        let token: AccessToken
        /// Whether it was in the vault. Nothing was asked then, and nothing is known of the credentials.
        let isKept: Bool
    }

    /// How long a turn lasts unless it is prolonged: what it costs the others when its owner dies. 30 s.
    static let turn = Duration.seconds(30)
    /// How long those who wait believe that a turn which goes on will end: as long as a request may take by default. 1 min.
    static let patience = turn * 2
    /// How often those who wait look again. 500 ms.
    static let poll = Duration.milliseconds(500)

    let vault: any TokenVault
    let timekeeper: any Timekeeper

    /// Gets a token.
    ///
    /// Whoever finds another process at it looks now and then whether the token is there, or the turn is over because its
    /// owner has died or failed. When its patience ends it goes ahead: two exchanges do less harm than none.
    ///
    /// - Parameters:
    ///   - avoided: Tokens that will not do, wherever they are found.
    ///   - refused: The token that was refused, if that is why another is wanted. It leaves the vault.
    ///   - exchange: Makes an exchange.
    /// - Throws: What `exchange` throws; `CancellationError`.
    func token(
        for key: TokenKey, avoiding avoided: [Secret], refused: Secret?,
        exchange: @escaping @Sendable () async throws -> AccessToken
    ) async throws -> Obtained {
        if let refused { await vault.discard(refused, of: key) }
        if let kept = await kept(key, avoided) { return kept }
        let limit = timekeeper.monotonic() + Self.patience
        while await !vault.takeTurn(for: key, lasting: Self.turn), timekeeper.monotonic() < limit {
            try await timekeeper.sleep(for: Self.poll)
            if let kept = await kept(key, avoided) { return kept }
        }
        let result: Result<Obtained, any Error>
        // Another process may have put one there between the look and the turn.
        if let kept = await kept(key, avoided) {
            result = .success(kept)
        } else {
            let askedAt = timekeeper.wallMicroseconds()
            do {
                let token = try await prolonging(key, exchange)
                await vault.keep(token, for: key, askedAt: askedAt)
                result = .success(Obtained(token: token, isKept: false))
            } catch {
                result = .failure(error)
            }
        }
        await vault.endTurn(for: key)
        return try result.get()
    }

    private func kept(_ key: TokenKey, _ avoided: [Secret]) async -> Obtained? {
        guard let token = await vault.token(for: key), !avoided.contains(token.value) else { return nil }
        return Obtained(token: token, isKept: true)
    }

    /// Makes the exchange, and keeps the turn meanwhile: a slow service must not look like a dead process.
    private func prolonging(
        _ key: TokenKey, _ exchange: @escaping @Sendable () async throws -> AccessToken
    ) async throws -> AccessToken {
        try await withThrowingTaskGroup(of: AccessToken?.self) { group in
            group.addTask { try await exchange() }
            group.addTask {
                while true {
                    try await timekeeper.sleep(for: Self.turn / 3)
                    _ = await vault.takeTurn(for: key, lasting: Self.turn)
                }
            }
            defer { group.cancelAll() }
            guard let token = try await group.next() ?? nil else { throw CancellationError() }
            return token
        }
    }
}
