import Foundation
import Ports
import Synchronization

/// Whether a disk has room for more results. Measured on a thread of its own, because disks make their callers wait, and
/// remembered for a while, because every run and every claim asks.
final class FreeSpace: Sendable {
    private struct Measurement {
        var hasRoom = true
        /// On the monotonic clock; `nil` before the first measurement.
        var at: Duration?
        var isUnderWay = false
        /// Measurements so far.
        var count = 0
    }

    private let folder: String
    private let least: Int64
    private let timekeeper: (any Timekeeper)?
    private let interval: Duration
    private let executor = FileExecutor()
    private let last = Mutex(Measurement())

    /// Watches the disk that holds `folder`, or will hold it: it need not be there yet.
    ///
    /// - Parameters:
    ///   - least: The free bytes that must stay.
    ///   - timekeeper: With `nil` every question is a measurement.
    ///   - interval: How long a measurement counts.
    init(folder: String, least: Int64, timekeeper: (any Timekeeper)?, interval: Duration) {
        self.folder = folder
        self.least = least
        self.timekeeper = timekeeper
        self.interval = interval
    }

    /// How often the disk was looked at.
    var measurements: Int { last.withLock { $0.count } }

    /// Whether more than the least is free. True when that cannot be told.
    func hasRoom() async -> Bool {
        let now = timekeeper?.monotonic()
        let known = last.withLock { last -> Bool? in
            if let now, let at = last.at, last.isUnderWay || now - at < interval { return last.hasRoom }
            last.isUnderWay = true
            return nil
        }
        if let known { return known }
        let hasRoom = (try? await executor.run { self.measure() }) ?? true
        last.withLock { $0 = Measurement(hasRoom: hasRoom, at: now, count: $0.count + 1) }
        return hasRoom
    }

    private func measure() -> Bool {
        var folder = folder
        while !FileManager.default.fileExists(atPath: folder), folder.count > 1 {
            folder = (folder as NSString).deletingLastPathComponent
        }
        if folder.isEmpty { folder = "." }
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value else { return true }
        return free >= least
    }
}
