import JobStoreTesting
import OperationCatalogue
import Ports
import Secrets
import Testing

@testable import SellingPartner

@Suite("The token cache")
struct TokenCacheTests {
    private let clock = VirtualTimekeeper()
    private let key = Fixtures.key()

    private func makeCache(
        coolDown: @escaping @Sendable (any Error) -> Duration = { _ in .zero },
        onExchange: @escaping TokenCache.Observer = { _, _, _ in }
    ) -> TokenCache {
        TokenCache(timekeeper: clock, random: SeededRandom(seed: 1), coolDown: coolDown, onExchange: onExchange)
    }

    private func waitForWaiters(_ count: Int, _ cache: TokenCache) async {
        while await cache.waiterCount(for: key) < count { await Task.yield() }
    }

    @Test("A thousand callers share one exchange")
    func thousandWaiters() async throws {
        let cache = makeCache()
        let gate = Gate()
        let exchanges = Counter()
        let key = key
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<1000 {
                group.addTask {
                    try await cache.token(for: key) { _ in
                        exchanges.next()
                        await gate.wait()
                        return Fixtures.token()
                    }.value.reveal()
                }
            }
            await waitForWaiters(1000, cache)
            gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(tokens == Array(repeating: "Atza|one", count: 1000))
        #expect(exchanges.value == 1)
        await cache.shutdown()
    }

    @Test("A cancelled caller leaves alone, even the one that started the exchange")
    func cancellation() async throws {
        let cache = makeCache()
        let gate = Gate()
        let exchanges = Counter()
        let key = key
        let exchange: TokenCache.Exchange = { _ in
            exchanges.next()
            await gate.wait()
            try Task.checkCancellation()
            return Fixtures.token()
        }
        let first = Task { try await cache.token(for: key, exchange: exchange) }
        await waitForWaiters(1, cache)
        let second = Task { try await cache.token(for: key, exchange: exchange) }
        await waitForWaiters(2, cache)
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(await cache.waiterCount(for: key) == 1)
        gate.open()
        #expect(try await second.value.value.reveal() == "Atza|one")
        #expect(exchanges.value == 1)
        await cache.shutdown()
    }

    @Test("When everybody has left, the token is kept for the next")
    func nobodyLeft() async throws {
        let cache = makeCache()
        let gate = Gate()
        let ended = Gate()
        let key = key
        let only = Task {
            try await cache.token(for: key) { _ in
                await gate.wait()
                ended.open()
                return Fixtures.token()
            }
        }
        await waitForWaiters(1, cache)
        only.cancel()
        await #expect(throws: CancellationError.self) { try await only.value }
        gate.open()
        await ended.wait()
        let token = try await cache.token(for: key) { _ in throw LWAFailure.passing() }
        #expect(token.value.reveal() == "Atza|one")
        await cache.shutdown()
    }

