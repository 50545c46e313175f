import ArgumentParser
import JobModel
import JobStore
import SellerJobs
import Testing
import Worker

@testable import spworker

@Suite("Book of definitions")
struct DefinitionBookTests {
    private static let now = DefinitionSellers.now

    private static func yaml(_ name: String, _ lines: String = "every: 1h\n") -> String {
        "name: \(name)\n\(lines)job: {operation: sellers.getMarketplaceParticipations}\n"
    }

    /// The definition `sync` with a cursor that begins five days ago and moves a day at a time.
    private static func sync(_ lines: String = "") -> String {
        """
        name: sync
        every: 1h
        \(lines)
        job:
          operation: orders.searchOrders
          params: {lastUpdatedAfter: "{cursor}", lastUpdatedBefore: "{now-2m}", marketplaceIds: "{marketplaces}"}
        cursor: {field: lastUpdatedBefore, start: "{now-5d}", maxWindow: 1d}

        """
    }

    // MARK: Reading

    @Test("has a row for each definition and each seller that it selects, also for those by hand")
    func plans() async throws {
        let bench = try BookBench([
            "a.yaml": Self.yaml("a", "every: 1h\nsellers: {tags: [premium]}\n"), "b.yml": Self.yaml("b", ""),
            "note.txt": "nothing",
        ])
        let plans = await bench.plans()
        #expect(plans.keys.sorted() == ["a acme", "a globex", "b acme", "b bare", "b globex", "b initech"])
        #expect(plans["a acme"]?.nextFireAt == Self.now + .seconds(3600) && plans["a acme"]?.application == "main")
        #expect(plans["b acme"]?.nextFireAt == nil && plans["b acme"]?.signature.isEmpty == true)
        #expect(await bench.book.plans(now: Self.now).definitions == ["a", "b"])
    }

    @Test("goes by the clock of each seller's first store where the definition says so")
    func marketplaceZones() async throws {
        let bench = try BookBench(["a.yaml": Self.yaml("a", "schedule: \"0 9 * * *\"\ntimezone: marketplace\n")])
        let plans = await bench.plans()
        for (seller, time) in [
            ("acme", "2026-02-02T08:00:00Z"), ("globex", "2026-02-01T17:00:00Z"), ("initech", "2026-02-02T00:00:00Z"),
            ("bare", "2026-02-02T09:00:00Z"),
        ] {
            #expect(plans["a \(seller)"]?.nextFireAt == Timestamp(iso8601: time), "\(seller)")
        }
    }

    @Test("has another edition when a file or the sellers have changed, and only then")
    func editions() async throws {
        let bench = try BookBench(["a.yaml": Self.yaml("a")])
        let first = await bench.book.edition()
        #expect(await bench.book.edition() == first)
        let before = await bench.plans()["a acme"]
        try bench.write("a.yaml", Self.yaml("a", "every: 30m\n"))
        let second = await bench.book.edition()
        #expect(second != first)
        let after = await bench.plans()["a acme"]
        #expect(after?.signature != before?.signature && after?.nextFireAt == Self.now + .seconds(1800))
        bench.holder.replace(with: bench.holder.current)
        #expect(await bench.book.edition() != second)
    }

    @Test("keeps what it read of a file that cannot be used any more, until it is corrected or gone")
    func spoiled() async throws {
        let bench = try BookBench(["a.yaml": Self.yaml("a"), "b.yaml": Self.yaml("b")])
        let before = await bench.plans()
        try bench.write("a.yaml", "name: a\nevery: never\n")
        try bench.write("c.yaml", "name: [")
        #expect(await bench.plans() == before)
        #expect(await bench.book.plans(now: Self.now).definitions == ["a", "b"])
        try bench.write("a.yaml", Self.yaml("a", "every: 2h\n"))
        #expect(await bench.plans()["a acme"]?.nextFireAt == Timestamp(iso8601: "2026-02-01T14:00:00Z"))
        try bench.write("a.yaml", "spoiled again")
        #expect(await bench.plans()["a acme"]?.nextFireAt == Timestamp(iso8601: "2026-02-01T14:00:00Z"))
        try bench.remove("a.yaml")
        #expect(await bench.plans().keys.sorted().allSatisfy { $0.hasPrefix("b ") })
        #expect(await bench.book.plans(now: Self.now).definitions == ["b"])
    }

    @Test("forgets the old name of a definition that was given another one")
    func renamed() async throws {
        let bench = try BookBench(["a.yaml": Self.yaml("a")])
        _ = await bench.plans()
        try bench.write("a.yaml", Self.yaml("renamed"))
        #expect(await bench.plans()["renamed acme"] != nil)
        #expect(await bench.book.plans(now: Self.now).definitions == ["renamed"])
    }

    // MARK: Firing

    @Test("knows nothing of rows whose definition or seller is gone")
    func unknown() async throws {
        let bench = try BookBench(["a.yaml": Self.yaml("other")])
        _ = await bench.plans()
        #expect(await bench.book.fire(bench.row(due: Self.now), now: Self.now)?.fire == nil)
        try bench.write("a.yaml", Self.yaml("sync"))
        _ = await bench.plans()
        #expect(await bench.book.fire(bench.row(due: Self.now, seller: "gone"), now: Self.now)?.fire == nil)
        #expect(await bench.book.fire(bench.row(due: Self.now, region: "NA"), now: Self.now)?.fire == nil)
        #expect(await bench.book.fire(bench.row(due: Self.now), now: Self.now)?.fire != nil)
    }

