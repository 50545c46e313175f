import JobStoreTesting
import Ports
import Testing

@testable import SellingPartner

@Suite("Accelerated time")
struct ScaledTimekeeperTests {
    @Test("Both clocks run faster from the origin on")
    func clocks() {
        let base = VirtualTimekeeper(wallMicroseconds: 5_000_000)
        let fast = ScaledTimekeeper(base, scale: 100)
        let start = fast.monotonic()
        #expect(fast.wallMicroseconds() == 5_000_000)
        base.advance(by: .milliseconds(10))
        #expect(fast.wallMicroseconds() == 6_000_000)
        #expect(fast.monotonic() - start == .seconds(1))
    }

    @Test("Two clocks with one origin agree, whenever they were made")
    func sharedOrigin() {
        let base = VirtualTimekeeper()
        let one = ScaledTimekeeper(base, scale: 60, origin: 1_767_225_600_000_000)
        base.advance(by: .seconds(7))
        let two = ScaledTimekeeper(base, scale: 60, origin: 1_767_225_600_000_000)
        #expect(one.wallMicroseconds() == two.wallMicroseconds())
        #expect(one.wallMicroseconds() == 1_767_225_600_000_000 + 420_000_000)
    }

    @Test("A sleep of an hour takes a second at 3600 times")
    func sleeping() async throws {
        let base = VirtualTimekeeper()
        let fast = ScaledTimekeeper(base, scale: 3600)
        let sleeper = Task { try await fast.sleep(for: .seconds(3600)) }
        await base.waitForSleepers(1)
        #expect(base.timeToNextSleeper == .seconds(1))
        base.advance(by: .seconds(1))
        try await sleeper.value
    }

    @Test("The system's clocks and randomness move")
    func system() async throws {
        let clock = SystemTimekeeper()
        let before = clock.monotonic()
        try await clock.sleep(for: .zero)
        #expect(clock.monotonic() >= before)
        #expect(clock.wallMicroseconds() > 1_700_000_000_000_000)
        #expect(SystemRandom().identifier() != SystemRandom().identifier())
        #expect(ProcessEnvironment().value("PATH") != nil)
        #expect(ProcessEnvironment().names.contains("PATH"))
    }
}
