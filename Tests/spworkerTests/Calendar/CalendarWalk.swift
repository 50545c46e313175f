import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Logging
import OperationCatalogue
import Ports
import SQLiteJobStore
import SellerJobs
import Worker

@testable import spworker

/// A month of fires with a worker that dies now and then: the book, the scheduler, the store and the filling of templates
/// are the real ones, and only the calls are made up.
struct CalendarWalk {
    struct Wrong: Error, CustomStringConvertible {
        let description: String
    }

    let random: SeededRandom
    let clock = VirtualTimekeeper(wallMicroseconds: CalendarWorld.start.microseconds)
    let bench: BookBench
    let store: SQLiteJobStore
    let templates: JobTemplates
    /// Another start of the worker comes after so many turns, on the average: each plans all rows anew, so a world with
    /// many sellers has fewer.
    let restartChance: Double
    /// One run of so many is never heard of. A suspect among them holds up all other suspects until the next restart, so a
    /// world with many sellers has fewer.
    let lossChance: Double
    var book: DefinitionBook
    var scheduler: Scheduler
    var board = CalendarBoard()
    var life = 0
    var turns = 0
    /// When the present worker began.
    var restartedAt = CalendarWorld.start

    var now: Timestamp { Timestamp(microseconds: clock.wallMicroseconds()) }
    var end: Timestamp { CalendarWorld.start + .seconds(Int64(CalendarWorld.days) * 86_400) }
    var worker: WorkerID { WorkerID("w-\(life)") }

    init(seed: UInt64, sellers: Int) async throws {
        random = SeededRandom(seed: seed)
        lossChance = 0.04 * min(1, 30 / Double(sellers))
        restartChance = 0.08 * min(1, (30 / Double(sellers)).squareRoot())
        let files = CalendarWorld.definitions.map { ("\($0.key).yaml", "name: \($0.key)\n\($0.value)\n") }
        bench = try BookBench(
            Dictionary(uniqueKeysWithValues: files), try CalendarWorld.configuration(sellers: sellers))
        let clock = clock
        store = try SQLiteJobStore(
            path: bench.folder.path + "/spworker.db",
            options: SQLiteJobStore.Options(
                rules: QueueRules(perAuthorization: 1000, crashLimit: 1000), workerNote: "the calendar")
        ) { Timestamp(microseconds: clock.wallMicroseconds()) }
        templates = JobTemplates(admissions: KindAdmissions(directory: bench.holder)) { name, instant in
            try? testZones.zone(named: name).offset(at: instant)
        }
        book = bench.book
        scheduler = Self.scheduler(book, store, clock)
        try await scheduler.begin()
        for (name, text) in CalendarWorld.definitions {
            let it = try definition("name: \(name)\n\(text)\n")
            for seller in bench.holder.current.sellers.values.map({ DefinitionSeller($0) })
            where it.sellers.includes(seller) {
                guard let schedule = it.schedule else { throw Wrong(description: "\(name) has no schedule") }
                let plan = schedule.plan(of: name, for: seller, by: it.clock)
                board.add(
                    ScheduleKey(definition: name, seller: seller.id, region: seller.region.rawValue), schedule, plan,
                    from: CalendarWorld.start, through: end)
            }
        }
    }

    private static func scheduler(
        _ book: DefinitionBook, _ store: any JobStore, _ clock: VirtualTimekeeper
    ) -> Scheduler {
        Scheduler(
            book: book, store: store, timekeeper: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, wake: {})
    }

    /// Lets the month pass.
    ///
    /// - Throws: `Wrong` when anything is not as it must be.
    mutating func run() async throws {
        while now < end {
            turns += 1
            try await pass()
            // Runs that were never heard of go on only under another worker, and what they were about waits until then.
            if random.chance(restartChance) || now - restartedAt > .seconds(2 * 86_400) { try await restart() }
            try await turn()
            try await work()
        }
        try await restart()
        try await turn()
        try await work(isLast: true)
        try await compare()
        await store.close()
    }

    /// Time passes: to what is due next, or further than that, or the worker is down for days.
    private func pass() async throws {
        let next = try await store.nextScheduleDue().map { max(.zero, $0 - now) } ?? .zero
        let step: Duration =
            switch random.below(1000) {
            case ..<4: .seconds(random.below(3 * 86_400))
            case ..<550: next + .seconds(random.below(90))
            default: .seconds(random.below(4 * 3600))
            }
        // An odd microsecond, at which no schedule fires.
        clock.advance(by: min(step, end - now) + .microseconds(7))
    }

    /// Another process takes over.
    private mutating func restart() async throws {
        life += 1
        restartedAt = now
        _ = try await store.recover(as: worker)
        book = BookBench.book(bench.folder, bench.holder)
        scheduler = Self.scheduler(book, store, clock)
        try await scheduler.begin()
        board.look(at: now)
    }

    /// The scheduler looks once; sometimes the process is killed at its fire, before or after it is written.
    private mutating func turn() async throws {
        if random.chance(1.25 * restartChance) {
            let cut = SeveredStore.Cut(random.pick([.before, .after]), call: 1 + random.below(2), of: [.fire])
            do {
                _ = try await Self.scheduler(book, SeveredStore(store, cut: cut), clock).fireAll()
            } catch is ProcessDied {
                // What has been written is what counts.
                for key in board.dueKeys(at: now) {
                    guard let next = try await store.schedule(key)?.nextFireAt, next > now else { continue }
                    board.look(key, at: now)
                }
                return try await restart()
            }
        } else {
            _ = try await scheduler.fireAll()
        }
        board.look(at: now)
    }
}
