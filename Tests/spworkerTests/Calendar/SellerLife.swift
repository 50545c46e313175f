import JobModel
import JobStore
import JobStoreTesting
import Logging
import Ports
import SellerJobs
import Worker

@testable import spworker

/// Two sellers whose orders are synced every quarter of an hour: book, scheduler, store and templates are the real ones,
/// and every call succeeds at once.
struct SellerLife {
    private static let definition = """
        name: sync
        every: 15m
        jitter: 5m
        job:
          operation: orders.searchOrders
          params: {lastUpdatedAfter: "{cursor}", lastUpdatedBefore: "{now-2m}", marketplaceIds: "{marketplaces}"}
        cursor: {field: lastUpdatedBefore, start: "{now-1h}", lookback: 2m, maxWindow: 1d}

        """
    private static let worker = WorkerID("w")

    let store: MemoryJobStore
    private let clock = VirtualTimekeeper(wallMicroseconds: CalendarWorld.start.microseconds)
    private let bench: BookBench
    private let templates: JobTemplates
    private let scheduler: Scheduler
    /// The windows that succeeded, by seller, in their order.
    private(set) var windows: [String: [(from: Timestamp, to: Timestamp)]] = [:]
    /// The most jobs of one seller that could run at the same time.
    private(set) var mostAtOnce = 0

    var now: Timestamp { Timestamp(microseconds: clock.wallMicroseconds()) }

    init() async throws {
        let clock = clock
        store = MemoryJobStore { Timestamp(microseconds: clock.wallMicroseconds()) }
        bench = try BookBench(["sync.yaml": Self.definition], try CalendarWorld.configuration(sellers: 2))
        templates = JobTemplates(admissions: KindAdmissions(directory: bench.holder)) { _, _ in nil }
        scheduler = Scheduler(
            book: bench.book, store: store, timekeeper: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, wake: {})
        _ = try await store.recover(as: Self.worker)
        try await scheduler.begin()
    }

    /// How many jobs of the seller wait.
    func waiting(_ seller: String) async throws -> Int {
        try await store.jobs(matching: JobFilter(seller: seller, limit: 10_000)).count { $0.row.state == .waiting }
    }

    /// Lets time pass, minute by minute where something is due.
    mutating func pass(_ duration: Duration) async throws {
        let end = now + duration
        while now < end {
            clock.advance(by: .seconds(60) + .microseconds(7))
            repeat { _ = try await scheduler.fireAll() } while try await work() > 0
        }
    }

    /// Runs what there is. Returns how many jobs that were.
    private mutating func work() async throws -> Int {
        let jobs = try await store.claim(ClaimRequest(worker: Self.worker, limit: 100)).jobs
        for (_, own) in Dictionary(grouping: jobs, by: { $0.authorization?.seller ?? "" }) {
            mostAtOnce = max(mostAtOnce, own.count)
        }
        for job in jobs {
            let filled = try templates.fill(job, now: now)
            if !filled.isEmpty {
                let isKept = try await store.fillTemplate(
                    job.fence, parameters: filled.parameters, options: filled.options, body: filled.body,
                    output: filled.output, cursor: filled.cursor, isBehind: filled.isBehind)
                guard isKept else { throw CalendarWalk.Wrong(description: "the run of job \(job.id) was lost") }
                guard let from = CalendarWalk.instant("lastUpdatedAfter", in: filled.parameters),
                    let to = CalendarWalk.instant("lastUpdatedBefore", in: filled.parameters)
                else { throw CalendarWalk.Wrong(description: "no window: \(filled.parameters)") }
                windows[job.authorization?.seller ?? "", default: []].append((from, to))
            }
            let end = RunEnd(
                .succeeded(JobResult(status: 200)), of: job, now: now, policy: RetryPolicy(), unit: 0.5,
                isDurable: false)
            guard try await store.finish(end) else {
                throw CalendarWalk.Wrong(description: "the end of job \(job.id) was lost")
            }
        }
        return jobs.count
    }
}
