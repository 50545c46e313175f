import JobStoreTesting
import Ports
import Testing

@testable import SellingPartner

@Suite("A slot of the token cache, whatever happens in whatever order")
struct TokenSlotPropertyTests {
    @Test("Its promises hold", arguments: [UInt64](1...200))
    func promises(seed: UInt64) {
        var world = World(seed: seed)
        for _ in 0..<400 { world.step() }
        world.finish()
        #expect(world.faults.isEmpty, "seed \(seed): \(world.faults.prefix(3))")
    }

    /// Drives a slot with random events and checks what it says against a bookkeeping of its own.
    private struct World {
        var faults: [String] = []
        private let random: SeededRandom
        private var slot = TokenSlot()
        private var now = Duration.zero
        private var nextWaiter: UInt64 = 0
        private var waiting: Set<UInt64> = []
        private var isExchanging = false
        private var seen: [UInt64: HeldToken] = [:]
        private var refused: Set<UInt64> = []

        init(seed: UInt64) { random = SeededRandom(seed: seed) }

        mutating func step() {
            now += .milliseconds(random.below(random.chance(0.05) ? 4_000_000 : 20_000))
            switch random.below(10) {
            case 0..<4: ask(replacing: nil)
            case 4: if let generation = seen.keys.sorted().last { ask(replacing: generation) }
            case 5: if !seen.isEmpty { ask(replacing: random.pick(seen.keys.sorted())) }
            case 6:
                if let waiter = waiting.min() {
                    slot.left(waiter)
                    waiting.remove(waiter)
                }
            case 7: if random.chance(0.3) { slot.forget() }
            default: if isExchanging { end() }
            }
            check(slot.isExchanging == isExchanging, "the slot disagrees about the exchange under way")
            check(slot.waiterCount == waiting.count, "the slot disagrees about who waits")
        }

        mutating func finish() {
            var rounds = 0
            while isExchanging, rounds < 3 {
                end()
                rounds += 1
            }
            check(waiting.isEmpty, "somebody waits for ever")
            check(!isExchanging, "exchanges go on for ever")
        }

        private mutating func ask(replacing generation: UInt64?) {
            nextWaiter += 1
            if let generation { refused.insert(generation) }
            let answer =
                if let generation {
                    slot.ask(nextWaiter, replacing: generation, now: now)
                } else {
                    slot.ask(nextWaiter, now: now)
                }
            switch answer {
            case .use(let token, let start):
                check(now < token.expiresAt, "an expired token was handed out")
                check(!refused.contains(token.generation), "a refused token was handed out")
                if start { begin() }
            case .wait(let reason):
                waiting.insert(nextWaiter)
                if reason != nil { begin() }
                check(isExchanging, "somebody waits for nothing")
            case .fail:
                check(!isExchanging, "a failure was repeated during an exchange")
            }
        }

        private mutating func begin() {
            check(!isExchanging, "two exchanges at a time")
            isExchanging = true
        }

        private mutating func end() {
            isExchanging = false
            let settlement: TokenSlot.Settlement
            if random.chance(0.6) {
                let lifetime = Duration.seconds(1 + random.below(3600))
                let success = slot.succeeded(
                    with: Fixtures.token(lifetime: lifetime), jitter: random.unit(), now: now)
                check(seen[success.token.generation] == nil, "a generation was used twice")
                seen[success.token.generation] = success.token
                settlement = success.settlement
            } else {
                let coolDown = random.chance(0.3) ? Duration.seconds(random.below(10)) : .zero
                settlement = slot.failed(LWAFailure.passing(), now: now, coolDown: coolDown)
            }
            check(settlement.waiters.isSubset(of: waiting), "somebody was answered who did not wait")
            waiting.subtract(settlement.waiters)
            if settlement.startExchange != nil { begin() }
            check(waiting.isEmpty || isExchanging, "somebody was left without an exchange")
        }

        private mutating func check(_ holds: Bool, _ fault: String) {
            if !holds { faults.append(fault) }
        }
    }
}
