import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker tokens list`.
struct TokensListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the access tokens that the worker holds: whose, how old, for how long.",
        discussion: """
            What is shown is at most a second or two behind. Grantless tokens belong to the application, not to a \
            seller. Stored ones are sealed in the database too, and survive a restart.

            Example: spworker tokens list --json
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await QueueSession.run(global) { session in
            let isAlive = try await session.lockHolder() != nil
            let tokens = try await session.heldTokens()
            let stored = try await session.store.keptTokens()
            let now = session.composition.now
            if session.console.isJSON {
                session.console.json(
                    .object([
                        "workerRunning": .bool(isAlive), "stored": .count(stored.count),
                        "tokens": .array(tokens.map { $0.json(now, isStored: stored.contains($0.key)) }),
                    ]))
            } else {
                show(tokens, stored: stored, isAlive: isAlive, session.console, now: now)
            }
        }
    }

    private func show(
        _ tokens: [TokenRow], stored: Set<String>, isAlive: Bool, _ console: Console, now: Timestamp
    ) {
        guard !tokens.isEmpty else {
            let reserve =
                stored.isEmpty
                ? "" : " \(counted(stored.count, "token")) \(stored.count == 1 ? "is" : "are") stored for later."
            return console.line(
                isAlive
                    ? "The worker holds no tokens yet.\(reserve) One comes with each seller's first call, or with "
                        + "'spworker tokens warm --all'."
                    : "No worker is running, so no tokens are held.\(reserve) Start one with 'spworker run'.")
        }
        var table = Table([
            ("SELLER", .left), ("REGION", .left), ("APPLICATION", .left), ("KIND", .left), ("AGE", .right),
            ("EXPIRES", .left), ("STORED", .left), ("WORKER", .left),
        ])
        for token in tokens {
            let isOver = token.expiresAt <= now
            table.add([
                (token.seller ?? "-", nil), (token.region ?? "-", nil), (token.application, nil), (token.kindText, nil),
                (token.age(now).rough, .faint),
                (isOver ? "expired" : token.expiresAt.told(now), isOver ? .warning : nil),
                (stored.contains(token.key) ? "yes" : "no", nil), (String(token.worker.value.prefix(8)), .faint),
            ])
        }
        table.print(to: console)
    }
}

extension QueueSession {
    /// The access tokens that workers hold. What a worker that has died left behind does not count.
    func heldTokens() async throws -> [TokenRow] {
        guard try await lockHolder() != nil else { return [] }
        let tokens = try await store.tokens()
        guard store.isShared else { return tokens }
        let now = composition.now
        let alive = Set(try await store.workers().filter { $0.leaseUntil >= now }.map(\.id))
        return tokens.filter { alive.contains($0.worker) }
    }
}

extension TokenRow {
    /// What the token is for.
    var kindText: String { seller == nil ? "grantless\(scope.map { " (\($0))" } ?? "")" : "seller" }

    /// How long ago the exchange began that brought it.
    func age(_ now: Timestamp) -> Duration { max(.zero, now - obtainedAt) }

    /// The token as programs read it.
    ///
    /// - Parameter isStored: Whether it is sealed in the database too.
    func json(_ now: Timestamp, isStored: Bool) -> JSONValue {
        .object([
            "key": .string(key), "application": .string(application), "seller": .text(seller), "region": .text(region),
            "kind": .string(seller == nil ? "grantless" : "seller"), "scope": .text(scope),
            "fingerprint": .text(fingerprint), "obtainedAt": .time(obtainedAt), "expiresAt": .time(expiresAt),
            "age": .seconds(age(now)), "expiresIn": .seconds(max(.zero, expiresAt - now)),
            "stored": .bool(isStored), "worker": .string(worker.value),
        ])
    }
}
