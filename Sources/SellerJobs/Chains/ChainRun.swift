import JobModel
import JobStore
import OperationCatalogue
import Worker

/// One run of a chain's job: reads the result before it and puts in the jobs that follow, part by part.
struct ChainRun {
    /// So many jobs go in at once: claims and ends of runs go in between.
    static let chunk = 200

    let store: any JobStore
    let output: OutputFolder
    let book: any ChainBook
    let job: ClaimedJob
    let context: RunContext

    /// What the job's parameters say.
    private struct Order {
        let before: JobID
        let scheduledAt: Timestamp
        let chain: ChainOrder
    }

    /// What the jobs are made with.
    private struct Target {
        let order: Order
        let key: ScheduleKey
        let application: String
        let make: ChainTarget.Maker
        let row: ScheduleRow?
        /// The most jobs, as the definition says now: it may have been raised since the chain began.
        let limit: Int
    }

    /// Makes what follows.
    ///
    /// - Throws: `ChainFlaw` when that cannot be, `OutputError`, `RunLost`, `CancellationError` and the store's errors.
    func outcome() async throws -> Outcome {
        guard let authorization = job.authorization, let order = try order() else {
            throw ChainFlaw("The job does not say what is to follow.", kind: "chain")
        }
        let make: ChainTarget.Maker
        switch await book.target(order.chain.run, after: job.operation, for: authorization) {
        case .ready(let maker): make = maker
        case .unselected: return Self.success(order, jobs: 0, isSelected: false)
        case .refused(let reason): throw ChainFlaw(reason, kind: "chainTarget")
        }
        let key = ScheduleKey(
            definition: order.chain.run, seller: authorization.seller, region: authorization.region)
        if try await store.restChain(job.fence, behind: key) {
            return .snooze(
                until: context.now,
                JobFailure(
                    kind: "chainPaused",
                    message: "The definition \(key.definition) is paused for this seller. The job goes on when it is "
                        + "resumed: spworker schedules resume \(key.definition)"))
        }
        let row = try await store.schedule(key)
        let result = try await result(of: order)
        let limit = await book.limit(of: job.operation, running: order.chain.run) ?? order.chain.limit
        let target = Target(
            order: order, key: key, application: authorization.application, make: make, row: row, limit: limit)
        let jobs = try await follow(result, target)
        return Self.success(order, jobs: jobs, isSelected: true)
    }

    /// What is followed: as the job carries it, or as it is kept with the job before. Jobs of earlier versions carry nothing.
    private func result(of order: Order) async throws -> JobResult {
        if let options = try? JSONValue(parsing: job.options.utf8), options["hasResult"] == .bool(true) {
            return JobResult(path: options["path"]?.string, inline: job.body)
        }
        guard let before = try await store.job(order.before)?.row else {
            throw ChainFlaw(
                "Job \(order.before), which this one follows, has been deleted with its result. Keep ended jobs for longer.",
                kind: "chainResult")
        }
        return before.result ?? JobResult()
    }

    private func order() throws -> Order? {
        guard let value = try? JSONValue(parsing: job.parameters.utf8), case .integer(let before)? = value["job"],
            let instant = value["scheduledAt"]?.string.flatMap({ Timestamp(iso8601: $0) }),
            let chain = value["then"].flatMap({ ChainOrder($0) })
        else { return nil }
        return Order(before: JobID(before), scheduledAt: instant, chain: chain)
    }

    private static func success(_ order: Order, jobs: Int, isSelected: Bool) -> Outcome {
        var members: [String: JSONValue] = ["definition": .string(order.chain.run), "jobs": .integer(Int64(jobs))]
        if !isSelected { members["note"] = "the definition does not select this seller" }
        let text = JSONValue.object(members).text
        return .succeeded(JobResult(bytes: text.utf8.count, inline: text))
    }

    // MARK: Items

    /// Puts the jobs in that are still missing. Returns how many there are in all.
    private func follow(_ result: JobResult, _ target: Target) async throws -> Int {
        var progress = ChainProgress(job.checkpoint)
        guard target.order.chain.isForEach else {
            if progress.jobs > 0 { return progress.jobs }
            let job: NewJob
            do throws(JobRejection) {
                job = try target.make(.whole(result.inline), occasion(target))
            } catch {
                throw ChainFlaw("The definition \(target.key.definition) could not make a job. \(error)")
            }
            progress.jobs = 1
            try await write([job], progress, target)
            return 1
        }
        if let path = result.path, path.hasPrefix("s3://") {
            throw ChainFlaw(
                "The result is \(path), and 'then.forEach' reads results in the output directory only. Give the "
                    + "definition \(job.operation) an output that is no object of S3.", kind: "chainResult")
        }
        let lines = ResultLines(result, in: output.path, from: progress.offset)
        var ready: [NewJob] = []
        do {
            while let line = try await lines.next() {
                let items = try ChainItem.items(of: line, member: target.order.chain.item)
                for item in items.dropFirst(progress.element) {
                    guard progress.jobs < target.limit else {
                        let left = items.count - progress.element
                        try await write(ready, progress, target)
                        ready = []
                        throw await excess(left, lines, target)
                    }
                    ready.append(try made(item, target))
                    progress.element += 1
                    progress.jobs += 1
                    if ready.count == Self.chunk {
                        try await write(ready, progress, target)
                        ready = []
                        try Task.checkCancellation()
                    }
                }
                progress.line += 1
                progress.element = 0
                progress.offset = await lines.offset
            }
        } catch let flaw as ChainFlaw where flaw.kind == "chainItem" {
            // What came before the flaw follows all the same; a retry begins with the flawed item.
            if !ready.isEmpty { try await write(ready, progress, target) }
            let element = progress.element > 0 ? " (item \(progress.element + 1) of it)" : ""
            throw ChainFlaw(
                "Line \(progress.line + 1)\(element) of the result of job \(target.order.before) \(flaw.message). "
                    + "\(progress.jobs) jobs of \(target.key.definition) were made of what comes before.")
        }
        if !ready.isEmpty { try await write(ready, progress, target) }
        return progress.jobs
    }

    private func occasion(_ target: Target) -> ChainOccasion {
        ChainOccasion(scheduledAt: target.order.scheduledAt, row: target.row, now: context.now)
    }

    private func made(_ item: ChainItem, _ target: Target) throws(ChainFlaw) -> NewJob {
        try item.check()
        do throws(JobRejection) {
            return try target.make(item, occasion(target))
        } catch {
            let problems = error.description
            throw ChainFlaw(
                "makes no job of \(target.key.definition): \(problems.hasSuffix(".") ? String(problems.dropLast()) : problems)"
            )
        }
    }

    private func write(_ jobs: [NewJob], _ progress: ChainProgress, _ target: Target) async throws {
        let isHeld = try await store.follow(
            job.fence, target.key, application: target.application, jobs: jobs,
            Checkpoint(text: progress.text, progress: progress.told, isStep: false, isDurable: true))
        guard isHeld else { throw RunLost() }
    }

    /// Counts what there is beyond the limit, for people.
    private func excess(_ left: Int, _ lines: ResultLines, _ target: Target) async -> ChainFlaw {
        var left = left
        while let line = try? await lines.next() {
            left += (try? ChainItem.items(of: line, member: nil).count) ?? 1
        }
        return ChainFlaw(
            "'then.limit' of \(job.operation) allows \(target.limit) jobs of \(target.key.definition); that many were made, "
                + "and \(left) more items of job \(target.order.before) were left. Raise the limit and let the chain go on "
                + "with 'spworker jobs retry \(job.id)', or let \(job.operation) ask for less at a time.",
            kind: "chainLimit")
    }
}
