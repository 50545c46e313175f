import Foundation
import JobModel
import JobStore
import Overview
import SellerJobs

/// Puts the jobs of a file into the queue.
struct BulkEnqueue {
    /// Jobs of one transaction where bad lines are skipped.
    private static let chunk = 1000
    /// About the most bytes of such a transaction.
    private static let chunkBytes = 8 << 20

    private let composition: Composition
    private let configuration: Configuration
    private let admission: LineAdmission
    private let now: Timestamp
    private let progress = BulkProgress()

    init(_ composition: Composition, _ configuration: Configuration) {
        self.composition = composition
        self.configuration = configuration
        now = composition.now
        admission = LineAdmission(
            kinds: KindAdmissions(directory: DirectoryHolder(composition.directory(configuration))))
    }

    /// Reads the file, enqueues what it holds and says what became of it.
    ///
    /// - Throws: `Failure` when nothing was enqueued, `StoreError`.
    func run(_ file: String, skipsBad: Bool) async throws {
        let source = try await Offload.run {
            try JobSource(
                file, isReadTwice: !skipsBad, temporaryFolder: FileManager.default.temporaryDirectory.path)
        }
        let report: BulkReport
        do {
            report = skipsBad ? try await enqueueGoodLines(source) : try await enqueueAllOrNothing(source)
        } catch {
            progress.clear()
            throw error
        }
        progress.clear()
        try report.finish(composition.console)
    }

    private func scan(_ source: JobSource, _ verb: String, total: Int? = nil) -> JobScan {
        let progress = progress
        return JobScan(source, admission, now: now) { progress.show(verb, $0, of: total) }
    }

    // MARK: All or nothing

    /// The first reading checks every line. The second one happens inside the store's one transaction, which nobody else
    /// can write beside: it must have nothing to wait for.
    private func enqueueAllOrNothing(_ source: JobSource) async throws -> BulkReport {
        let check = scan(source, "Checking")
        try await Offload.run { while try check.next() != nil {} }
        let findings = check.findings
        func report(_ enqueued: BulkEnqueued = BulkEnqueued()) -> BulkReport {
            BulkReport(name: source.name, findings: findings, enqueued: enqueued, skipsBad: false)
        }
        guard findings.bad == 0, findings.lines > 0 else { return report() }
        let reading = scan(source, "Enqueueing", total: findings.lines)
        return try await withStore { store in
            report(
                try await store.enqueue {
                    if let job = try reading.next() { return job }
                    try source.requireUnchanged()
                    if reading.findings != findings { throw source.changed }
                    return nil
                })
        }
    }

    // MARK: Good lines

    private func enqueueGoodLines(_ source: JobSource) async throws -> BulkReport {
        let reading = scan(source, "Enqueueing")
        var enqueued = BulkEnqueued()
        var jobs = try await nextJobs(reading)
        if !jobs.isEmpty {
            try await withStore { store in
                var lastLine = 0
                do {
                    while !jobs.isEmpty {
                        for answer in try await store.enqueue(jobs) { enqueued.add(answer) }
                        lastLine = reading.findings.lastLine
                        jobs = try await nextJobs(reading)
                    }
                } catch {
                    throw Self.interrupted(error, enqueued, lastLine)
                }
            }
        }
        return BulkReport(name: source.name, findings: reading.findings, enqueued: enqueued, skipsBad: true)
    }

    private func nextJobs(_ reading: JobScan) async throws -> [NewJob] {
        try await Offload.run { try reading.next(Self.chunk, bytes: Self.chunkBytes) }
    }

    /// The failure, and what has been done before it.
    private static func interrupted(_ error: any Error, _ enqueued: BulkEnqueued, _ lastLine: Int) -> Failure {
        let failure = Failure(error, from: Spworker.self)
        guard lastLine > 0 else { return failure }
        return Failure(
            failure.code,
            (failure.message.map { $0 + "\n" } ?? "")
                + "The lines up to \(lastLine) are done: \(enqueued.new) new, \(counted(enqueued.duplicates, "duplicate")). "
                + "Go on with the lines behind it.")
    }

    // MARK: The store

    private func withStore<Value>(_ body: (any OpenedStore) async throws -> Value) async throws -> Value {
        let store = try await composition.openStore(configuration)
        let value: Value
        do {
            value = try await body(store)
        } catch {
            await store.close()
            throw error
        }
        if try await store.workerHolder(now: composition.now) == nil {
            progress.clear()
            Console.printError("note: no worker is running; start one with 'spworker run'.")
        }
        await store.close()
        return value
    }
}
