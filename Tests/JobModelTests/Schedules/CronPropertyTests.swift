import JobModel
import JobStoreTesting
import Testing

@Suite("Cron expressions at random")
struct CronPropertyTests {
    /// The same expression, read and matched in the plainest way: every minute is asked whether it is named.
    private struct PlainCron {
        let fields: [Set<Int>]
        let isOpen: (day: Bool, weekday: Bool)

        init(_ text: String) throws {
            let words = text.split(separator: " ").map(String.init)
            let limits = [0...59, 0...23, 1...31, 1...12, 0...6]
            fields = try zip(words, limits).map { try Self.values($0, $1) }
            isOpen = (words[2].hasPrefix("*"), words[4].hasPrefix("*"))
        }

        private static func values(_ text: String, _ limits: ClosedRange<Int>) throws -> Set<Int> {
            var values: Set<Int> = []
            for item in text.split(separator: ",") {
                let parts = item.split(separator: "/")
                let step = parts.count > 1 ? try #require(Int(parts[1])) : 1
                let ends = parts[0] == "*" ? [] : try parts[0].split(separator: "-").map { try #require(Int($0)) }
                var value = ends.first ?? limits.lowerBound
                var distance = 0
                while true {
                    if distance % step == 0 { values.insert(value) }
                    if value == ends.last ?? limits.upperBound { break }
                    value = value == limits.upperBound ? limits.lowerBound : value + 1
                    distance += 1
                }
            }
            return values
        }

        func names(_ local: LocalTime) -> Bool {
            let text = "\(local)"
            guard let day = Int(text.dropFirst(8).prefix(2)), let month = Int(text.dropFirst(5).prefix(2)),
                let hour = Int(text.dropFirst(11).prefix(2)), let minute = Int(text.dropFirst(14).prefix(2))
            else { return false }
            let (inMonth, inWeek) = (fields[2].contains(day), fields[4].contains(local.weekday))
            let isDay = isOpen.day || isOpen.weekday ? inMonth && inWeek : inMonth || inWeek
            return fields[0].contains(minute) && fields[1].contains(hour) && isDay && fields[3].contains(month)
        }

        var hasEveryHour: Bool { fields[1].count == 24 }
    }

    private static func field(_ limits: ClosedRange<Int>, wild: Double, _ random: SeededRandom) -> String {
        if random.chance(wild) { return "*" }
        let items = (0..<(1 + random.below(3))).map { _ in
            let (first, last) = (
                limits.lowerBound + random.below(limits.count), limits.lowerBound + random.below(limits.count)
            )
            return switch random.below(5) {
            case 0: "*/\(1 + random.below(limits.count - 1))"
            case 1: "\(first)-\(last)"
            case 2: "\(first)-\(last)/\(1 + random.below(4))"
            default: "\(first)"
            }
        }
        return items.joined(separator: ",")
    }

    private static func expression(_ random: SeededRandom) -> String {
        [
            field(0...59, wild: 0.2, random), field(0...23, wild: 0.4, random), field(1...31, wild: 0.6, random),
            field(1...12, wild: 0.8, random), field(0...6, wild: 0.6, random),
        ].joined(separator: " ")
    }

    /// What is due, minute by minute: what the clocks show for the first time, what they skip, and in expressions for
    /// every hour also what they show again. No clock may have been set in the day before the beginning.
    private static func due(_ cron: PlainCron, _ zone: Zone, from start: Timestamp, minutes: Int) -> [Timestamp] {
        var due: [Timestamp] = []
        var latest = zone.local(at: start - .seconds(60))
        for minute in 0..<minutes {
            let instant = start + .seconds(60 * minute)
            let local = zone.local(at: instant)
            let isNew = local > latest
            var isDue = cron.names(local) && (isNew || cron.hasEveryHour)
            var skipped = latest.seconds + 60
            while !cron.hasEveryHour, skipped < local.seconds {
                isDue = isDue || cron.names(LocalTime(seconds: skipped))
                skipped += 60
            }
            if isDue { due.append(instant) }
            latest = max(latest, local)
        }
        return due
    }

    @Test("fire when a look at every single minute says so, and not in between", arguments: 0..<16 as Range<UInt64>)
    func everyMinute(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        for _ in 0..<5 {
            let text = Self.expression(random)
            // Some of these never fire, which is tested elsewhere.
            guard let expression = try? CronExpression(text) else { continue }
            let sample = random.pick(SampleZone.allCases)
            let zone = try sample.zone()
            // The days before the nights in which the samples' clocks are set, and others.
            let changes = [
                "2026-03-07", "2026-03-28", "2026-10-03", "2026-04-04", "2026-10-24", "2026-10-31", "2026-02-14",
                "2026-03-21", "2011-12-29", "2026-06-30", "2028-02-28", "2026-12-31",
            ]
            let start = try #require(Timestamp(iso8601: random.pick(changes)))
            let minutes = 2 * 1440
            let due = Self.due(try PlainCron(text), zone, from: start, minutes: minutes)
            var found: [Timestamp] = []
            var last = start - .microseconds(1)
            while let next = expression.next(after: last, in: zone), next < start + .seconds(60 * minutes) {
                #expect(next > last, "seed \(seed): \(text)")
                guard next > last else { return }
                found.append(next)
                last = next
            }
            #expect(found == due, "seed \(seed): \(text) in \(sample) from \(start)")
        }
    }

    @Test("give the same fires wherever one begins to look", arguments: 0..<10 as Range<UInt64>)
    func anyBeginning(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        for _ in 0..<20 {
            guard let expression = try? CronExpression(Self.expression(random)) else { continue }
            let zone = try random.pick(SampleZone.allCases).zone()
            let start = Timestamp(microseconds: 1_767_225_600_000_000 + Int64(random.below(31_536_000)) * 1_000_000)
            let first = try #require(expression.next(after: start, in: zone))
            let between = start + .microseconds(Int64(random.below(Int((first - start).microseconds))))
            #expect(expression.next(after: between, in: zone) == first, "seed \(seed): \(expression) after \(between)")
        }
    }
}
