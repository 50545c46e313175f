package import JobModel
package import JobStore
package import Logging
package import Ports
import ServiceLifecycle

/// Fires schedules when their time has come.
///
/// It keeps nothing of its own: what is due stands in the store, and a fire moves its row on in the transaction that puts
/// the jobs in. So it does not matter how often a worker dies, or how many work.
package struct Scheduler: Service {
    /// At most so many fires are written at once: claims and ends of runs go in between.
    static let chunk = 200
    /// Nor more jobs than about so many, when fires were missed and each is made up for.
    static let mostJobs = 2000

    private let book: any ScheduleBook
    private let store: any JobStore
    private let timekeeper: any Timekeeper
    private let interval: Duration
    private let logger: Logger
    private let wake: @Sendable () -> Void
    private let firesOnce: Bool
    private let isStopping: @Sendable () -> Bool

    /// Creates a scheduler.
    ///
    /// - Parameters:
    ///   - interval: How often it looks whether definitions, sellers or pauses have changed.
    ///   - firesOnce: Whether it fires only what is due at the beginning, as for a worker that drains its queue and ends.
    ///   - isStopping: Whether the worker stops: nothing more is fired then.
    ///   - wake: Called when jobs were put in.
    package init(
        book: any ScheduleBook, store: any JobStore, timekeeper: any Timekeeper, interval: Duration = .seconds(5),
        firesOnce: Bool = false, logger: Logger, isStopping: @escaping @Sendable () -> Bool = { false },
        wake: @escaping @Sendable () -> Void
    ) {
        self.book = book
        self.store = store
        self.timekeeper = timekeeper
        self.interval = interval
        self.firesOnce = firesOnce
        self.logger = logger
        self.isStopping = isStopping
        self.wake = wake
    }

    private var now: Timestamp { Timestamp(microseconds: timekeeper.wallMicroseconds()) }

    /// Plans the rows and fires what has been due while nobody was there, before the worker begins.
    ///
    /// - Throws: `StoreError`.
    package func begin() async throws {
        try await plan()
        do {
            _ = try await fireAll()
        } catch is UnknownSchedule {
            // Somebody left in between.
            try await plan()
        }
    }

    /// Fires all that is due, and returns when something is due next; `nil` for never.
    ///
    /// - Throws: `StoreError`.
    package func fireAll() async throws -> Timestamp? {
        while try await fireDue(), !Task.isCancelled {}
        return try await store.nextScheduleDue()
    }

    /// Fires until it is cancelled or the worker shuts down.
    package func run() async throws {
        guard !firesOnce else { return }
        await cancelWhenGracefulShutdown { await self.loop() }
    }

    private func loop() async {
        var planned: Int?
        while !Task.isCancelled {
            var pause = interval
            do {
                if await book.edition() != planned { planned = try await plan() }
                if !isStopping(), let due = try await fireAll() { pause = min(pause, max(due - now, .zero)) }
            } catch {
                // A row that nobody knows any more is planned away at the next turn.
                planned = nil
                logger.error("Schedules could not be fired; it is tried again.", metadata: ["reason": "\(error)"])
            }
            // A row that stays due for whatever reason must not keep a processor busy.
            do { try await timekeeper.sleep(for: max(pause, .milliseconds(20))) } catch { return }
        }
    }

    @discardableResult
    private func plan() async throws -> Int {
        let edition = await book.edition()
        let wish = await book.plans(now: now)
        try await store.planSchedules(wish.plans, complete: wish.definitions)
        return edition
    }

    /// Fires what is due, at most a chunk. Returns whether more may be.
    private func fireDue() async throws -> Bool {
        let now = now
        let rows = try await store.dueSchedules(now: now, limit: Self.chunk)
        var fires: [(row: ScheduleRow, due: ScheduledFire)] = []
        var jobs = 0
        var unknown: ScheduleKey?
        for row in rows where jobs < Self.mostJobs {
            guard let due = await book.fire(row, now: now) else {
                unknown = row.key
                continue
            }
            fires.append((row, due))
            jobs += due.fire.jobs.count
        }
        guard !fires.isEmpty else {
            if let unknown { throw UnknownSchedule(key: unknown) }
            return false
        }
        let answers = try await store.fire(fires.map(\.due.fire))
        var isNews = false
        for (fire, answer) in zip(fires, answers) {
            if case .fired(let jobs) = answer, !jobs.isEmpty { isNews = true }
            await tell(fire.row, fire.due, answer)
        }
        if isNews { wake() }
        // The others have fired: what is known of nobody is planned away.
        if let unknown { throw UnknownSchedule(key: unknown) }
        return rows.count == Self.chunk || jobs >= Self.mostJobs
    }

    private func tell(_ row: ScheduleRow, _ due: ScheduledFire, _ answer: ScheduleFireAnswer) async {
        var metadata: Logger.Metadata = [
            "definition": "\(row.key.definition)", "seller": "\(row.key.seller)", "region": "\(row.key.region)",
        ]
        if let since = due.passedOverSince {
            metadata["since"] = "\(since)"
            logger.notice("Fires of a schedule were missed.", metadata: metadata)
        }
        switch answer {
        case .fired(let jobs):
            metadata["jobs"] = "\(jobs.map { "\($0.id)" }.joined(separator: " "))"
            logger.debug("A schedule has fired.", metadata: metadata)
        case .overlapped(let job):
            metadata["job"] = "\(job)"
            logger.info("A schedule was left out: its last job has not ended.", metadata: metadata)
        case .lost:
            logger.debug("A schedule was fired or changed by somebody else.", metadata: metadata)
        }
        guard let rejection = due.rejection, answer != .lost else { return }
        metadata["reason"] = "\(rejection)"
        logger.warning("A schedule's job could not be made.", metadata: metadata)
        do {
            try await store.tell(
                SellerRemark(
                    key: AuthorizationKey(
                        application: row.application, seller: row.key.seller, region: row.key.region),
                    kind: "scheduleRejected",
                    message: "The definition \(row.key.definition) could not make a job. \(rejection)",
                    actor: "scheduler"))
        } catch {
            logger.error("That could not be written down.", metadata: ["reason": "\(error)"])
        }
    }
}

/// A row fired whose definition or seller went away just now.
private struct UnknownSchedule: Error, CustomStringConvertible {
    let key: ScheduleKey

    var description: String { "nothing is known of \(key) any more" }
}
