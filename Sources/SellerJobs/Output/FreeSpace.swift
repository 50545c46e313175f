import Foundation
import Ports
import Synchronization

/// Whether a disk has room for more results. Measured on a thread of its own, because disks make their callers wait, and
/// remembered for a while, because every run and every claim asks.
final class FreeSpace: Sendable {
    private struct Measurement {
        /// The free bytes; `nil` when they cannot be told.
        var free: Int64?
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
    func hasRoom() async -> Bool { await lack() == nil }

    /// How much is free and how much must stay, in words, when that is less; `nil` when there is room, or nobody can tell.
    func lack() async -> String? {
        guard let free = await free(), free < least else { return nil }
        return "\(Self.told(free)) free, less than the \(Self.told(least))"
    }

    private func free() async -> Int64? {
        let now = timekeeper?.monotonic()
        let known = last.withLock { last -> Measurement? in
            if let now, let at = last.at, last.isUnderWay || now - at < interval { return last }
            last.isUnderWay = true
            return nil
        }
        if let known { return known.free }
        let free = try? await executor.run { self.measure() }
        last.withLock { $0 = Measurement(free: free, at: now, count: $0.count + 1) }
        return free
    }

    /// A size in the largest fitting unit, cut: `1.5 GiB`, `12 MiB`.
    private static func told(_ bytes: Int64) -> String {
        switch bytes {
        case (1 << 30)...:
            let tenths = bytes / (1 << 30) * 10 + bytes % (1 << 30) * 10 / (1 << 30)
            return tenths % 10 == 0 ? "\(tenths / 10) GiB" : "\(tenths / 10).\(tenths % 10) GiB"
        case (1 << 20)...: return "\(bytes >> 20) MiB"
        default: return "\(bytes >> 10) KiB"
        }
    }

    private func measure() -> Int64? {
        var folder = folder
        while !FileManager.default.fileExists(atPath: folder), folder.count > 1 {
            folder = (folder as NSString).deletingLastPathComponent
        }
        if folder.isEmpty { folder = "." }
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        return (attributes?[.systemFreeSize] as? NSNumber)?.int64Value
    }
}
