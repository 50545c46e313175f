import Foundation
import Testing

@testable import spworker

@Suite("A month of many sellers")
struct CalendarTests {
    private static let environment = ProcessInfo.processInfo.environment

    /// Printed with every failure; `SPWORKER_CALENDAR_SEED` sets it, to try the same month again.
    private static let seeds = [
        environment["SPWORKER_CALENDAR_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999)
    ]

    /// `SPWORKER_FULL_CALENDAR=1` takes as many sellers as a busy worker has, which takes minutes;
    /// `SPWORKER_CALENDAR_SELLERS` any number.
    private static let sellers =
        environment["SPWORKER_CALENDAR_SELLERS"].flatMap { Int($0) }
        ?? (environment["SPWORKER_FULL_CALENDAR"] == "1" ? 2000 : 100)

    @Test("fires each instant once, loses no window and leaves no gap, however often the worker dies", arguments: seeds)
    func month(seed: UInt64) async throws {
        var walk = try await CalendarWalk(seed: seed, sellers: Self.sellers)
        do {
            try await walk.run()
        } catch {
            Issue.record("seed \(seed), turn \(walk.turns), at \(walk.now): \(error)")
        }
    }
}
