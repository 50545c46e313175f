import JobModel
import JobStoreTesting
import Ports
import Testing

@testable import SellerJobs

@Suite("How often it is looked")
struct PollPaceTests {
    @Test("Pauses double from 15 seconds to five minutes, and are a fifth shorter at most")
    func growth() {
        let pace = PollPace()
        let bounds = [15, 30, 60, 120, 240, 300, 300, 300]
        for (looks, bound) in bounds.enumerated() {
            #expect(pace.pause(afterLooks: looks, unit: 0) == .seconds(bound) * 4 / 5)
            let longest = pace.pause(afterLooks: looks, unit: 0.999_999)
            #expect(longest <= .seconds(bound) && longest > .seconds(bound) * 99 / 100)
        }
    }

    @Test("What takes a quarter of an hour is looked at eight times at most")
    func looks() {
        let pace = PollPace()
        let random = SeededRandom(seed: 11)
        var elapsed = Duration.zero
        var looks = 0
        while elapsed < .seconds(900) {
            elapsed += pace.pause(afterLooks: looks, unit: random.unit())
            looks += 1
        }
        #expect(looks <= 8, "seed \(random.seed)")
    }

    @Test("What was begun together is looked at apart")
    func apart() {
        let pace = PollPace()
        let random = SeededRandom(seed: 12)
        let pauses = (0..<100).map { _ in pace.pause(afterLooks: 0, unit: random.unit()) }
        #expect(Set(pauses).count == 100, "seed \(random.seed)")
    }
}
