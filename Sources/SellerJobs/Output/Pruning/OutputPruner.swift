import JobModel
package import JobStore
package import Logging
package import Ports

/// Deletes outputs that have been kept long enough: files in the output directory and objects in S3, and only those
/// that a row says a job has written and that still are what was written.
///
/// Where several machines share a queue each deletes its own files. What a machine has left of which nobody hears any
/// more belongs to whoever finds it in the output directory: that one is shared, or moved on with another machine.
///
/// A row that leads nowhere, because the output directory was changed or its machine is gone, is kept for as long again
/// as outputs are kept: the directory or the machine may come back.
///
/// The files are deleted on a thread of its own.
package actor OutputPruner {
    /// How much is done at once.
    package struct Pace: Sendable {
        /// The most rows that are read at a time. 200.
        package var rows: Int
        /// The most outputs that are looked at each time. 10000.
        package var outputs: Int
        /// The most objects among them: each takes two calls. 300.
        package var objects: Int
        /// When all were looked at and some could not be deleted, they are tried again after this time. An hour.
        package var rest: Duration

        package init(
            rows: Int = 200, outputs: Int = 10_000, objects: Int = 300, rest: Duration = .seconds(3600)
        ) {
            self.rows = rows
            self.outputs = outputs
            self.objects = objects
            self.rest = rest
        }
    }

    private let executor = FileExecutor()
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let folder: OutputFolder
    private let age: Duration
    private let store: any JobStore
    private let pace: Pace
    private let timekeeper: any Timekeeper
    private let logger: Logger
    /// Outputs up to here were looked at.
    private var mark = OutputMark.start
    private var staysBehind = false
    private var restsUntil: Duration?
    private var tally = PruningTally()
    /// Buckets that refused something this time: nothing more is asked of them.
    private var closedBuckets: Set<String> = []
    /// Other machines on which workers live.
    private var otherHosts: Set<String> = []
    /// Outputs up to here that lie elsewhere were told of.
    private var toldStrange = OutputMark.start

    /// Creates a pruner.
    ///
    /// - Parameters:
    ///   - folder: Where outputs go. The directory need not be there.
    ///   - age: How long outputs are kept, by the time at which the store was told of them.
    ///   - store: Knows what was written.
    package init(
        _ folder: OutputFolder, keepingFor age: Duration, store: any JobStore, pace: Pace = Pace(),
        timekeeper: any Timekeeper, logger: Logger
    ) {
        self.folder = folder
        self.age = age
        self.store = store
        self.pace = pace
        self.timekeeper = timekeeper
        self.logger = logger
    }

    /// Deletes what is due, up to the pace's bounds. Ends early when its task is cancelled.
    package func prune() async {
        if let restsUntil, timekeeper.monotonic() < restsUntil { return }
        restsUntil = nil
        tally = PruningTally()
        closedBuckets = []
        do {
            otherHosts = Set(try await store.workers().filter { $0.leaseUntil >= now }.map(\.host))
            if let host = folder.host { otherHosts.remove(host) } else { otherHosts = [] }
            while hasRoom, try await takeBatch() {}
        } catch {
            logger.error("Old outputs could not be looked up or forgotten.", metadata: ["reason": "\(error)"])
        }
        tally.report(to: logger, directory: folder.path)
    }

    private var now: Timestamp { Timestamp(microseconds: timekeeper.wallMicroseconds()) }

    private var hasRoom: Bool {
        !Task.isCancelled && tally.outputs < pace.outputs && tally.objects < pace.objects
    }

    /// Looks at the next outputs. False when there are no more.
    private func takeBatch() async throws -> Bool {
        let rows = try await store.outputs(writtenBefore: now - age, after: mark, limit: pace.rows)
        let directory = OpenFolder(path: folder.path)
        var settled: [OutputRow] = []
        var seen = 0
        for row in rows where hasRoom {
            if await isSettled(row, directory) { settled.append(row) } else { staysBehind = true }
            mark = row.mark
            seen += 1
        }
        if !settled.isEmpty { _ = try await store.forget(settled) }
        guard seen == rows.count, rows.count < pace.rows else { return true }
        mark = .start
        if staysBehind { restsUntil = timekeeper.monotonic() + pace.rest }
        staysBehind = false
        return false
    }

    /// Deletes an output. False when it must be tried again.
    private func isSettled(_ row: OutputRow, _ directory: OpenFolder?) async -> Bool {
        tally.outputs += 1
        if row.location.hasPrefix(ObjectPlace.scheme) { return await isObjectSettled(row) }
        if let host = row.host, otherHosts.contains(host) { return false }
        // Others may have had an output of the same name, in a directory of their own.
        let isOwn = row.host == nil || folder.host == nil || row.host == folder.host
        guard let file = OwnedFile(row, in: folder.path) else { return isElsewhereSettled(row) }
        // A disk may be missing: that says nothing of what is on it.
        guard let directory else { return false }
        switch file.delete(from: directory, writtenBefore: now - age) {
        case .deleted(let folders):
            tally.deletedFiles += 1
            tally.folders += folders
        case .gone where !isOwn, .changed where !isOwn: return isGivenUp(row)
        case .gone: break
        case .changed: leave(row)
        case .renewed: return false
        case .failed:
            tally.failed += 1
            return false
        }
        return true
    }

    private func isObjectSettled(_ row: OutputRow) async -> Bool {
        guard let store = folder.objects?.store, let place = ObjectPlace(row.location) else {
            return isElsewhereSettled(row)
        }
        guard !closedBuckets.contains(place.bucket) else { return false }
        tally.objects += 1
        do {
            switch try await store.delete(place, sha256: row.sha256) {
            case .deleted: tally.deletedObjects += 1
            case .gone: break
            case .changed: leave(row)
            }
            return true
        } catch {
            // Most likely the others would meet with the same.
            closedBuckets.insert(place.bucket)
            if !(error is CancellationError) {
                logger.warning(
                    "Old outputs in S3 could not be deleted; they are tried again later.",
                    metadata: ["reason": "\(error)"])
            }
            return false
        }
    }

    /// Leaves what lies where this worker does not look. False while it may look there again.
    private func isElsewhereSettled(_ row: OutputRow) -> Bool {
        if row.mark > toldStrange {
            toldStrange = row.mark
            tally.strange += 1
        }
        return isGivenUp(row)
    }

    /// Whether a row that leads nowhere has been kept for long enough.
    private func isGivenUp(_ row: OutputRow) -> Bool { row.writtenAt < now - age - age }

    private func leave(_ row: OutputRow) {
        tally.changed += 1
        guard tally.changed <= PruningTally.mostTold else { return }
        logger.notice(
            "An old output was left: what is at its place now is not what the job wrote.",
            metadata: ["job.id": "\(row.jobID)", "location": "\(row.location)"])
    }
}
