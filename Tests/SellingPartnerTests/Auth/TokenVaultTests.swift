import JobStoreTesting
import Ports
import Secrets
import Synchronization
import Testing

@testable import SellingPartner

@Suite("A token cache with a vault", .timeLimit(.minutes(5)))
struct TokenVaultTests {
    private let clock = VirtualTimekeeper()
    private let key = Fixtures.key()
    private let vault = ShelfVault()

    private func makeCache(onExchange: @escaping TokenCache.Observer = { _, _, _ in }) -> TokenCache {
        TokenCache(timekeeper: clock, random: SeededRandom(seed: 1), onExchange: onExchange, vault: vault)
    }

    @Test("A token from the vault is used at its age, and told to nobody as an exchange")
    func found() async throws {
        let told = Counter()
        let cache = makeCache(onExchange: { _, _, _ in told.next() })
        vault[key] = AccessToken(value: Secret("Atza|kept"), lifetime: .seconds(3500), age: .seconds(500))
        let token = try await cache.token(for: key) { _ in throw LWAFailure.passing() }
        #expect(token.value.reveal() == "Atza|kept")
        #expect(token.obtainedAt == .seconds(-500) && token.expiresAt == .seconds(3000))
        #expect(told.value == 0)
        let changes = await cache.takeChanges(limit: 9)
        #expect(changes.held.map(\.age) == [.seconds(500)])
    }

    @Test("An exchanged token is in the vault before anybody goes on with it, and the turn is given up")
    func kept() async throws {
        let cache = makeCache()
        let token = try await cache.token(for: key) { _ in Fixtures.token() }
        #expect(vault[key]?.value == token.value && vault.turns.isEmpty)
        await #expect(throws: LWAFailure.self) {
            try await cache.token(for: Fixtures.key(fingerprint: "f2")) { _ in throw LWAFailure.passing() }
        }
        #expect(vault.turns.isEmpty, "a failure gives the turn up too")
        await cache.shutdown()
    }

    @Test("An early renewal is not content with the token that is held, however young the vault thinks it")
    func early() async throws {
        let renewed = Gate()
        let cache = makeCache(onExchange: { _, reason, _ in if reason == .early { renewed.open() } })
        let exchange: TokenCache.Exchange = { reason in Fixtures.token("Atza|\(reason)") }
        _ = try await cache.token(for: key, exchange: exchange)
        clock.advance(by: .seconds(3500))
        _ = try await cache.token(for: key, exchange: exchange)
        await renewed.wait()
        #expect(try await cache.token(for: key, exchange: exchange).value.reveal() == "Atza|early")
        #expect(vault[key]?.value.reveal() == "Atza|early")
        await cache.shutdown()
    }

    @Test("A refused token leaves the vault at once, and a token that took its place there is used")
    func refused() async throws {
        let cache = makeCache()
        let first = try await cache.token(for: key) { _ in Fixtures.token("Atza|first") }
        await #expect(throws: LWAFailure.self) {
            try await cache.token(for: key, replacing: first) { _ in throw LWAFailure.passing() }
        }
        #expect(vault[key] == nil)
        // A vault that could not let go of it.
        vault[key] = Fixtures.token("Atza|first")
        let second = try await cache.token(for: key) { _ in Fixtures.token("Atza|second") }
        #expect(second.value.reveal() == "Atza|second")
        vault[key] = Fixtures.token("Atza|another's")
        let third = try await cache.token(for: key, replacing: second) { _ in throw LWAFailure.passing() }
        #expect(third.value.reveal() == "Atza|another's")
        await cache.shutdown()
    }

    @Test("What is forgotten leaves the vault, even when it arrives there later")
    func forgotten() async throws {
        let cache = makeCache()
        let key = key
        _ = try await cache.token(for: key) { _ in Fixtures.token("Atza|first") }
        #expect(await cache.forget(key) && vault[key] == nil)
        let begun = Gate()
        let gate = Gate()
        let waiter = Task {
            try await cache.token(for: key) { _ in
                begun.open()
                await gate.wait()
                return Fixtures.token("Atza|late")
            }
        }
        await begun.wait()
        #expect(await !cache.forget(key))
        gate.open()
        #expect(try await waiter.value.value.reveal() == "Atza|late", "who waited is served")
        #expect(vault[key] == nil)
        #expect(try await cache.token(for: key) { _ in Fixtures.token("Atza|next") }.value.reveal() == "Atza|next")
        vault[Fixtures.key(fingerprint: "f2")] = Fixtures.token("Atza|never held here")
        #expect(await cache.forgetAll() == 2)
        await cache.shutdown()
    }

    @Test("A slow exchange keeps its turn")
    func slow() async throws {
        let cache = makeCache()
        let gate = Gate()
        let key = key
        let waiter = Task {
            try await cache.token(for: key) { _ in
                await gate.wait()
                return Fixtures.token()
            }
        }
        for count in 1...5 {
            await clock.waitForSleepers(1)
            #expect(vault.timesTaken == count)
            clock.advance(by: .seconds(10))
        }
        await clock.waitForSleepers(1)
        gate.open()
        _ = try await waiter.value
        #expect(vault.turns.isEmpty)
        await cache.shutdown()
    }

    @Test(
        "While another process is at it nobody else makes an exchange, until patience ends", arguments: [true, false])
    func another(succeeds: Bool) async throws {
        let cache = makeCache()
        let key = key
        vault.isAnothersTurn = true
        let waiter = Task { try await cache.token(for: key) { _ in Fixtures.token("Atza|own") } }
        for _ in 1...5 {
            await clock.waitForSleepers(1)
            clock.advance(by: .seconds(10))
        }
        await clock.waitForSleepers(1)
        if succeeds { vault[key] = Fixtures.token("Atza|another's") }
        clock.advance(by: .seconds(10))
        #expect(try await waiter.value.value.reveal() == (succeeds ? "Atza|another's" : "Atza|own"))
        await cache.shutdown()
    }

    @Test("Tokens for personal data never go into the vault, nor are they looked for there")
    func restricted() async throws {
        let cache = makeCache()
        let resource = try #require(RestrictedResource(Fixtures.shipmentCall()))
        let restricted = TokenKey(restricting: key, to: resource)
        vault[restricted] = Fixtures.token("Atz.sprdt|planted")
        let token = try await cache.token(for: restricted) { _ in Fixtures.token("Atz.sprdt|minted") }
        #expect(token.value.reveal() == "Atz.sprdt|minted")
        #expect(vault[restricted]?.value.reveal() == "Atz.sprdt|planted" && vault.timesTaken == 0)
        await cache.shutdown()
    }
}

