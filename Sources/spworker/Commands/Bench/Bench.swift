import Foundation

/// One measurement of `spworker bench`. The value says what is measured; made without arguments, it measures what
/// `spworker bench` alone does.
protocol Bench: Sendable {
    /// Its word on the command line, such as `calls`.
    static var name: String { get }

    /// Measures everything. Says each round as it ends by ``BenchSite/say(_:)``.
    ///
    /// - Throws: `Failure` when the figures would mean nothing; `StoreError`, `CancellationError`.
    func run(in site: BenchSite) async throws -> BenchReport
}

/// Where a bench works.
struct BenchSite: Sendable {
    let composition: Composition
    /// A folder on the disk to measure, removed when the command ends. Benches that run one after the other share it,
    /// so that one may find what another has left there.
    let folder: URL

    /// The folder whose disk is measured, for people.
    var disk: String { folder.deletingLastPathComponent().path }

    /// The machine, for people.
    var machine: String { "\(composition.cores) cores, SQLite \(RawConnection.version)" }

    /// Tells people how far it is. Nothing is printed where JSON is wanted.
    func say(_ words: String) {
        if !composition.console.isJSON { composition.console.line(words) }
    }

    /// Makes a folder inside of this site's, and removes it when `body` has ended.
    ///
    /// - Throws: `Failure`, and what `body` throws.
    func with<Value: Sendable>(_ name: String, _ body: (URL) async throws -> Value) async throws -> Value {
        try await BenchFolder.with(name, in: folder, body)
    }
}
