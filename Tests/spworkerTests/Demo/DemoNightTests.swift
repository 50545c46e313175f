import JobModel
import Sandbox
import StarterFiles
import Testing

@testable import spworker

@Suite("The demo's night")
struct DemoNightTests {
    private static let now = Timestamp(iso8601: "2026-02-01T12:34:56Z") ?? .distantPast
    private static let night = DemoNight(before: now)

    private static func at(_ time: String) -> Timestamp {
        Timestamp(iso8601: "2026-01-31T\(time):00Z") ?? .distantPast
    }

    @Test("begins when the clock is read, and is over before the real night is")
    func clock() {
        #expect(Self.night.start == Self.at("16:20") && Self.night.end == Self.at("21:40"))
        let origin = Self.night.origin(now: Self.now)
        let shown = origin.microseconds + Int64(Double((Self.now - origin).microseconds) * DemoNight.scale)
        #expect(abs(shown - Self.night.start.microseconds) < 1_000_000)
        // What it leaves behind does not lie in the future.
        for hours in 0..<24 {
            let now = Self.at("00:00") + .seconds(hours * 3600)
            #expect(DemoNight(before: now).end < now)
        }
    }

    @Test("has everything due for each seller that a definition's schedule names for a night")
    func due() throws {
        let world = Self.night.world
        #expect(world.sellers.count == DemoNight.sellers)
        let configuration = try load(
            "applications: [{id: sandbox, clientId: \"env:ID\", clientSecret: \"env:SECRET\"}]\nsellers:\n"
                + world.sellers.map {
                    "  - {id: \($0.id), region: FE, marketplaces: [JP], refreshToken: \"env:TOKEN_\($0.id.filter(\.isNumber))\"}\n"
                }.joined())
        let definitions = try StarterFiles.definitions.map { file in
            try DefinitionReader(zones: testZones) { path in StarterFiles.queries.first { $0.name == path }?.text }
                .read(file.text, path: file.name)
        }
        let rows = DemoNightEnd.rows(
            Self.night, ready: Self.at("16:30"), definitions, configuration.sellers.map { DefinitionSeller($0) }, [], []
        )
        #expect(rows.count == definitions.count)
        for row in rows where row.promised == nil {
            #expect(
                row.due.count == DemoNight.sellers && row.due.values.allSatisfy { !$0.isEmpty }, "\(row.definition)")
        }
    }

    private func row(_ fired: [String], hasCursor: Bool = false, state: JobState = .succeeded) -> DemoNightRow {
        DemoNightRow(
            definition: "daily", due: ["a": [Self.at("19:00"), Self.at("20:00")]], early: ["a": [Self.at("18:00")]],
            hasCursor: hasCursor,
            jobs: fired.map { DemoNightRow.Job(seller: "a", scheduledAt: Self.at($0), state: state) })
    }

    @Test("is as it should be when each instant has fired once")
    func perfection() {
        #expect(row(["19:00", "20:00"]).problems == [])
        #expect(row(["18:00", "19:00", "20:00"]).problems == [])
        // It may leave a fire out, and catch up in between.
        #expect(row(["19:00", "19:17"], hasCursor: true).problems == [])
    }

    @Test("tells what fired twice, not at all, or when nothing was due")
    func problems() {
        #expect(row(["19:00"]).problems == ["daily of a did not fire for 2026-01-31T20:00:00.000Z."])
        #expect(
            row(["19:00", "20:00", "20:00"]).problems == ["daily of a fired twice for 2026-01-31T20:00:00.000Z."])
        #expect(
            row(["19:00", "20:00", "21:00"]).problems
                == ["daily of a fired, though it was not due, for 2026-01-31T21:00:00.000Z."])
        #expect(
            row(["19:17"], hasCursor: true).problems == ["daily of a did not fire for 2026-01-31T19:00:00.000Z."])
        #expect(row(["19:00", "20:00"], state: .failed).problems == ["daily: 2 jobs did not succeed."])
        var late = row([])
        late.due = ["a": []]
        #expect(late.problems == ["daily was not due any more: the worker took too long to start."])
    }

    @Test("wants a job for each item that another definition's jobs have found")
    func followers() {
        var row = DemoNightRow(definition: "details", promised: 2)
        row.jobs = [1, 2].map { DemoNightRow.Job(seller: "a", scheduledAt: Self.at("1\($0):00"), state: .succeeded) }
        #expect(row.problems == [])
        row.promised = 3
        #expect(row.problems == ["details: 3 jobs were to follow; there were 2."])
        #expect(
            DemoNightRow(definition: "details", promised: 0).problems
                == ["details: 0 jobs were to follow; there were 0."])
    }
}
