import JobStoreTesting
import Testing

@testable import JobModel

@Suite("Time zones")
struct ZoneTests {
    @Test(
        "rules of POSIX are read, and anything else is not",
        arguments: [
            ("UTC0", true), ("CET-1CEST,M3.5.0,M10.5.0/3", true), ("<+03>-3", true), ("<-0330>+3:30:15", true),
            ("EST5EDT,J60/2:30,300", true), ("EST+5EDT4,0/0,J365/25", true), ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", true),
            ("IST-2IDT,M3.4.4/26,M10.5.0", true), ("XXX24YYY-24,M1.1.0/167,M12.5.6/-167", true),
            ("", false), ("UTC", false), ("U0", false), ("<>0", false), ("<UTC0", false), ("UTC25", false),
            ("CET-1CEST", false), ("CET-1CEST,M3.5.0", false), ("CET-1CEST,M3.5.0,M10.5.0/168", false),
            ("CET-1CEST,M13.5.0,M10.5.0", false), ("CET-1CEST,M3.6.0,M10.5.0", false), ("CET-1CEST,M3.5.7,M10", false),
            ("CET-1CEST,J0,J1", false), ("CET-1CEST,J366,J1", false), ("CET-1CEST,366,1", false), ("CET-1 ", false),
            ("CET-1CEST,M3.5.0,M10.5.0,", false), ("CET-1:60", false), ("Europe/Berlin", false),
        ])
    func rules(text: String, isRule: Bool) {
        #expect((ZoneRule(text) != nil) == isRule, "\(text)")
    }

    @Test("a rule changes the clocks at the second that it names")
    func changes() throws {
        func changes(_ rule: String, _ year: Int) throws -> [String] {
            let zone = try #require(Zone(name: "X", rule: rule))
            var second = try #require(Timestamp(iso8601: "\(year)-01-01")).second
            let end = try #require(Timestamp(iso8601: "\(year + 1)-01-01")).second
            var found: [String] = []
            while let next = zone.span(at: second).end, next < end {
                found.append(String(Timestamp(seconds: next).iso8601.prefix(16)))
                second = next
            }
            return found
        }
        #expect(
            try changes("EST5EDT,M3.2.0,M11.1.0", 2026) == ["2026-03-08T07:00", "2026-11-01T06:00"])
        #expect(
            try changes("CET-1CEST,M3.5.0,M10.5.0/3", 2027) == ["2027-03-28T01:00", "2027-10-31T01:00"])
        // South of the equator the summer goes over the new year.
        #expect(
            try changes("AEST-10AEDT,M10.1.0,M4.1.0/3", 2026) == ["2026-04-04T16:00", "2026-10-03T16:00"])
        // J counts no leap day, the bare number does.
        #expect(try changes("AAA0BBB,J60,J300", 2028) == ["2028-03-01T02:00", "2028-10-27T01:00"])
        #expect(try changes("AAA0BBB,59,299", 2028) == ["2028-02-29T02:00", "2028-10-26T01:00"])
        #expect(try changes("AAA0BBB,J60,J300", 2027) == ["2027-03-01T02:00", "2027-10-27T01:00"])
        // The other time holds all year.
        let always = try #require(Zone(name: "X", rule: "EST5EDT,0/0,J365/25"))
        for text in ["2026-01-01T04:00:00Z", "2026-01-01T05:00:00Z", "2026-07-01T00:00:00Z", "2027-01-01T04:59:59Z"] {
            #expect(always.offset(at: try #require(Timestamp(iso8601: text))) == .seconds(-4 * 3600), "\(text)")
        }
    }

    @Test("local times are found once, twice, or not at all")
    func meanings() throws {
        let zone = try SampleZone.newYork.zone()
        func meaning(_ text: String) throws -> Zone.Meaning { zone.instants(of: try #require(LocalTime(text))) }
        func at(_ text: String) throws -> Timestamp { try #require(Timestamp(iso8601: text)) }
        #expect(try meaning("2026-03-08T01:59:59") == .once(at("2026-03-08T06:59:59Z")))
        #expect(try meaning("2026-03-08T02:00") == .skipped(at: at("2026-03-08T07:00:00Z")))
        #expect(try meaning("2026-03-08T02:59:59") == .skipped(at: at("2026-03-08T07:00:00Z")))
        #expect(try meaning("2026-03-08T03:00") == .once(at("2026-03-08T07:00:00Z")))
        #expect(try meaning("2026-11-01T00:59:59") == .once(at("2026-11-01T04:59:59Z")))
        #expect(
            try meaning("2026-11-01T01:30")
                == .repeated(first: at("2026-11-01T05:30:00Z"), second: at("2026-11-01T06:30:00Z")))
        #expect(try meaning("2026-11-01T02:00") == .once(at("2026-11-01T07:00:00Z")))
        let apia = try SampleZone.apia.zone()
        #expect(
            apia.instants(of: try #require(LocalTime("2011-12-30T12:00")))
                == .skipped(at: try at("2011-12-30T10:00:00Z")))
    }

    @Test("an instant comes back from what the clocks show", arguments: SampleZone.allCases)
    func roundTrip(sample: SampleZone) throws {
        let zone = try sample.zone()
        let random = SeededRandom(seed: 7)
        for _ in 0..<300 {
            let instant = Timestamp(seconds: 1_262_304_000 + Int64(random.below(1_300_000_000)))
            switch zone.instants(of: zone.local(at: instant)) {
            case .once(let found): #expect(found == instant)
            case .repeated(let first, let second): #expect([first, second].contains(instant))
            case .skipped: Issue.record("\(sample) does not show \(instant)")
            }
            let text = zone.text(instant)
            #expect(Timestamp(iso8601: text) == instant, "\(text)")
        }
    }

    @Test("known changes come before the rule, and the rule after the last of them")
    func changesAndRule() throws {
        let rule = try #require(ZoneRule("CET-1CEST,M3.5.0,M10.5.0/3"))
        let zone = Zone(
            name: "X", initialOffset: 3208,
            transitions: [
                Zone.Transition(second: -2_422_054_408, offset: 3600),
                Zone.Transition(second: 1_000_000_000, offset: 7200),
            ],
            rule: rule)
        #expect(zone.span(at: -3_000_000_000) == ZoneSpan(start: nil, end: -2_422_054_408, offset: 3208))
        #expect(zone.span(at: 0) == ZoneSpan(start: -2_422_054_408, end: 1_000_000_000, offset: 3600))
        #expect(
            zone.span(at: 1_000_000_000) == ZoneSpan(start: 1_000_000_000, end: 1_004_230_800, offset: 7200))
        #expect(zone.span(at: 1_004_230_800).offset == 3600)
        #expect(zone.text(Timestamp(seconds: -3_000_000_000)).hasSuffix("+00:53:28"))
    }

    @Test("what clocks show is read and written without a zone")
    func localTimes() throws {
        let local = try #require(LocalTime("2026-03-29T02:30"))
        #expect("\(local)" == "2026-03-29T02:30:00" && local.date == "2026-03-29" && local.weekday == 0)
        #expect(LocalTime("2026-03-29") == LocalTime("2026-03-29T00:00:00"))
        for text in ["", "2026-03-29T02:30Z", "2026-03-29T02:30+01:00", "2026-02-30", "02:30", "2026-03-29T", "now"] {
            #expect(LocalTime(text) == nil, "\(text)")
        }
    }
}
