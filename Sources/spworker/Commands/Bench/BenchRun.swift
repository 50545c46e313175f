import Foundation
import OperationCatalogue
import Overview
import Ports
import UnixSignals

/// Measures one bench or several, one after the other, in a temporary folder that is gone afterwards.
struct BenchRun: Sendable {
    let composition: Composition
    /// A folder on the disk to measure; the system's temporary folder when it is `nil`.
    let parent: String?

    init(_ composition: Composition, in parent: String?) {
        self.composition = composition
        self.parent = parent
    }

    /// Measures a bench and prints its report.
    ///
    /// - Throws: `Failure`, and what the bench throws.
    func print(_ bench: some Bench) async throws {
        let report = try await inFolder { try await bench.run(in: $0) }
        composition.console.isJSON ? composition.console.json(report.json.adding(machine)) : say(report)
    }

    /// Measures benches and prints their reports, each as it is there, or one JSON value in the end. One that fails is
    /// told of at once, and the others go on.
    ///
    /// - Throws: `Failure` with code 1 when benches have failed; `Failure` when no folder can be made.
    func printAll(_ benches: [any Bench]) async throws {
        let outcomes = try await inFolder { site in
            try await Self.outcomes(of: benches, in: site) { outcome in
                if let failure = outcome.failure {
                    Console.printError("error: bench \(outcome.bench) failed: \(failure)")
                } else if !composition.console.isJSON, let report = try? outcome.result.get() {
                    say(report)
                }
            }
        }
        if composition.console.isJSON {
            composition.console.json(JSONValue.object(["benches": .array(outcomes.map(\.json))]).adding(machine))
        }
        if let failure = BenchOutcome.failure(of: outcomes) { throw failure }
    }

    /// Measures one bench after the other, whatever becomes of those before.
    ///
    /// - Parameter tell: Told how each ended, when it has.
    /// - Throws: `CancellationError`.
    static func outcomes(
        of benches: [any Bench], in site: BenchSite, _ tell: (BenchOutcome) -> Void
    ) async throws -> [BenchOutcome] {
        var outcomes: [BenchOutcome] = []
        for bench in benches {
            try Task.checkCancellation()
            let name = type(of: bench).name
            site.say("\n\(name):")
            let result: Result<BenchReport, Failure>
            do {
                result = .success(try await bench.run(in: site))
            } catch {
                // Whoever ended the command has ended them all.
                try Task.checkCancellation()
                result = .failure(Failure(error, from: Spworker.self))
            }
            let outcome = BenchOutcome(bench: name, result: result)
            outcomes.append(outcome)
            tell(outcome)
        }
        return outcomes
    }

    private func say(_ report: BenchReport) {
        composition.console.line()
        report.print(to: composition.console)
    }

    /// Measures in a new folder until everything is measured or a signal comes.
    private func inFolder<Value: Sendable>(
        _ body: @escaping @Sendable (BenchSite) async throws -> Value
    ) async throws -> Value {
        let parent = parent.map { URL(filePath: $0).absoluteURL } ?? FileManager.default.temporaryDirectory
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                let name = "spworker-bench-\(composition.random.identifier().prefix(8))"
                return try await BenchFolder.with(name, in: parent) {
                    try await body(BenchSite(composition: composition, folder: $0))
                }
            }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigterm, .sigint) { return nil }
                return nil
            }
            defer { group.cancelAll() }
            // A signal comes first: the bench is cancelled, and the group waits until its folder is gone.
            guard let value = try await group.next() ?? nil else { throw Failure(.interrupted) }
            return value
        }
    }

    /// What everything was measured on.
    private var machine: [String: JSONValue] {
        [
            "version": .string(Spworker.version), "cores": .count(composition.cores),
            "sqlite": .string(RawConnection.version),
            "directory": .string(parent ?? FileManager.default.temporaryDirectory.path),
        ]
    }
}