/// A vault in memory that believes whatever it is given.
private final class ShelfVault: TokenVault {
    private struct State {
        var tokens: [TokenKey: AccessToken] = [:]
        var turns: Set<TokenKey> = []
        var timesTaken = 0
        var isAnothersTurn = false
    }

    private let state = Mutex(State())

    subscript(key: TokenKey) -> AccessToken? {
        get { state.withLock { $0.tokens[key] } }
        set { state.withLock { $0.tokens[key] = newValue } }
    }

    var turns: Set<TokenKey> { state.withLock { $0.turns } }
    var timesTaken: Int { state.withLock { $0.timesTaken } }

    /// Whether another process has the turn and keeps it.
    var isAnothersTurn: Bool {
        get { state.withLock { $0.isAnothersTurn } }
        set { state.withLock { $0.isAnothersTurn = newValue } }
    }

    func token(for key: TokenKey) async -> AccessToken? { self[key] }
    func keep(_ token: AccessToken, for key: TokenKey, askedAt wallMicroseconds: Int64) async { self[key] = token }

    func discard(_ token: Secret, of key: TokenKey) async {
        state.withLock { if $0.tokens[key]?.value == token { $0.tokens[key] = nil } }
    }

    func forget(_ keys: Set<TokenKey>) async -> Set<TokenKey> {
        state.withLock { state in keys.filter { state.tokens.removeValue(forKey: $0) != nil } }
    }

    func forgetAll() async -> Int {
        state.withLock { state in
            defer { state.tokens = [:] }
            return state.tokens.count
        }
    }

    func takeTurn(for key: TokenKey, lasting duration: Duration) async -> Bool {
        state.withLock {
            if $0.isAnothersTurn { return false }
            $0.turns.insert(key)
            $0.timesTaken += 1
            return true
        }
    }

    func endTurn(for key: TokenKey) async { state.withLock { _ = $0.turns.remove(key) } }
}
