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
        let reports = try await reports(of: [bench])
        for report in reports {
            composition.console.isJSON ? composition.console.json(report.json.adding(machine)) : say(report)
        }
    }

    /// Measures benches and prints their reports, each as it is there, or one JSON value in the end.
    ///
    /// - Throws: `Failure`, and what the benches throw.
    func printAll(_ benches: [any Bench]) async throws {
        let reports = try await reports(of: benches) { if !composition.console.isJSON { say($0) } }
        guard composition.console.isJSON else { return }
        composition.console.json(JSONValue.object(["benches": .array(reports.map(\.json))]).adding(machine))
    }

    private func say(_ report: BenchReport) {
        composition.console.line()
        report.print(to: composition.console)
    }

    /// Measures until everything is measured or a signal comes.
    private func reports(
        of benches: [any Bench], _ tell: @escaping @Sendable (BenchReport) -> Void = { _ in }
    ) async throws -> [BenchReport] {
        try await withThrowingTaskGroup(of: [BenchReport]?.self) { group in
            group.addTask { try await measure(benches, tell) }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigterm, .sigint) { return nil }
                return nil
            }
            defer { group.cancelAll() }
            // A signal comes first: the bench is cancelled, and the group waits until its folder is gone.
            guard let reports = try await group.next() ?? nil else { throw Failure(.interrupted) }
            return reports
        }
    }

    private func measure(_ benches: [any Bench], _ tell: (BenchReport) -> Void) async throws -> [BenchReport] {
        let parent = parent.map { URL(filePath: $0).absoluteURL } ?? FileManager.default.temporaryDirectory
        return try await BenchFolder.with("spworker-bench-\(composition.random.identifier().prefix(8))", in: parent) {
            folder in
            var reports: [BenchReport] = []
            for bench in benches {
                try Task.checkCancellation()
                let site = BenchSite(composition: composition, folder: folder)
                if benches.count > 1 { site.say("\n\(type(of: bench).name):") }
                let report = try await bench.run(in: site)
                reports.append(report)
                tell(report)
            }
            return reports
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
