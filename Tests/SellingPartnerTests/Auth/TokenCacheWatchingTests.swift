import JobStoreTesting
import Secrets
import Testing

@testable import SellingPartner

@Suite("The token cache as others see it")
struct TokenCacheWatchingTests {
    private let clock = VirtualTimekeeper()
    private let key = Fixtures.key()

    private func makeCache() -> TokenCache { TokenCache(timekeeper: clock, random: SeededRandom(seed: 1)) }

    @Test("A token's age is that of the monotonic clock, however the wall clock is set")
    func wallSteps() async throws {
        let cache = makeCache()
        let calls = Counter()
        let exchange: TokenCache.Exchange = { _ in Fixtures.token("Atza|number\(calls.next())") }
        _ = try await cache.token(for: key, exchange: exchange)
        for step in [86_400, -2 * 86_400] as [Int64] {
            clock.stepWall(byMicroseconds: step * 1_000_000)
            #expect(try await cache.token(for: key, exchange: exchange).value.reveal() == "Atza|number1")
            #expect(await cache.snapshot().first?.age == .zero)
        }
        clock.advance(by: .seconds(3600))
        #expect(try await cache.token(for: key, exchange: exchange).value.reveal() == "Atza|number2")
    }

    @Test("Where nobody asks for changes, none are kept")
    func noChanges() async throws {
        let cache = TokenCache(timekeeper: clock, random: SeededRandom(seed: 1), tellsChanges: false)
        _ = try await cache.token(for: key, exchange: { _ in Fixtures.token() })
        await cache.forget(key)
        let taken = await cache.takeChanges(limit: 9)
        #expect(taken.held.isEmpty && taken.gone.isEmpty)
    }

    @Test("Changes are told once: what came, what was renewed and what went")
    func changes() async throws {
        let cache = makeCache()
        let other = Fixtures.key(fingerprint: "f2")
        let exchange: TokenCache.Exchange = { _ in Fixtures.token() }
        let first = try await cache.token(for: key, exchange: exchange)
        _ = try await cache.token(for: other, exchange: exchange)
        var taken = await cache.takeChanges(limit: 1)
        #expect(taken.held.count == 1)
        taken = await cache.takeChanges(limit: 9)
        #expect(taken.held.count == 1 && taken.gone.isEmpty)
        taken = await cache.takeChanges(limit: 9)
        #expect(taken.held.isEmpty && taken.gone.isEmpty)
        let next = try await cache.token(for: key, replacing: first, exchange: exchange)
        taken = await cache.takeChanges(limit: 9)
        #expect(taken.held.map(\.generation) == [next.generation])
        #expect(await cache.forget(key))
        #expect(await !cache.forget(key))
        taken = await cache.takeChanges(limit: 9)
        #expect(taken.held.isEmpty && taken.gone == [key])
        #expect(await cache.forgetAll() == 1)
        await #expect(throws: LWAFailure.self) {
            try await cache.token(for: other) { _ in throw LWAFailure.passing() }
        }
        taken = await cache.takeChanges(limit: 9)
        #expect(taken.held.isEmpty && taken.gone == [other])
    }
}
