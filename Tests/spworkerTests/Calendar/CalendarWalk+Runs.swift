import Foundation
import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Ports
import SQLiteJobStore
import SellerJobs
import Worker

@testable import spworker

extension CalendarWalk {
    /// The worker runs what there is: most jobs succeed, some fail or are tried again, and some are never heard of.
    mutating func work(isLast: Bool = false) async throws {
        while true {
            let jobs = try await store.claim(ClaimRequest(worker: worker, limit: 500)).jobs
            if jobs.isEmpty { return }
            let filled = try await filled(jobs)
            var ends: [RunEnd] = []
            for (job, parameters) in zip(jobs, filled) {
                guard let schedule = job.schedule, let owner = job.authorization else {
                    throw Wrong(description: "job \(job.id) is of no schedule")
                }
                let key = ScheduleKey(definition: schedule.definition, seller: owner.seller, region: owner.region)
                if !isLast, random.chance(lossChance) { continue }
                let luck = isLast ? 100 : random.below(100)
                let outcome: Outcome =
                    switch luck {
                    case ..<5: .retry(JobFailure(kind: "oops", message: "Not now."))
                    case ..<8: .fail(JobFailure(kind: "oops", message: "Never."))
                    default: .succeeded(JobResult(status: 200))
                    }
                let end = RunEnd(
                    outcome, of: job, now: now, policy: RetryPolicy(), unit: random.unit(), isDurable: false)
                ends.append(end)
                guard end.state != .waiting else { continue }
                board.close(key, schedule.scheduledAt)
                if end.state == .succeeded { try succeed(key, parameters) }
            }
            try await finish(ends)
        }
    }

    /// What each job asks for, filled in at its first run: many at once, as a worker does.
    private func filled(_ jobs: [ClaimedJob]) async throws -> [String] {
        let (store, templates, now) = (store, templates, now)
        return try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for (number, job) in jobs.enumerated() {
                group.addTask { (number, try await Self.filled(job, store, templates, now: now)) }
            }
            return try await group.reduce(into: Array(repeating: "", count: jobs.count)) { $0[$1.0] = $1.1 }
        }
    }

    private static func filled(
        _ job: ClaimedJob, _ store: SQLiteJobStore, _ templates: JobTemplates, now: Timestamp
    ) async throws -> String {
        guard job.schedule?.isTemplate == true else { return job.parameters + job.options }
        let filled = try templates.fill(job, now: now)
        guard !filled.isEmpty else { return "" }
        let isKept = try await store.fillTemplate(
            job.fence, parameters: filled.parameters, options: filled.options, body: filled.body,
            output: filled.output, cursor: filled.cursor, isBehind: filled.isBehind)
        guard isKept else { throw Wrong(description: "the run of job \(job.id) was lost") }
        return filled.parameters + filled.options
    }

    private func finish(_ ends: [RunEnd]) async throws {
        let store = store
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for end in ends { group.addTask { try await store.finish(end) } }
            for try await isTaken in group where !isTaken { throw Wrong(description: "the end of a run was lost") }
        }
    }

    /// Takes note of the window of a job that succeeded; it must not begin behind what has been read.
    private mutating func succeed(_ key: ScheduleKey, _ text: String) throws {
        let names: (from: String, to: String)
        switch key.definition {
        case CalendarWorld.orders: names = ("lastUpdatedAfter", "lastUpdatedBefore")
        case CalendarWorld.report: names = ("from", "to")
        default: return
        }
        // Nothing to ask for is no window.
        guard !text.isEmpty else { return }
        guard let from = Self.instant(names.from, in: text), let to = Self.instant(names.to, in: text) else {
            throw Wrong(description: "\(key) asks for no window: \(text)")
        }
        if let reached = board.read(key, from: from, to: to), from > reached {
            throw Wrong(description: "\(key) leaves a gap from \(reached) to \(from)")
        }
    }

    static func instant(_ name: String, in text: String) -> Timestamp? {
        guard let start = text.range(of: "\"\(name)\":\"")?.upperBound else { return nil }
        return Timestamp(iso8601: String(text[start...].prefix { $0 != "\"" }))
    }

    // MARK: Comparing

    /// Holds what the store has against what should be there.
    func compare() async throws {
        var found: [Int64: [Timestamp]] = [:]
        var page = JobFilter(limit: 10_000)
        while true {
            let rows = try await store.jobs(matching: page).map(\.row)
            for row in rows {
                if let id = row.scheduleID, let instant = row.scheduledAt { found[id, default: []].append(instant) }
            }
            guard rows.count == page.limit, let last = rows.last else { break }
            page.beforeID = last.id
        }
        let rows = try await store.schedules(matching: ScheduleFilter(limit: .max))
        let byKey = Dictionary(uniqueKeysWithValues: rows.map { ($0.key, $0) })
        for (key, model) in board.entries {
            guard let row = byKey[key] else { throw Wrong(description: "\(key) has no row") }
            try compare(row, model, found[row.id] ?? [])
        }
    }

    private func compare(_ row: ScheduleRow, _ model: CalendarModel, _ instants: [Timestamp]) throws {
        let fires = Set(model.fires)
        let fired = instants.filter { fires.contains($0) }
        guard Set(fired).count == fired.count else { throw Wrong(description: "\(row.key) fired twice: \(fired)") }
        if row.key.definition == CalendarWorld.orders {
            // One that was kept out may come up again with the next window.
            guard fired.count > model.fires.count / 5 else {
                throw Wrong(description: "\(row.key) fired \(fired.count) times of \(model.fires.count)")
            }
        } else if Set(instants) != model.due {
            let wrong = Set(instants).symmetricDifference(model.due).sorted()
            throw Wrong(description: "\(row.key) has jobs, or has none, where it should not: \(wrong)")
        }
        guard let reached = model.reached else { return }
        guard row.cursor.flatMap({ Timestamp(iso8601: $0) }) == reached else {
            throw Wrong(description: "\(row.key) stands at \(row.cursor ?? "nothing"), not at \(reached)")
        }
        let isBehind = end - reached > .seconds(6 * 86_400)
        if isBehind { throw Wrong(description: "\(row.key) has come no further than \(reached)") }
    }
}