    @Test("A caller that is cancelled already is not served")
    func cancelledBefore() async {
        let cache = makeCache()
        let key = key
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await cache.token(for: key) { _ in Fixtures.token() }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await cache.waiterCount(for: key) == 0)
    }

    @Test("A failure reaches all who waited and does not poison the next call")
    func failureDoesNotStick() async throws {
        let cache = makeCache()
        let calls = Counter()
        let exchange: TokenCache.Exchange = { _ in
            if calls.next() == 1 { throw LWAFailure(.invalidGrant, status: 400) }
            return Fixtures.token()
        }
        await #expect(throws: LWAFailure(.invalidGrant, status: 400)) {
            try await cache.token(for: key, exchange: exchange)
        }
        #expect(try await cache.token(for: key, exchange: exchange).value.reveal() == "Atza|one")
        #expect(calls.value == 2)
    }

    @Test("A cool-down spares the service, for as long as the owner says and no longer")
    func coolDown() async throws {
        let cache = makeCache(coolDown: { _ in .seconds(3) })
        let calls = Counter()
        let exchange: TokenCache.Exchange = { _ in
            calls.next()
            throw LWAFailure.passing()
        }
        for _ in 0..<5 {
            await #expect(throws: LWAFailure.self) { try await cache.token(for: key, exchange: exchange) }
        }
        #expect(calls.value == 1)
        clock.advance(by: .seconds(3))
        await #expect(throws: LWAFailure.self) { try await cache.token(for: key, exchange: exchange) }
        #expect(calls.value == 2)
    }

    @Test("A hundred refusals of one token make one exchange, a late one makes none")
    func forcedRefresh() async throws {
        let cache = makeCache()
        let reasons = Recorder<TokenExchangeReason>()
        let gate = Gate()
        let key = key
        let exchange: TokenCache.Exchange = { reason in
            reasons.append(reason)
            if reason == .refused { await gate.wait() }
            return Fixtures.token("Atza|\(reason)")
        }
        let old = try await cache.token(for: key, exchange: exchange)
        try await withThrowingTaskGroup(of: HeldToken.self) { group in
            for _ in 0..<100 {
                group.addTask { try await cache.token(for: key, replacing: old, exchange: exchange) }
            }
            await waitForWaiters(100, cache)
            gate.open()
            for try await token in group { #expect(token.value.reveal() == "Atza|refused") }
        }
        let late = try await cache.token(for: key, replacing: old, exchange: exchange)
        #expect(late.value.reveal() == "Atza|refused")
        #expect(reasons.all == [.missing, .refused])
    }

    @Test("Near its end a token is renewed while it is still handed out")
    func earlyRenewal() async throws {
        let renewed = Gate()
        let cache = makeCache(onExchange: { _, reason, _ in if reason == .early { renewed.open() } })
        let exchange: TokenCache.Exchange = { reason in Fixtures.token("Atza|\(reason)") }
        _ = try await cache.token(for: key, exchange: exchange)
        clock.advance(by: .seconds(3500))
        #expect(try await cache.token(for: key, exchange: exchange).value.reveal() == "Atza|missing")
        await renewed.wait()
        #expect(try await cache.token(for: key, exchange: exchange).value.reveal() == "Atza|early")
    }

    @Test("A step of the wall clock does not touch a token")
    func wallClockStep() async throws {
        let cache = makeCache()
        let calls = Counter()
        let exchange: TokenCache.Exchange = { _ in
            calls.next()
            return Fixtures.token()
        }
        _ = try await cache.token(for: key, exchange: exchange)
        clock.stepWall(byMicroseconds: 86_400_000_000)
        _ = try await cache.token(for: key, exchange: exchange)
        #expect(calls.value == 1)
    }

    @Test("Two applications, sellers, regions, the sandbox beside production, and a scope never get each other's token")
    func separation() async throws {
        let cache = makeCache()
        var keys: [TokenKey] = []
        for client in ["one", "two"] {
            for isSandbox in [false, true] {
                for seller in ["x", "y"] {
                    for region in [Region.europe, .northAmerica] {
                        keys.append(
                            Fixtures.key(clientID: client, fingerprint: seller, region: region, isSandbox: isSandbox))
                    }
                }
                keys.append(
                    TokenKey(
                        clientID: client, endpoint: "https://lwa", grant: .clientCredentials(scopes: ["scope"]),
                        refreshTokenFingerprint: "", region: nil, isSandbox: isSandbox))
            }
        }
        #expect(keys.count == 20)
        for round in 0..<2 {
            for key in keys {
                let token = try await cache.token(for: key) { _ in
                    #expect(round == 0, "the second round must come from the cache")
                    return Fixtures.token("Atza|\(key.text)")
                }
                #expect(token.value.reveal() == "Atza|\(key.text)")
            }
        }
        #expect(await cache.snapshot().count == keys.count)
    }

    @Test("The observer is told of every exchange before the waiters go on")
    func observer() async throws {
        let told = Recorder<String>()
        let cache = makeCache(onExchange: { key, reason, result in
            switch result {
            case .success(let entry): told.append("\(reason) \(key == entry.key) \(entry.remaining)")
            case .failure(let error): told.append("\(reason) \(error is LWAFailure)")
            }
        })
        _ = try await cache.token(for: key) { _ in Fixtures.token() }
        #expect(told.all == ["missing true 3600.0 seconds"])
        await cache.forgetAll()
        _ = try? await cache.token(for: key) { _ in throw LWAFailure.passing() }
        #expect(told.all.last == "missing true")
    }

    @Test("What is forgotten is exchanged anew, and the list tells ages but no tokens")
    func forgetAndSnapshot() async throws {
        let cache = makeCache()
        let calls = Counter()
        let exchange: TokenCache.Exchange = { _ in Fixtures.token("Atza|number\(calls.next())") }
        _ = try await cache.token(for: key, exchange: exchange)
        clock.advance(by: .seconds(100))
        let entry = try #require(await cache.snapshot().first)
        #expect(entry.age == .seconds(100))
        #expect(entry.remaining == .seconds(3500))
        #expect(!String(reflecting: entry).contains("Atza"))
        await cache.forget(key)
        #expect(await cache.snapshot().isEmpty)
        #expect(try await cache.token(for: key, exchange: exchange).value.reveal() == "Atza|number2")
    }

    @Test("Shutting down ends exchanges and waiters, and waits for them")
    func shutdown() async {
        let cache = makeCache()
        let cancelled = Counter()
        let clock = clock
        let key = key
        let waiter = Task {
            try await cache.token(for: key) { _ in
                do {
                    try await clock.sleep(for: .seconds(10))
                } catch {
                    cancelled.next()
                    throw error
                }
                return Fixtures.token()
            }
        }
        await waitForWaiters(1, cache)
        await clock.waitForSleepers(1)
        await cache.shutdown()
        #expect(cancelled.value == 1)
        await #expect(throws: CancellationError.self) { try await waiter.value }
        await #expect(throws: CancellationError.self) {
            try await cache.token(for: key) { _ in Fixtures.token() }
        }
    }
}
