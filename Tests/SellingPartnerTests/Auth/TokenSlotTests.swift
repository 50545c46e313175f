import JobStoreTesting
import Testing

@testable import SellingPartner

@Suite("A slot of the token cache")
struct TokenSlotTests {
    private func filled(at now: Duration = .zero, lifetime: Duration = .seconds(3600)) -> (TokenSlot, HeldToken) {
        var slot = TokenSlot()
        _ = slot.ask(1, now: now)
        let token = slot.succeeded(with: Fixtures.token(lifetime: lifetime), jitter: 0, now: now).token
        return (slot, token)
    }

    private func used(_ answer: TokenSlot.Answer) -> (generation: UInt64, startsExchange: Bool)? {
        if case .use(let token, let start) = answer { (token.generation, start) } else { nil }
    }

    private func waited(_ answer: TokenSlot.Answer) -> (waits: Bool, reason: TokenExchangeReason?) {
        if case .wait(let reason) = answer { (true, reason) } else { (false, nil) }
    }

    @Test("The first to ask starts an exchange, the others wait for it")
    func singleFlight() {
        var slot = TokenSlot()
        #expect(waited(slot.ask(1, now: .zero)) == (true, .missing))
        #expect(waited(slot.ask(2, now: .zero)) == (true, nil))
        #expect(waited(slot.ask(3, now: .zero)) == (true, nil))
        #expect(slot.waiterCount == 3)
        let (token, settlement) = slot.succeeded(with: Fixtures.token(), jitter: 0, now: .seconds(1))
        #expect(settlement.waiters == [1, 2, 3])
        #expect(settlement.startExchange == nil)
        #expect(used(slot.ask(4, now: .seconds(1)))?.generation == token.generation)
        #expect(slot.waiterCount == 0)
    }

    @Test("Age counts from the beginning of the exchange, not from its end")
    func age() {
        var slot = TokenSlot()
        _ = slot.ask(1, now: .seconds(100))
        let (token, _) = slot.succeeded(with: Fixtures.token(), jitter: 0, now: .seconds(160))
        #expect(token.obtainedAt == .seconds(100))
        #expect(token.expiresAt == .seconds(3700))
    }

    @Test("Renewal begins max(60 s, 5 %) before expiry, earlier by the jitter, never before half the lifetime")
    func renewalTime() {
        func refreshAt(_ lifetime: Duration, _ jitter: Double) -> Duration {
            HeldToken(Fixtures.token(lifetime: lifetime), generation: 1, obtainedAt: .zero, jitter: jitter).refreshAt
        }
        #expect(refreshAt(.seconds(3600), 0) == .seconds(3420))
        #expect(refreshAt(.seconds(3600), 1) == .seconds(3330))
        #expect(refreshAt(.seconds(600), 0) == .seconds(540))
        #expect(refreshAt(.seconds(600), 1) == .seconds(510))
        #expect(refreshAt(.seconds(60), 0.5) == .seconds(30))
    }

    @Test("Near its end the old token is served while one exchange brings the next")
    func earlyRenewal() {
        var (slot, old) = filled()
        #expect(used(slot.ask(2, now: .seconds(3419))) ?? (0, false) == (old.generation, false))
        #expect(used(slot.ask(3, now: .seconds(3420))) ?? (0, false) == (old.generation, true))
        #expect(used(slot.ask(4, now: .seconds(3421))) ?? (0, false) == (old.generation, false))
        let (new, settlement) = slot.succeeded(with: Fixtures.token("Atza|two"), jitter: 0, now: .seconds(3422))
        #expect(settlement.waiters.isEmpty)
        #expect(used(slot.ask(5, now: .seconds(3423))) ?? (0, false) == (new.generation, false))
        #expect(new.generation > old.generation)
    }

    @Test("A token is not handed out at its very end, even while an exchange is under way")
    func expiry() {
        var (slot, _) = filled()
        _ = slot.ask(2, now: .seconds(3500))
        #expect(waited(slot.ask(3, now: .seconds(3590))) == (true, nil))
        var (other, _) = filled()
        #expect(waited(other.ask(2, now: .seconds(9999))) == (true, .missing))
    }

