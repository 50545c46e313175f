import JobModel
import JobStoreTesting
import Testing

@Suite("Schedules")
struct ScheduleTests {
    private static let noon = Timestamp(microseconds: 1_769_947_200_000_000)  // 2026-02-01T12:00:00Z

    @Test("intervals are counted from 1970, whenever one begins")
    func intervals() throws {
        for (text, due) in [
            ("every 15m", "2026-02-01T12:15:00.000Z"), ("every 7h", "2026-02-01T19:00:00.000Z"),
            ("every 90s", "2026-02-01T12:01:30.000Z"), ("every 1d", "2026-02-02T00:00:00.000Z"),
            ("EVERY  7d", "2026-02-05T00:00:00.000Z"), ("every 1.5h", "2026-02-01T13:30:00.000Z"),
        ] {
            let schedule = try Schedule(text, in: .utc)
            let next = try #require(schedule.next(after: Self.noon))
            #expect(next.iso8601 == due, "\(text)")
            #expect(schedule.next(after: next - .microseconds(1)) == next)
            #expect(schedule.next(from: next) == next)
        }
        let every = try Every("1h")
        #expect(every.next(after: Timestamp(microseconds: -1)) == Timestamp(microseconds: 0))
        #expect(every.next(after: Timestamp(microseconds: 0)) == Timestamp(microseconds: 3_600_000_000))
        #expect(
            every.next(after: Timestamp(microseconds: -3_600_000_000)) == Timestamp(microseconds: 0))
        #expect(every.next(after: Timestamp(microseconds: .max)) == nil)
    }

    @Test(
        "intervals that cannot be are refused with the cure",
        arguments: [
            "every", "every 15", "every -5m", "every 5 m x", "every 0s", "every 500ms", "every 367d", "every 1.5s",
        ])
    func refused(text: String) {
        let error = #expect(throws: ScheduleError.self) { try Schedule(text, in: .utc) }
        #expect(error.map { $0.message.contains("every") && $0.cure.hasPrefix("write") } ?? false)
    }

    @Test("say what they are")
    func description() throws {
        let zone = try SampleZone.london.zone()
        #expect("\(try Schedule(" 0  2 * * *", in: zone))" == "0 2 * * * in Europe/London")
        #expect("\(try Schedule("every 15m", in: zone))" == "every 15m")
    }

    @Test("give the last fires of a stretch as if all had been counted", arguments: 0..<8 as Range<UInt64>)
    func last(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        let texts = [
            "* * * * *", "*/15 8-18 * * MON-FRI", "0 2 * * *", "every 7h", "0 0 1 * *", "0-5 0 29 2 *", "@weekly",
        ]
        for _ in 0..<10 {
            let schedule = try Schedule(random.pick(texts), in: try random.pick(SampleZone.allCases).zone())
            let first = Self.noon + .seconds(random.below(86_400 * 365))
            let end = first + .seconds(random.below(random.pick([600, 86_400, 86_400 * 7])))
            var all: [Timestamp] = []
            var next = schedule.next(from: first)
            while let fire = next, fire <= end {
                all.append(fire)
                next = schedule.next(after: fire)
            }
            let count = 1 + random.below(12)
            #expect(
                schedule.last(count, from: first, through: end) == all.suffix(count),
                "seed \(seed): \(schedule) from \(first) to \(end)")
        }
        #expect(try Schedule("@hourly", in: .utc).last(0, from: Self.noon, through: Self.noon).isEmpty)
        #expect(try Schedule("@hourly", in: .utc).last(3, from: Self.noon, through: Self.noon) == [Self.noon])
        #expect(
            try Schedule("@hourly", in: .utc).last(3, from: Self.noon, through: Self.noon - .microseconds(1)).isEmpty)
    }

    @Test("a seller's delay is the same for ever, and sellers are spread evenly")
    func jitter() {
        let jitter = ScheduleJitter(.seconds(300))
        let delays = (0..<3000).map { jitter.delay(definition: "orders-sync", seller: "seller\($0)", region: "EU") }
        #expect(delays.allSatisfy { $0 >= .zero && $0 < .seconds(300) })
        for tenth in 0..<10 {
            let (low, high) = (Duration.seconds(30 * tenth), Duration.seconds(30 * tenth + 30))
            #expect((200...400).contains(delays.count { $0 >= low && $0 < high }))
        }
        #expect(Set(delays).count > 2900)
        let one = jitter.delay(definition: "a", seller: "b", region: "EU")
        #expect(one == ScheduleJitter(.seconds(300)).delay(definition: "a", seller: "b", region: "EU"))
        #expect(one != jitter.delay(definition: "ab", seller: "", region: "EU"))
        #expect(one != jitter.delay(definition: "a", seller: "b", region: "NA"))
        // What one version said, every later one must say.
        #expect(jitter.delay(definition: "orders-sync", seller: "acme", region: "EU") == .milliseconds(203_328))
        #expect(
            jitter.delay(definition: "a-definition-with-a-long-name", seller: "acme", region: "NA")
                == .milliseconds(126_884))
        #expect(ScheduleJitter.none.delay(definition: "a", seller: "b", region: "EU") == .zero)
        #expect(ScheduleJitter(.microseconds(900)).delay(definition: "a", seller: "b", region: "EU") == .zero)
    }
}
