import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Testing

@testable import Dashboard

@Suite("Events of the API")
struct EventsAPITests {
    private static func tell(_ count: Int, _ installation: TestInstallation) async throws {
        for number in 1...count {
            try await installation.store.record(Deed(.jobsRetried, to: .queue, note: "job \(number)", actor: "lena"))
        }
    }

    @Test("are listed after one another")
    func list() async throws {
        try await withAPI { api, installation in
            try await Self.tell(5, installation)
            let last = try await api.get("events?limit=2")
            #expect(last["events"].list.map { $0["id"] } == [4, 5] && last["next"] == 5)
            let page = try await api.get("events?after=1&limit=2")
            #expect(page["events"].list.map { $0["id"] } == [2, 3] && page["next"] == 3)
            let none = try await api.get("events?after=5")
            #expect(none["events"] == [] && none["next"] == 5)
        }
    }

    @Test("come as they happen, after those that were missed, with signs of life", .timeLimit(.minutes(1)))
    func feed() async throws {
        let installation = TestInstallation.withSellers
        try await Self.tell(3, installation)
        let feed = EventFeed(store: installation.store, timekeeper: installation.clock, last: 1)
        var iterator = feed.makeAsyncIterator()
        let missed = try #require(await iterator.next())
        #expect(missed.hasPrefix("id: 2\nevent: jobsRetried\ndata: {") && missed.contains("\n\nid: 3\n"))
        #expect(missed.hasSuffix("}\n\n"))
        async let next = Self.next(iterator)
        await installation.clock.waitForSleepers(1)
        try await Self.tell(1, installation)
        installation.clock.advance(by: EventFeed.interval)
        let (text, after) = await next
        #expect(text?.hasPrefix("id: 4\n") ?? false)
        async let quiet = Self.next(after)
        for _ in 0..<EventFeed.patience {
            await installation.clock.waitForSleepers(1)
            installation.clock.advance(by: EventFeed.interval)
        }
        #expect(await quiet.0?.hasPrefix(":") ?? false)
    }

    @Test("are told no longer than whoever follows may know", .timeLimit(.minutes(1)))
    func ends() async throws {
        let installation = TestInstallation.withSellers
        let sessions = Sessions(timekeeper: installation.clock, random: SeededRandom(seed: 3))
        let session = sessions.open(name: "lena", role: .reader).session
        try await Self.tell(1, installation)
        let feed = EventFeed(
            store: installation.store, timekeeper: installation.clock, last: 0,
            isWelcome: { sessions.isOpen(session) })
        var iterator = feed.makeAsyncIterator()
        #expect(await iterator.next()?.hasPrefix("id: 1\n") ?? false)
        async let next = Self.next(iterator)
        await installation.clock.waitForSleepers(1)
        try await Self.tell(1, installation)
        sessions.close(session)
        installation.clock.advance(by: EventFeed.interval)
        #expect(await next.0 == nil)
    }

    private static func next(_ iterator: EventFeed.Iterator) async -> (String?, EventFeed.Iterator) {
        var iterator = iterator
        return (await iterator.next(), iterator)
    }

    @Test("are followed by as many as there are seats, which are free again afterwards")
    func seats() throws {
        let seats = StreamSeats()
        var taken = try (0..<StreamSeats.most).map { _ in try #require(seats.take()) }
        #expect(seats.take() == nil)
        taken.removeLast()
        #expect(seats.take() != nil && seats.count == StreamSeats.most - 1)
        taken = []
        #expect(seats.count == 0)
    }
}