    @Test("A failed early exchange leaves the old token in service and is not repeated at once")
    func failedRenewal() {
        var (slot, old) = filled()
        _ = slot.ask(2, now: .seconds(3450))
        _ = slot.failed(LWAFailure.passing(), now: .seconds(3451))
        #expect(used(slot.ask(3, now: .seconds(3452))) ?? (0, false) == (old.generation, false))
        #expect(used(slot.ask(4, now: .seconds(3461))) ?? (0, false) == (old.generation, true))
    }

    @Test("A failure goes to those who waited, and the next to come starts again")
    func failureDoesNotStick() {
        var slot = TokenSlot()
        _ = slot.ask(1, now: .zero)
        _ = slot.ask(2, now: .zero)
        #expect(slot.failed(LWAFailure.passing(), now: .seconds(1)).waiters == [1, 2])
        #expect(slot.isEmpty)
        #expect(waited(slot.ask(3, now: .seconds(1))) == (true, .missing))
    }

    @Test("A cool-down answers with the failure until it ends")
    func coolDown() {
        var slot = TokenSlot()
        _ = slot.ask(1, now: .zero)
        _ = slot.failed(LWAFailure.passing(), now: .seconds(1), coolDown: .seconds(5))
        guard case .fail(let error) = slot.ask(2, now: .seconds(5)) else {
            Issue.record("no failure during the cool-down")
            return
        }
        #expect(error as? LWAFailure == .passing())
        #expect(waited(slot.ask(3, now: .seconds(6))) == (true, .missing))
    }

    @Test("A refused token is replaced by one exchange, whoever comes later gets the new one")
    func compareAndSwap() {
        var (slot, old) = filled()
        #expect(waited(slot.ask(2, replacing: old.generation, now: .seconds(10))) == (true, .refused))
        #expect(waited(slot.ask(3, replacing: old.generation, now: .seconds(10))) == (true, nil))
        #expect(waited(slot.ask(4, now: .seconds(10))) == (true, nil))
        let (new, settlement) = slot.succeeded(with: Fixtures.token("Atza|two"), jitter: 0, now: .seconds(11))
        #expect(settlement.waiters == [2, 3, 4])
        #expect(
            used(slot.ask(5, replacing: old.generation, now: .seconds(12))) ?? (0, false) == (new.generation, false))
    }

    @Test("A token refused during its renewal waits for that renewal")
    func refusedDuringRenewal() {
        var (slot, old) = filled()
        _ = slot.ask(2, now: .seconds(3450))
        #expect(waited(slot.ask(3, replacing: old.generation, now: .seconds(3451))) == (true, nil))
        #expect(slot.succeeded(with: Fixtures.token(), jitter: 0, now: .seconds(3452)).settlement.waiters == [3])
    }

    @Test("Who leaves gets no answer, and the exchange goes on")
    func leaving() {
        var slot = TokenSlot()
        _ = slot.ask(1, now: .zero)
        _ = slot.ask(2, now: .zero)
        slot.left(1)
        #expect(slot.isExchanging)
        #expect(slot.succeeded(with: Fixtures.token(), jitter: 0, now: .zero).settlement.waiters == [2])
    }

    @Test("Forgetting during an exchange: earlier waiters get its token, later ones the next, and it is not kept")
    func forgetting() {
        var slot = TokenSlot()
        _ = slot.ask(1, now: .zero)
        slot.forget()
        #expect(waited(slot.ask(2, now: .seconds(1))) == (true, nil))
        let (first, settlement) = slot.succeeded(with: Fixtures.token("Atza|old"), jitter: 0, now: .seconds(2))
        #expect(settlement.waiters == [1])
        #expect(settlement.startExchange == .missing)
        #expect(slot.token == nil)
        let (second, rest) = slot.succeeded(with: Fixtures.token("Atza|new"), jitter: 0, now: .seconds(3))
        #expect(rest.waiters == [2])
        #expect(second.generation > first.generation)
        #expect(used(slot.ask(3, now: .seconds(3)))?.generation == second.generation)
    }

    @Test("Generations of two slots never meet")
    func epochs() {
        var first = TokenSlot(epoch: 1)
        var second = TokenSlot(epoch: 2)
        _ = first.ask(1, now: .zero)
        _ = second.ask(1, now: .zero)
        let one = first.succeeded(with: Fixtures.token(), jitter: 0, now: .zero).token
        let two = second.succeeded(with: Fixtures.token(), jitter: 0, now: .zero).token
        #expect(one.generation != two.generation)
    }
}
