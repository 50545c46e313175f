import ArgumentParser
import JobModel
import JobStore
import Testing
import Worker

@testable import spworker

@Suite("Schedules of definitions")
struct DefinitionScheduleTests {
    private static let head = "name: a\njob: {operation: sellers.getMarketplaceParticipations}\n"

    @Test("are read with everything that they can say")
    func everything() throws {
        let it = try definition(
            Self.head + """
                schedule: "30 2 * * MON"
                timezone: Europe/Berlin
                missed: {all: 10}
                overlap: queue
                jitter: 5m
                """)
        let schedule = try #require(it.schedule)
        #expect(schedule.text == "30 2 * * MON" && schedule.missed == .all(10) && schedule.overlap == .queue)
        #expect(schedule.jitter == ScheduleJitter(.seconds(300)))
        let acme = try DefinitionSellers.seller("acme")
        #expect(it.clock.zone(of: acme).name == "Europe/Berlin")
        let due = schedule.plan(of: "a", for: acme, by: it.clock).firstDue(after: DefinitionSellers.now)
        let delay = schedule.jitter.delay(definition: "a", seller: "acme", region: "EU")
        #expect(due == Timestamp(iso8601: "2026-02-02T01:30:00Z").map { $0 + delay })
    }

    @Test("have defaults for all but the time: UTC, one job for all missed fires, no two at once, no delay")
    func defaults() throws {
        let it = try definition(Self.head + "every: 15m\n")
        let schedule = try #require(it.schedule)
        #expect(schedule.text == "every 15m" && schedule.missed == .one && schedule.overlap == .skip)
        #expect(schedule.jitter == .none)
        #expect(it.clock.zone(of: try DefinitionSellers.seller("acme")) == .utc)
        #expect(try definition(Self.head).schedule == nil)
        #expect(try definition(Self.head + "every: 1h\nmissed: skip\n").schedule?.missed == .skip)
    }

    @Test("tell rows planned before from those that are still right")
    func signatures() throws {
        let acme = try DefinitionSellers.seller("acme")
        func signature(_ lines: String) throws -> String? {
            let it = try definition(Self.head + lines)
            return it.schedule?.signature(for: acme, by: it.clock)
        }
        let plain = try signature("schedule: \"0 2 * * *\"\n")
        #expect(try plain == signature("schedule: \"0 2 * * *\"\nmissed: skip\noverlap: queue\n"))
        for other in [
            "schedule: \"0 3 * * *\"\n", "schedule: \"0 2 * * *\"\ntimezone: Europe/Berlin\n",
            "schedule: \"0 2 * * *\"\njitter: 5m\n", "every: 1d\n",
        ] {
            #expect(try plain != signature(other))
        }
    }

    private static let faults: [DefinitionReaderTests.Fault] = [
        .init(head + "schedule: \"61 * * * *\"\n", "jobs/a.yaml:3: schedule: the minute '61'"),
        .init(head + "schedule: \"* * *\"\n", "jobs/a.yaml:3: schedule: "),
        .init(head + "every: 0s\n", "jobs/a.yaml:3: every: 'every 0s' is not possible; write whole seconds"),
        .init(head + "every: often\n", "every: 'every often' has no interval; write a number and s, m, h or d"),
        .init(
            head + "schedule: \"@daily\"\nevery: 1h\n",
            "jobs/a.yaml:4: every: schedule says already when to fire; remove one of them"),
        .init(
            head + "every: 1h\nmissed: {all: 0}\n", "missed.all: \"0\" does not fit here; write a whole number from 1"),
        .init(head + "every: 1h\nmissed: {al: 3}\n", "missed.al: this key is not known; did you mean all?"),
        .init(head + "every: 1h\nmissed: some\n", "jobs/a.yaml:4: missed: \"some\" does not fit here"),
        .init(head + "every: 1h\noverlap: some\n", "jobs/a.yaml:4: overlap: \"some\" does not fit here"),
        .init(head + "every: 1h\njitter: wide\n", "jobs/a.yaml:4: jitter: \"wide\" does not fit here"),
        .init(
            head + "jitter: 5m\n",
            "jobs/a.yaml:3: jitter: there is no schedule that jitter could be about; add schedule or every, or remove it"
        ),
        .init(head + "missed: skip\n", "missed: there is no schedule that missed could be about"),
        .init(head + "overlap: skip\n", "overlap: there is no schedule that overlap could be about"),
        .init(head + "then: {rum: b}\n", "jobs/a.yaml:3: then.rum: this key is not known; did you mean run?"),
        .init(head + "then: {forEach: id}\n", "then.run: this is missing"),
        .init(head + "then: {run: b, limit: 0}\n", "then.limit: \"0\" does not fit here"),
        .init(
            "name: a\nevery: 1h\njob:\n  operation: orders.searchOrders\n  params: {createdAfter: \"{item:day}\"}\n",
            "job: {item:day} is known only to jobs that follow another one; remove schedule"),
    ]

    @Test("tell what is wrong with its line, and what would be right", arguments: faults)
    func problems(fault: DefinitionReaderTests.Fault) {
        let all = definitionProblems(fault.yaml)
        #expect(all.contains { $0.contains(fault.problem) }, "\(all)")
        #expect(all.allSatisfy { $0.hasPrefix("jobs/a.yaml:") })
    }

    @Test("refuse a zone that there is not, and name the one that was probably meant")
    func unknownZone() throws {
        let zones = try Composition(try GlobalOptions.parse([])).zoneFiles()
        let error = #expect(throws: ConfigurationError.self) {
            try DefinitionReader(zones: zones).read(
                Self.head + "every: 1h\ntimezone: Europe/Berlim\n", path: "jobs/a.yaml")
        }
        let problem = try #require(error?.problems.first?.description)
        #expect(problem.hasPrefix("jobs/a.yaml:4: timezone: there is no time zone 'Europe/Berlim'"))
        #expect(problem.contains("Europe/Berlin"))
    }
}
