import JobModel
import JobStore
import JobStoreTesting
import Logging
import OperationCatalogue
import Secrets
import Testing

@testable import SellerJobs

@Suite("Yearly renewals", .timeLimit(.minutes(5)))
struct RenewalWatchTests {
    private static let day = Duration.seconds(86_400)
    /// 2025-02-01T00:00:00Z; the clock begins 334 days later.
    private static let authorizedAt = Timestamp(microseconds: 1_738_368_000_000_000)

    private let clock = VirtualTimekeeper()
    private let lines = Diary<String>()
    private let store: MemoryJobStore
    private let directory: DirectoryHolder

    init() {
        let clock = clock
        store = MemoryJobStore { Timestamp(microseconds: clock.wallMicroseconds()) }
        directory = DirectoryHolder(Self.directory(Self.authorizedAt))
    }

    private static func directory(_ authorizedAt: Timestamp) -> SellerDirectory {
        let sellers = ["acme", "bolt"].map { name in
            SellerDirectory.Seller(
                key: AuthorizationKey(application: "main", seller: name, region: "EU"), region: .europe,
                refreshToken: .environment(name), endpoint: "https://eu.test",
                renewal: name == "acme" ? YearlyRenewal(authorizedAt: authorizedAt) : nil)
        }
        return SellerDirectory(applications: [], sellers: sellers)
    }

    private func watch() -> RenewalWatch {
        let lines = lines
        return RenewalWatch(
            store: store, directory: directory, timekeeper: clock,
            logger: Logger(label: "test") { _ in CapturingLog(lines: lines) })
    }

    /// Lets a worker watch for so many days.
    private func pass(days: Int) async throws {
        let watch = watch()
        await watch.begin()
        let task = Task { try await watch.run() }
        for _ in 0..<(24 * days) {
            await clock.waitForSleepers(1)
            clock.advance(by: .seconds(3600))
        }
        await clock.waitForSleepers(1)
        task.cancel()
        try await task.value
    }

    private func events() async -> [EventRow] { await store.events(after: 0, limit: 100) }

    @Test("are told once when 30 days are left, also by the workers after it, and once more when the last day is over")
    func told() async throws {
        try await pass(days: 0)
        #expect(await events().isEmpty, "31 days are left")
        try await pass(days: 1)
        let first = try #require(await events().first)
        #expect(first.kind == "renewalDue" && first.seller == "acme" && first.region == "EU")
        #expect(first.at == Self.authorizedAt + Self.day * 335)
        #expect(first.failure?.message.contains("2025-02-01") == true)
        #expect(first.failure?.message.contains("ends on 2026-02-01") == true)
        try await pass(days: 30)
        #expect(await events().count == 1)
        try await pass(days: 10)
        let last = try #require(await events().last)
        #expect(await events().count == 2)
        #expect(last.at == Self.authorizedAt + Self.day * 366)
        #expect(last.failure?.message.contains("ended on 2026-02-01") == true)
        #expect(lines.entries.count { $0.contains("ends on") } == 3, "each process tells its log once")
    }

    @Test("are told anew for another authorization, and not while that one is young")
    func renewed() async throws {
        clock.advance(by: Self.day * 10)
        try await pass(days: 1)
        #expect(await events().count == 1)
        directory.replace(with: Self.directory(Self.authorizedAt + Self.day * 344))
        try await pass(days: 320)
        #expect(await events().count == 1)
        try await pass(days: 40)
        #expect(await events().count == 2)
        #expect(await events().last?.failure?.message.contains("2026-01-11") == true)
    }

    @Test("reach the hook for them")
    func hook() async throws {
        clock.advance(by: Self.day * 10)
        try await pass(days: 1)
        #expect(await events().map { Hook($0) } == [.onRenewalDue])
    }

    @Test(
        "are due from day 335 to the end of day 365", arguments: [(334, nil), (335, false), (365, false), (366, true)])
    func standing(days: Int, isPassed: Bool?) {
        let renewal = YearlyRenewal(authorizedAt: Self.authorizedAt)
        let now = Self.authorizedAt + Self.day * days
        let expected: YearlyRenewal.Standing = isPassed.map { $0 ? .passed : .due } ?? .early
        #expect(renewal.standing(at: now) == expected)
        #expect((renewal.warning(at: now) == nil) == (expected == .early))
        #expect(renewal.standing(at: now + Self.day - .seconds(1)) == expected, "the same all day")
    }
}
