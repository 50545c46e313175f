import JobModel
import JobStore
import Ports

extension ScheduleWalk {
    // MARK: Schedulers

    mutating func look(_ store: any JobStore) async throws {
        let (actor, limit) = (random.below(2), 1 + random.below(8))
        note("scheduler \(actor) looks for \(limit)")
        seen[actor] = try await store.dueSchedules(now: now, limit: limit)
        let due = model.entries.filter { $0.value.isDue(now: now) }
        try expectEqual(seen[actor].count, min(limit, due.count), "what is due")
        let instants = due.values.compactMap(\.next).sorted().prefix(limit)
        try expectEqual(seen[actor].map(\.nextFireAt), instants.map { $0 }, "when it was due")
        for row in seen[actor] where due[row.key] == nil { throw failure("\(row.key) is not due") }
    }

    mutating func fire(_ store: any JobStore) async throws {
        let actor = random.below(2)
        // Some rows twice: the second time comes to nothing.
        let rows = seen[actor].flatMap { Array(repeating: $0, count: random.pick([0, 1, 1, 1, 2])) }
        let fires = rows.compactMap { model.fire($0, now: now, job) }
        guard !fires.isEmpty else { return }
        note("scheduler \(actor) fires \(fires.map(\.key))")
        var open: [ScheduleKey: Set<JobID>] = [:]
        for id in try await openJobs(store) {
            if let key = model.windows[id]?.key { open[key, default: []].insert(id) }
        }
        let answers = try await store.fire(fires)
        try expectEqual(answers.count, fires.count, "answers")
        for (fire, answer) in zip(fires, answers) {
            try take(fire, answer, open: open[fire.key] ?? [])
            if case .fired(let jobs) = answer { open[fire.key, default: []].formUnion(jobs.map(\.id)) }
        }
        // Who dies before the answer comes tries again when it comes back.
        if random.chance(0.7) { seen[actor] = [] }
    }

    private mutating func take(_ fire: ScheduleFire, _ answer: ScheduleFireAnswer, open: Set<JobID>) throws {
        guard var entry = model.entries[fire.key] else { throw failure("\(fire.key) is not known") }
        guard entry.isDue(now: now), entry.next == fire.expected else {
            return try expectEqual(answer, .lost, "the answer to a fire of \(fire.key) that must not be")
        }
        entry.next = fire.next
        let isKeptOut = fire.overlap == .skip && !fire.jobs.isEmpty && !open.isEmpty
        switch answer {
        case .lost: throw failure("\(fire.key) did not fire")
        case .overlapped(let id):
            try expect(isKeptOut && open.contains(id), "\(fire.key) was kept out by job \(id)")
        case .fired(let jobs):
            try expect(!isKeptOut, "\(fire.key) fired beside \(open)")
            try expectEqual(jobs.count, fire.jobs.count, "jobs of \(fire.key)")
            for (job, wish) in zip(jobs, fire.jobs) {
                guard case .new(let id) = job, let instant = wish.scheduledAt else {
                    throw failure("\(fire.key) got an old job")
                }
                try expect(entry.fired.insert(instant).inserted, "\(instant) of \(fire.key) was put in twice")
                register(id, fire.key)
            }
            entry.lastFire = fire.lastFireAt ?? entry.lastFire
        }
        model.entries[fire.key] = entry
    }

    /// Takes note of a job that was put in.
    mutating func register(_ id: JobID, _ key: ScheduleKey) {
        model.windows[id] = ScheduleModel.Window(key: key, from: model.start, to: model.start, chosenAt: 0)
    }

    // MARK: Runs

    mutating func claim(_ store: any JobStore) async throws {
        let jobs = try await store.claim(ClaimRequest(worker: worker, limit: 1 + random.below(4))).jobs
        note("claim \(jobs.map(\.id))")
        for job in jobs { try take(job) }
    }

    /// Takes note of a job that was claimed; one that is still a template chooses where its window begins.
    mutating func take(_ job: ClaimedJob) throws {
        guard let window = model.windows[job.id], let entry = model.entries[window.key], let schedule = job.schedule
        else { throw failure("job \(job.id) is not known") }
        running[job.id] = job
        try expectEqual(schedule.isTemplate, window.text == nil, "whether job \(job.id) is a template")
        let cursor = schedule.cursor.flatMap { Timestamp(iso8601: $0) }
        try expectEqual(cursor, entry.cursor(from: model.start), "the cursor that job \(job.id) finds")
        if let text = window.text {
            try expectEqual(job.parameters, text, "what job \(job.id) asks for")
        } else {
            model.windows[job.id]?.from = cursor ?? model.start
            model.windows[job.id]?.chosenAt = step
        }
    }

    mutating func fill(_ store: any JobStore) async throws {
        let ids = running.keys.filter { model.windows[$0]?.text == nil }.sorted()
        guard !ids.isEmpty, let job = running[random.pick(ids)] else { return }
        try await fill(store, job)
    }

    mutating func fill(_ store: any JobStore, _ job: ClaimedJob) async throws {
        guard var window = model.windows[job.id], let definition = model.definitions[window.key.definition] else {
            throw failure("job \(job.id) is not known")
        }
        window.to = min(now, window.from + definition.maxWindow)
        let text = "{\"from\":\"\(window.from)\",\"to\":\"\(window.to)\"}"
        note("fill \(job.id) \(text)")
        window.text = text
        model.windows[job.id] = window
        let isHeld = try await store.fillTemplate(
            job.fence, parameters: text, body: nil, output: nil, cursor: written(window.to))
        try expect(isHeld, "the run of job \(job.id) was lost")
    }

    /// One of the ways to write an instant.
    private func written(_ instant: Timestamp) -> String {
        let text = instant.iso8601
        switch random.below(3) {
        case 0 where text.hasSuffix(".000Z"): return text.dropLast(5) + "Z"
        case 1: return (instant + .seconds(3600)).iso8601.dropLast() + "+01:00"
        default: return text
        }
    }

    mutating func finish(_ store: any JobStore) async throws {
        let ids = running.keys.sorted()
        guard !ids.isEmpty, let job = running[random.pick(ids)] else { return }
        var outcomes: [Outcome] = [
            .fail(.oops), .retry(.oops), .snooze(until: now + .milliseconds(random.below(20_000))), .interrupted,
            .quarantine(.oops), .cancelled,
        ]
        if model.windows[job.id]?.text != nil {
            outcomes += Array(repeating: .succeeded(JobResult()), count: 10)
        }
        try await end(store, job, random.pick(outcomes))
    }

    mutating func end(_ store: any JobStore, _ job: ClaimedJob, _ outcome: Outcome) async throws {
        note("job \(job.id) ends: \(outcome)")
        running[job.id] = nil
        let end = RunEnd(outcome, of: job, now: now, policy: RetryPolicy(), unit: random.unit(), isDurable: false)
        try expect(try await store.finish(end), "the run of job \(job.id) was lost")
        if case .succeeded = outcome, let problem = model.succeed(job.id) { throw failure(problem) }
    }

    mutating func kill(_ store: any JobStore) async throws {
        note("kill")
        lives += 1
        _ = try await store.recover(as: worker)
        for job in running.values {
            // The dead do nothing more.
            let isHeld = try await store.fillTemplate(
                job.fence, parameters: "{}", body: nil, output: nil, cursor: now.iso8601)
            try expect(!isHeld, "a dead run of job \(job.id) filled templates")
        }
        running = [:]
        if random.chance(0.5) { seen[random.below(2)] = [] }
    }
}