    @Test(
        "makes up for missed fires as the definition says",
        arguments: [
            ("missed: one\n", ["12:00"], "10:00"), ("missed: {all: 2}\n", ["11:00", "12:00"], "10:00"),
            ("missed: {all: 9}\noverlap: queue\n", ["10:00", "11:00", "12:00"], nil),
            ("missed: skip\n", [], "10:00"),
        ])
    func missed(lines: String, due: [String], passedOver: String?) async throws {
        func instant(_ time: String) -> Timestamp? { Timestamp(iso8601: "2026-02-01T\(time):00Z") }
        let bench = try BookBench(["a.yaml": Self.yaml("sync", "every: 1h\n" + lines)])
        _ = await bench.plans()
        let (first, now) = (try #require(instant("10:00")), Self.now + .seconds(1800))
        let it = try #require(await bench.book.fire(bench.row(due: first, last: first - .seconds(3600)), now: now))
        #expect(it.fire.jobs.map(\.scheduledAt) == due.map(instant))
        #expect(it.fire.expected == first && it.fire.next == instant("13:00") && it.rejection == nil)
        #expect(it.fire.lastFireAt == due.last.flatMap(instant) && it.passedOverSince == passedOver.flatMap(instant))
        #expect(it.fire.overlap == (lines.contains("queue") ? .queue : .skip))
    }

    @Test("waits for its next fire while a seller lags behind, unless a success has made the row due")
    func catchingUp() async throws {
        let bench = try BookBench(["a.yaml": Self.sync("overlap: queue")])
        _ = await bench.plans()
        let (now, later, next) = (Self.now, Self.now + .seconds(60), Self.now + .seconds(3600))
        // Nobody knows yet what becomes of the job.
        let first = try #require(await bench.book.fire(bench.row(due: now), now: now))
        #expect(first.fire.jobs.map(\.scheduledAt) == [now] && first.fire.next == next)
        #expect(first.fire.lastFireAt == now && first.fire.overlap == .queue)
        #expect(first.fire.jobs.map(\.isTemplate) == [true])

        // Between its fires it never puts a second job beside the first, and it is no fire of the schedule.
        let cursor = now - .seconds(4 * 86_400)
        let second = try #require(
            await bench.book.fire(bench.row(due: later, last: now, cursor: cursor), now: later))
        #expect(second.fire.jobs.map(\.scheduledAt) == [later] && second.fire.next == next)
        #expect(second.fire.lastFireAt == nil && second.fire.overlap == .skip && second.passedOverSince == nil)
    }

    @Test("does not take a missed fire that is skipped for a seller that lags behind")
    func skippedIsNoCatchUp() async throws {
        let bench = try BookBench(["a.yaml": Self.sync("missed: skip")])
        _ = await bench.plans()
        let (due, now) = (Self.now - .seconds(7200), Self.now + .seconds(1800))
        let it = try #require(await bench.book.fire(bench.row(due: due, last: due - .seconds(3600)), now: now))
        #expect(it.fire.jobs.isEmpty && it.passedOverSince == due)
        #expect(it.fire.next == Self.now + .seconds(3600))
    }

    @Test(
        "leaves a fire out for good that overlapped, and catches up all the same, whatever is done about missed ones",
        arguments: ["missed: skip", "missed: one", "missed: {all: 5}"])
    func overlapped(lines: String) async throws {
        let bench = try BookBench(["a.yaml": Self.sync(lines)])
        _ = await bench.plans()
        // The fires of 11:00 and 12:00 found an open job; its success has made the row due, and nobody was there at once.
        let (last, due, now) = (Self.now - .seconds(7200), Self.now + .seconds(600), Self.now + .seconds(1200))
        let row = bench.row(due: due, last: last, cursor: Self.now - .seconds(4 * 86_400))
        let it = try #require(await bench.book.fire(row, now: now))
        #expect(it.fire.jobs.map(\.scheduledAt) == [now] && it.fire.next == Self.now + .seconds(3600))
        #expect(it.fire.lastFireAt == nil && it.fire.overlap == .skip && it.passedOverSince == nil)
        // Fires that came while nobody was there are missed, not left out.
        let later = Self.now + .seconds(2 * 3600 + 1800)
        let missed = try #require(await bench.book.fire(row, now: later))
        let hours = [1, 2].map { Self.now + .seconds($0 * 3600) }
        switch lines {
        case "missed: skip": #expect(missed.fire.jobs.map(\.scheduledAt) == [later])
        case "missed: one": #expect(missed.fire.jobs.map(\.scheduledAt) == [hours[1]])
        default: #expect(missed.fire.jobs.map(\.scheduledAt) == hours)
        }
        #expect(missed.passedOverSince == (lines == "missed: {all: 5}" ? nil : hours[0]))
    }

    @Test("goes on after a job that could not be made, and says why it could not")
    func rejection() async throws {
        let bench = try BookBench([
            "a.yaml": """
            name: sync
            every: 1h
            job: {operation: orders.searchOrders, params: {createdAfter: "{now-1d}", marketplaceIds: ["{marketplace}"]}}
            """
        ])
        _ = await bench.plans()
        let it = try #require(await bench.book.fire(bench.row(due: Self.now, seller: "bare"), now: Self.now))
        #expect(it.fire.jobs.isEmpty && it.fire.next == Self.now + .seconds(3600))
        #expect(it.rejection?.description.contains("'bare'") == true)
    }
}
