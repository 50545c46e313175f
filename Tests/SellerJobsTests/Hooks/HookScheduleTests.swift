import JobModel
import JobStoreTesting
import Ports
import Testing

@testable import SellerJobs

@Suite("The schedule of notices")
struct HookScheduleTests {
    private let schedule = HookSchedule()
    private let start = Timestamp(microseconds: 1_767_225_600_000_000)

    @Test("pauses grow from seconds to half an hour, and at least half of each is certain")
    func growth() {
        for (tries, least, most) in [(1, 2.5, 5.0), (2, 5, 10), (5, 40, 80), (10, 900, 1800), (60, 900, 1800)] {
            for (unit, seconds) in [(0.0, least), (1, most)] {
                #expect(
                    schedule.verdict(tries: tries, since: start, now: start, unit: unit)
                        == .retry(at: start + .milliseconds(Int64(seconds * 1000))))
            }
        }
    }

    @Test("the last try comes a day after the first, and nothing follows it")
    func end() {
        let day = start + .seconds(86_400)
        let last = schedule.verdict(tries: 40, since: start, now: day - .seconds(10), unit: 0.5)
        #expect(last == .retry(at: day))
        #expect(schedule.verdict(tries: 41, since: start, now: day, unit: 0.5) == .giveUp)
    }

    @Test("a day holds between forty and a hundred tries, whatever chance says", arguments: 1...20)
    func count(seed: UInt64) {
        let random = SeededRandom(seed: seed)
        var now = start
        var tries = 1
        while case .retry(let instant) = schedule.verdict(tries: tries, since: start, now: now, unit: random.unit()) {
            #expect(instant > now)
            now = instant
            tries += 1
        }
        #expect((40...100).contains(tries))
        #expect(now == start + .seconds(86_400))
    }

    @Test("a clock that was set back only makes it last longer")
    func clockSetBack() {
        let now = start - .seconds(3600)
        #expect(schedule.verdict(tries: 1, since: start, now: now, unit: 1) == .retry(at: now + .seconds(5)))
    }
}
