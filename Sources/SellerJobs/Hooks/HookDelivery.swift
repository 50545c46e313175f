import JobModel
package import JobStore
package import Logging
package import Metrics
package import Ports
import ServiceLifecycle

/// Tells the targets of hooks what has happened, beside the worker and never in its way.
///
/// Delivery is at least once: what the process was about when it died is delivered again.
package final class HookDelivery: Service {
    /// How it keeps time, by the timekeeper's clock.
    package struct Pace: Sendable {
        /// How often it looks for notices. A second.
        package var poll = Duration.seconds(1)
        /// How long nobody else gets a notice that is being delivered: longer than any try. 45 s.
        package var hold = Duration.seconds(45)
        /// How long it goes on with what is due after it was asked to stop. 5 s.
        package var farewell = Duration.seconds(5)

        /// The usual pace.
        package init() {}

        /// The same pace by a clock that runs so many times as fast as real time.
        package func scaled(by factor: Double) -> Pace {
            var pace = self
            pace.poll = poll * factor
            pace.hold = hold * factor
            pace.farewell = farewell * factor
            return pace
        }
    }

    /// What keeps the service going.
    private enum Word: Sendable {
        /// Something may have become due.
        case look
        /// A try is over; a reason says that it was in vain.
        case ended(target: String, reason: String?)
        /// Nothing new after what is due.
        case stop
        /// Nothing more at all.
        case enough
    }

    private let targets: HookTargets
    private let store: any JobStore
    private let sender: HookSender
    private let timekeeper: any Timekeeper
    private let random: any RandomSource
    private let schedule: HookSchedule
    private let pace: Pace
    private let logger: Logger
    private let metrics: HookMetrics
    private let words: AsyncStream<Word>
    private let mouth: AsyncStream<Word>.Continuation

    /// Creates a delivery, which can run once.
    package init(
        targets: HookTargets, store: any JobStore, sender: HookSender, timekeeper: any Timekeeper,
        random: any RandomSource, schedule: HookSchedule = HookSchedule(), pace: Pace = Pace(), logger: Logger,
        metrics: any MetricsFactory = MetricsSystem.factory
    ) {
        self.targets = targets
        self.store = store
        self.sender = sender
        self.timekeeper = timekeeper
        self.random = random
        self.schedule = schedule
        self.pace = pace
        self.logger = logger
        self.metrics = HookMetrics(factory: metrics)
        (words, mouth) = AsyncStream.makeStream()
    }

    private var now: Timestamp { Timestamp(microseconds: timekeeper.wallMicroseconds()) }

    /// Brings what earlier workers left in line with the configuration; to be awaited before jobs run.
    ///
    /// - Throws: `StoreError`.
    package func begin() async throws {
        let adoption = try await store.adoptNotices(for: targets.plan)
        if adoption.moved > 0 {
            logger.notice(
                "Notices for a target that is gone go to the hook's other one.",
                metadata: ["notices": "\(adoption.moved)"])
        }
        if adoption.dropped > 0 {
            logger.warning(
                "Notices were given up because their targets are configured no longer.",
                metadata: ["notices": "\(adoption.dropped)"])
        }
    }

    /// Delivers until the task is cancelled, or until the service is asked to stop and what is due has been tried.
    package func run() async throws {
        await withGracefulShutdownHandler {
            await self.work()
        } onGracefulShutdown: {
            self.mouth.yield(.stop)
        }
    }

    /// Breaks off what is being delivered; the next worker delivers it.
    package func stopNow() { mouth.yield(.enough) }

    private func work() async {
        await withDiscardingTaskGroup { group in
            var desk = NoticeDesk(targets: targets.plan.names)
            var isStopping = false
            var isInTrouble = false
            mouth.yield(.look)
            group.addTask { await self.tick() }
            for await word in words {
                switch word {
                case .look: break
                case .ended(let target, let reason):
                    let news = desk.end(target, isDelivered: reason == nil, at: timekeeper.monotonic())
                    if let news { log(news, target, reason) }
                case .stop:
                    isStopping = true
                    group.addTask { await self.say(.enough, after: self.pace.farewell) }
                case .enough: isStopping = true
                }
                if case .enough = word { break }
                do {
                    for notice in try await due(desk) {
                        let isDead = desk.isDead(notice.target)
                        desk.begin(notice.target)
                        group.addTask { await self.deliver(notice, targetIsDead: isDead) }
                    }
                    isInTrouble = false
                } catch {
                    // They stay where they are; the next look comes soon.
                    if !isInTrouble {
                        logger.warning("Hooks wait for the store.", metadata: ["reason": "\(error)"])
                    }
                    isInTrouble = true
                }
                if isStopping, desk.isIdle { break }
            }
            group.cancelAll()
        }
    }

    private func tick() async {
        while await say(.look, after: pace.poll) {}
    }

    /// False when the task was cancelled meanwhile.
    @discardableResult
    private func say(_ word: Word, after pause: Duration) async -> Bool {
        guard (try? await timekeeper.sleep(for: pause)) != nil else { return false }
        mouth.yield(word)
        return true
    }

    /// Takes what is due for targets that are free.
    private func due(_ desk: NoticeDesk) async throws -> [NoticeRow] {
        let free = desk.free(at: timekeeper.monotonic())
        // A look costs less than a transaction that writes.
        guard !free.isEmpty, let next = try await store.nextNotice(for: free), next <= now else { return [] }
        return try await store.claimNotices(for: free, limit: desk.room, until: now + pace.hold)
    }

    // MARK: One notice

    private func deliver(_ notice: NoticeRow, targetIsDead: Bool) async {
        var reason: String?
        let end: NoticeEnd
        do {
            reason = try await send(notice)
            end = reason.map { failed(notice, $0, targetIsDead: targetIsDead) } ?? .delivered
        } catch {
            let broken = "it was broken off"
            reason = broken
            end = Task.isCancelled ? .returned : failed(notice, broken, targetIsDead: targetIsDead)
        }
        metrics.ended(end)
        do {
            _ = try await store.settle(noticeID: notice.id, heldUntil: notice.nextAt, end)
        } catch {
            logger.warning(
                "What became of a notice could not be stored; it is delivered again.",
                metadata: ["hook": "\(notice.hook.rawValue)", "target": "\(notice.target)", "reason": "\(error)"])
        }
        if case .givenUp(let reason, _) = end {
            logger.error(
                "A hook could not be told of an event and is given up.",
                metadata: [
                    "hook": "\(notice.hook.rawValue)", "target": "\(notice.target)",
                    "event": "\(notice.eventName)", "reason": "\(reason)",
                ])
        }
        mouth.yield(.ended(target: notice.target, reason: reason))
    }

    private func send(_ notice: NoticeRow) async throws -> String? {
        guard let target = targets.target(notice.hook, named: notice.target) else {
            return "it is configured no longer for \(notice.hook.rawValue)"
        }
        return try await sender.send(notice, to: target)
    }

    private func failed(_ notice: NoticeRow, _ reason: String, targetIsDead: Bool) -> NoticeEnd {
        let now = now
        let verdict = schedule.verdict(
            tries: notice.tries + 1, since: notice.triedSince ?? now, now: now, unit: random.unit())
        switch verdict {
        case .retry(let instant): return .failed(reason, retryAt: instant)
        // For a dead target, whatever is as old need not be tried one after the other.
        case .giveUp: return .givenUp(reason, andBefore: targetIsDead ? now - schedule.lifetime : nil)
        }
    }

    private func log(_ news: NoticeDesk.News, _ target: String, _ reason: String?) {
        switch news {
        case .beganToFail:
            logger.warning(
                "A hook's target cannot be told; it is tried again for a day.",
                metadata: ["target": "\(target)", "reason": "\(reason ?? "")"])
        case .recovered: logger.info("A hook's target can be told again.", metadata: ["target": "\(target)"])
        }
    }
}
