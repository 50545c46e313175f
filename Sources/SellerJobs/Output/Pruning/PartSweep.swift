package import JobModel
package import Logging
package import Ports

/// Deletes temporary files that killed runs have left in the output directory.
///
/// It walks through the directory a stretch at a time and goes on where it stopped, so that a million files hold nobody
/// up. It deletes regular files only, follows no symbolic links and so never leaves the directory, and removes the
/// folders that it emptied, but not the directory itself. All of it happens on a thread of its own.
package actor PartSweep {
    /// How much is done at once, and how often.
    package struct Pace: Sendable {
        /// The least time between two stretches. An hour.
        package var interval: Duration
        /// The most files and folders that are looked at in a stretch. 100000.
        package var entries: Int

        package init(interval: Duration = .seconds(3600), entries: Int = 100_000) {
            self.interval = interval
            self.entries = entries
        }
    }

    /// What one stretch did.
    private struct Tally {
        var files = 0
        var folders = 0
        var failures = 0
    }

    /// Deeper folders are left alone: outputs lie nowhere near as deep.
    private static let deepest = 64

    private let executor = FileExecutor()
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let path: String
    private let retention: PartRetention
    private let pace: Pace
    private let isOpen: @Sendable (JobID) async throws -> Bool
    private let timekeeper: any Timekeeper
    private let logger: Logger
    /// The folders from the directory down to where the walk is. Empty between two walks.
    private var trail: [OpenFolder] = []
    private var lastStretch: Duration?
    private var tally = Tally()

    /// Creates a sweep.
    ///
    /// - Parameters:
    ///   - path: The output directory. It need not be there.
    ///   - outputs: How long outputs are kept; parts never longer than a week.
    ///   - isOpen: Whether a job waits, runs or is quarantined. What it cannot tell counts as open.
    package init(
        path: String, outputs: Duration, pace: Pace = Pace(), timekeeper: any Timekeeper, logger: Logger,
        isOpen: @escaping @Sendable (JobID) async throws -> Bool
    ) {
        self.path = path
        retention = PartRetention(outputs: outputs)
        self.pace = pace
        self.isOpen = isOpen
        self.timekeeper = timekeeper
        self.logger = logger
    }

    /// Walks a stretch, unless the last one was a short time ago. Ends early when its task is cancelled.
    package func sweep() async {
        let now = timekeeper.monotonic()
        if let lastStretch, now - lastStretch < pace.interval { return }
        lastStretch = now
        tally = Tally()
        for _ in 0..<pace.entries {
            guard !Task.isCancelled, await step() else { break }
        }
        if tally.files > 0 {
            logger.info(
                "What killed runs had left was deleted.",
                metadata: ["files": "\(tally.files)", "folders": "\(tally.folders)"])
        }
        if tally.failures > 0 {
            logger.warning(
                "What killed runs have left cannot be deleted: the worker's user may not.",
                metadata: ["files": "\(tally.failures)", "directory": "\(path)"])
        }
    }

    /// Looks at the next entry. False when the walk has come to its end.
    private func step() async -> Bool {
        guard let folder = trail.last else {
            trail = OpenFolder(path: path).map { [$0] } ?? []
            return !trail.isEmpty
        }
        guard let name = folder.next() else {
            leave(folder)
            return !trail.isEmpty
        }
        switch folder.kind(of: name) {
        case .folder:
            if !name.hasPrefix("."), trail.count < Self.deepest, let inner = OpenFolder(name, in: folder) {
                trail.append(inner)
            }
        case .file(let writtenAt, _):
            if await mayGo(name, writtenAt: writtenAt) { remove(name, from: folder, writtenAt: writtenAt) }
        case .other, .missing, .unknown:
            break
        }
        return true
    }

    private func mayGo(_ name: String, writtenAt: Int64) async -> Bool {
        let now = Timestamp(microseconds: timekeeper.wallMicroseconds())
        guard let job = retention.job(of: name, age: now - Timestamp(microseconds: writtenAt)) else { return false }
        return await (try? isOpen(job)) == false
    }

    private func remove(_ name: String, from folder: OpenFolder, writtenAt: Int64) {
        // The store was asked meanwhile; a new part of the same name must not go instead of the old one.
        guard case .file(writtenAt, _) = folder.kind(of: name) else { return }
        if folder.removeFile(name) {
            folder.hasLostEntries = true
            tally.files += 1
        } else {
            tally.failures += 1
        }
    }

    private func leave(_ folder: OpenFolder) {
        trail.removeLast()
        guard folder.hasLostEntries, let parent = trail.last, parent.removeFolder(folder.name) else { return }
        parent.hasLostEntries = true
        tally.folders += 1
    }
}
