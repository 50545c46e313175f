import JobModel
package import JobStore
package import Logging
package import Ports
package import Secrets
package import SellingPartner
import Synchronization

/// Keeps access tokens sealed in the store: they survive restarts, and workers of one database share them.
///
/// A token that cannot be found, opened or trusted is a miss, which costs one exchange; so does trouble of the store.
package final class SealedTokenVault: TokenVault {
    private enum Trouble: Hashable {
        case store, damaged
        case unknownKey(String)
    }

    private let seal: TokenSeal
    private let store: any SealedTokenKeeping
    private let timekeeper: any Timekeeper
    private let random: any RandomSource
    private let logger: Logger
    /// In whose name turns are taken.
    private let owner: String
    /// What has been logged, so that it is not logged for every token.
    private let told = Mutex<Set<Trouble>>([])

    /// Creates a vault.
    ///
    /// - Parameters:
    ///   - timekeeper: Tells the wall time by which tokens age.
    ///   - random: Gives nonces: the system's randomness in production.
    package init(
        seal: TokenSeal, store: any SealedTokenKeeping, timekeeper: any Timekeeper, random: any RandomSource,
        logger: Logger
    ) {
        self.seal = seal
        self.store = store
        self.timekeeper = timekeeper
        self.random = random
        self.logger = logger
        owner = random.identifier()
    }

    // MARK: TokenVault

    package func token(for key: TokenKey) async -> AccessToken? {
        guard let row = await row(of: key) else { return nil }
        let now = Timestamp(microseconds: timekeeper.wallMicroseconds())
        guard let life = KeptTokenLife(mintedAt: row.mintedAt, expiresAt: row.expiresAt, now: now),
            let value = open(row)
        else { return nil }
        return AccessToken(value: value, lifetime: life.age + life.remaining, age: life.age)
    }

    package func keep(_ token: AccessToken, for key: TokenKey, askedAt wallMicroseconds: Int64) async {
        let mintedAt = Timestamp(microseconds: wallMicroseconds)
        await attempt {
            try await store.keep([
                seal.seal(
                    token.value, key: key.text, mintedAt: mintedAt, expiresAt: mintedAt + token.lifetime,
                    random: random)
            ])
        }
    }

    package func discard(_ token: Secret, of key: TokenKey) async {
        guard let row = await row(of: key), open(row) == token else { return }
        await attempt { _ = try await store.forgetSealed(row) }
    }

    package func forget(_ keys: Set<TokenKey>) async -> Set<TokenKey> {
        let gone = await attempt { try await store.forgetSealed(keys: keys.map(\.text)) } ?? []
        return keys.filter { gone.contains($0.text) }
    }

    package func forgetAll() async -> Int {
        await attempt { try await store.forgetAllSealed().count } ?? 0
    }

    package func takeTurn(for key: TokenKey, lasting duration: Duration) async -> Bool {
        await attempt { try await store.takeTurn(key: key.text, owner: owner, lasting: duration) } ?? true
    }

    package func endTurn(for key: TokenKey) async {
        await attempt { try await store.endTurn(key: key.text, owner: owner) }
    }

    // MARK: Trouble

    private func row(of key: TokenKey) async -> SealedToken? {
        await attempt { try await store.sealedToken(key: key.text) } ?? nil
    }

    private func open(_ row: SealedToken) -> Secret? {
        switch seal.open(row) {
        case .token(let token):
            return token
        case .unknownKey:
            tell(
                .unknownKey(row.keyID),
                "A stored access token was sealed with a key that is not among tokens.keys; a new token is got.",
                ["sealedWith": "\(row.keyID)"])
        case .damaged:
            tell(.damaged, "A stored access token is damaged; a new one is got.", ["key": "\(row.key.prefix(16))"])
        }
        return nil
    }

    @discardableResult
    private func attempt<Value>(_ body: () async throws -> Value) async -> Value? {
        do {
            let value = try await body()
            told.withLock { _ = $0.remove(.store) }
            return value
        } catch {
            tell(.store, "The store cannot keep access tokens just now; they are got anew.", ["reason": "\(error)"])
            return nil
        }
    }

    private func tell(_ trouble: Trouble, _ message: Logger.Message, _ metadata: Logger.Metadata) {
        guard told.withLock({ $0.insert(trouble).inserted }) else { return }
        logger.warning(message, metadata: metadata)
    }
}
