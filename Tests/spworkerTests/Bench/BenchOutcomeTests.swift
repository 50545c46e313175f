import ArgumentParser
import Foundation
import OperationCatalogue
import Synchronization
import Testing

@testable import spworker

@Suite("Several benches, one after the other")
struct BenchOutcomeTests {
    private struct Sound: Bench {
        static let name = "sound"

        func run(in site: BenchSite) async throws -> BenchReport {
            BenchReport(
                bench: Self.name, lines: [BenchLine("speed", "its speed", Spread([1]), .perSecond)], conditions: [],
                note: "")
        }
    }

    private struct Broken: Bench {
        static let name = "broken"

        func run(in site: BenchSite) async throws -> BenchReport {
            throw Failure(.store, "error: the disk is full.")
        }
    }

    private static func outcomes(_ benches: [any Bench]) async throws -> [BenchOutcome] {
        let composition = try Composition(try GlobalOptions.parse(["--json"]))
        let site = BenchSite(composition: composition, folder: FileManager.default.temporaryDirectory)
        let told = Mutex<[String]>([])
        let outcomes = try await BenchRun.outcomes(of: benches, in: site) { outcome in
            told.withLock { $0.append(outcome.bench) }
        }
        #expect(told.withLock { $0 } == outcomes.map(\.bench))
        return outcomes
    }

    @Test("one that fails does not keep the others from being measured, before and after it")
    func goesOn() async throws {
        let outcomes = try await Self.outcomes([Sound(), Broken(), Sound()])
        #expect(outcomes.map(\.bench) == ["sound", "broken", "sound"])
        #expect(outcomes.map(\.failure) == [nil, "the disk is full.", nil])
        let failure = try #require(BenchOutcome.failure(of: outcomes))
        #expect(failure.code == .no)
        #expect(failure.message?.contains("1 of 3") == true && failure.message?.contains("bench broken'") == true)
    }

    @Test("JSON has the same members for one that failed, with the reason and without figures")
    func json() async throws {
        let outcomes = try await Self.outcomes([Sound(), Broken()])
        guard case .object(let sound) = outcomes[0].json, case .object(let broken) = outcomes[1].json else {
            Issue.record("no objects")
            return
        }
        #expect(sound.keys.sorted() == broken.keys.sorted())
        #expect(sound["failure"] == .null && broken["failure"] == .string("the disk is full."))
        #expect(broken["bench"] == .string("broken") && broken["lines"] == .array([]))
    }

    @Test("when all have figures, the command ends well")
    func good() async throws {
        #expect(BenchOutcome.failure(of: try await Self.outcomes([Sound()])) == nil)
    }

    @Test("who is interrupted measures no more")
    func interrupted() async throws {
        let run = Task {
            // The task is cancelled before it begins.
            while !Task.isCancelled { await Task.yield() }
            return try await Self.outcomes([Sound()])
        }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
    }
}
