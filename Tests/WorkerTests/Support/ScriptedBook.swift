import JobModel
import JobStore
import Synchronization
import Worker

/// A book in which a test writes what is to fire: every row again after a minute.
final class ScriptedBook: ScheduleBook {
    struct Page {
        var edition = 1
        var plans: [SchedulePlan] = []
        var overlap = ScheduleFire.Overlap.queue
        /// Definitions of which nothing is known when they fire.
        var forgotten: Set<String> = []
        var rejection: JobRejection?
        var passedOverSince: Timestamp?
    }

    static let interval = Duration.seconds(60)

    private let page: Mutex<Page>
    private let beforeFire: @Sendable (ScheduleRow) async -> Void

    /// - Parameter beforeFire: Happens between the look at a row and its fire.
    init(_ page: Page = Page(), beforeFire: @escaping @Sendable (ScheduleRow) async -> Void = { _ in }) {
        self.page = Mutex(page)
        self.beforeFire = beforeFire
    }

    /// Writes in the book. Nobody notices before its edition is another one.
    func write(_ change: (inout Page) -> Void) { page.withLock { change(&$0) } }

    func edition() async -> Int { page.withLock { $0.edition } }

    func plans(now: Timestamp) async -> (plans: [SchedulePlan], definitions: Set<String>) {
        let plans = page.withLock { $0.plans }
        return (plans, Set(plans.map(\.key.definition)))
    }

    func fire(_ row: ScheduleRow, now: Timestamp) async -> ScheduledFire? {
        await beforeFire(row)
        let page = page.withLock { $0 }
        guard !page.forgotten.contains(row.key.definition), let expected = row.nextFireAt else { return nil }
        var job = NewJob.sample(seller: row.key.seller)
        job.scheduledAt = expected
        return ScheduledFire(
            fire: ScheduleFire(
                key: row.key, expected: expected, next: expected + Self.interval,
                jobs: page.rejection == nil ? [job] : [], overlap: page.overlap, lastFireAt: expected),
            rejection: page.rejection, passedOverSince: page.passedOverSince)
    }
}
