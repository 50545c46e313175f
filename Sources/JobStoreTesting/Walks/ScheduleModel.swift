import JobModel
import JobStore

/// What schedules should hold, kept the plain way: which instants fired, and which windows succeeded.
struct ScheduleModel {
    /// A schedule of one seller.
    struct Entry {
        var isActive = true
        var isPaused = false
        var signature = 1
        var next: Timestamp?
        var lastFire: Timestamp?
        /// The instants for which jobs were put in, without those by hand.
        var fired: Set<Timestamp> = []
        /// What a person last set the cursor to, and at which step.
        var setCursor: Timestamp?
        var setAt = 0
        /// Windows that succeeded and were chosen after that.
        var windows: [Window] = []

        /// How far everything has been asked for, without a gap, from where it began.
        func covered(from start: Timestamp) -> Timestamp {
            var end = setCursor ?? start
            for window in windows.sorted(by: { $0.from < $1.from }) where window.from <= end {
                end = max(end, window.to)
            }
            return end
        }

        /// Where the cursor must stand.
        func cursor(from start: Timestamp) -> Timestamp? { windows.isEmpty ? setCursor : covered(from: start) }

        func isDue(now: Timestamp) -> Bool { isActive && !isPaused && next.map { $0 <= now } ?? false }
    }

    /// What a job asks for.
    struct Window {
        var key: ScheduleKey
        var from: Timestamp
        var to: Timestamp
        /// The step at which its beginning was chosen.
        var chosenAt: Int
        /// Its parameters, once they are filled.
        var text: String?
    }

    /// How a definition fires.
    struct Definition {
        var interval: Duration
        var overlap: ScheduleFire.Overlap
        /// How many missed fires are made up for.
        var missed: Int
        var maxWindow: Duration
    }

    let start: Timestamp
    let definitions: [String: Definition]
    var entries: [ScheduleKey: Entry] = [:]
    var windows: [JobID: Window] = [:]
    /// Definitions that are paused for all, also for sellers who come later.
    var paused: Set<String> = []

    var keys: [ScheduleKey] { entries.keys.sorted { $0.description < $1.description } }

    /// The fire of a row as it was read: the instants that have come, the last ones of them, and the one after.
    func fire(
        _ row: ScheduleRow, now: Timestamp, _ job: (ScheduleKey, Timestamp) -> NewJob
    ) -> ScheduleFire? {
        guard let expected = row.nextFireAt, let definition = definitions[row.key.definition] else { return nil }
        var instants: [Timestamp] = []
        var next = expected
        while next <= now {
            instants.append(next)
            next = next + definition.interval
        }
        let chosen = Array(instants.suffix(definition.missed))
        return ScheduleFire(
            key: row.key, expected: expected, next: next, jobs: chosen.map { job(row.key, $0) },
            overlap: definition.overlap, lastFireAt: chosen.last)
    }

    /// Takes note of a success. Says what is wrong with it, or `nil`.
    mutating func succeed(_ id: JobID) -> String? {
        guard let window = windows[id], let entry = entries[window.key] else { return "job \(id) is not known" }
        guard window.chosenAt > entry.setAt else { return nil }
        let covered = entry.covered(from: start)
        if window.from > covered { return "job \(id) begins at \(window.from), but all is known up to \(covered) only" }
        entries[window.key]?.windows.append(window)
        return nil
    }
}
