import JobModel

/// Schedules: planning rows, and firing them.
extension QueueTransaction {
    // MARK: Planning

    /// Brings the planned rows in line with their definitions.
    package mutating func plan(_ plans: some Sequence<SchedulePlan>) throws {
        var pauses: [String: String?] = [:]
        for plan in plans {
            guard var row = try tables.schedule(key: plan.key) else {
                let pause = try pauses[plan.key.definition] ?? pauseReason(ofDefinition: plan.key.definition)
                pauses[plan.key.definition] = .some(pause)
                _ = try tables.insert(
                    ScheduleRow(
                        key: plan.key, application: plan.application, signature: plan.signature,
                        nextFireAt: plan.nextFireAt, pauseReason: pause, chain: plan.chain))
                continue
            }
            let before = row
            row.application = plan.application
            row.isActive = true
            row.chain = plan.chain
            // A fire that lies far beyond the next one was planned while the clock was wrong.
            let isAstray =
                if let planned = row.nextFireAt, let next = plan.nextFireAt { planned - next > FirePlan.patience } else
                {
                    false
                }
            if row.signature != plan.signature || isAstray {
                row.signature = plan.signature
                row.nextFireAt = plan.nextFireAt
            }
            if row != before { try tables.update(row) }
        }
    }

    /// Stops rows whose definition or seller is gone. They keep what they hold.
    package mutating func retireSchedules(_ keys: some Sequence<ScheduleKey>) throws {
        for key in keys {
            guard var row = try tables.schedule(key: key), row.isActive else { continue }
            row.isActive = false
            try tables.update(row)
        }
    }

    // MARK: Firing

    /// Fires schedules whose time has come.
    package mutating func fire(_ fires: [ScheduleFire]) throws -> [ScheduleFireAnswer] {
        guard fires.count <= ScheduleFire.most else {
            throw StoreError(
                .unexpected, "\(fires.count) schedules were to be fired at once; at most \(ScheduleFire.most) may be.")
        }
        return try fires.map { try fire($0) }
    }

    private mutating func fire(_ fire: ScheduleFire) throws -> ScheduleFireAnswer {
        guard var row = try tables.schedule(key: fire.key), row.isRunning, row.nextFireAt == fire.expected else {
            return .lost
        }
        row.nextFireAt = fire.next
        if fire.overlap == .skip, !fire.jobs.isEmpty, let open = try openJob(of: row) {
            try tables.update(row)
            return .overlapped(open)
        }
        let enqueued = try fire.jobs.map { try enqueue($0, of: &row) }
        row.lastFireAt = fire.lastFireAt ?? row.lastFireAt
        try tables.update(row)
        return .fired(enqueued)
    }

    /// Runs schedules because a person says so.
    package mutating func fireByHand(
        _ fires: [HandFire], isForced: Bool, actor: String
    ) throws -> [HandFireAnswer] {
        var answers: [HandFireAnswer] = []
        var fired: [ScheduleRow] = []
        for fire in fires {
            var row = try scheduleRow(fire.key, application: fire.job.lane.application)
            if !isForced, let open = try openJob(of: row) {
                answers.append(.overlapped(open))
                continue
            }
            var job = fire.job
            job.scheduledAt = job.scheduledAt ?? now
            row.chain = fire.chain ?? row.chain
            answers.append(.fired(try enqueue(job, of: &row)))
            try tables.update(row)
            fired.append(row)
        }
        try tell("scheduleRun", fired, actor: actor)
        return answers
    }

    /// The row, made when nobody has planned it: its empty signature makes the next plan set when it fires.
    func scheduleRow(_ key: ScheduleKey, application: String) throws -> ScheduleRow {
        if let row = try tables.schedule(key: key) { return row }
        var row = ScheduleRow(
            key: key, application: application, signature: "",
            pauseReason: try pauseReason(ofDefinition: key.definition))
        row.id = try tables.insert(row)
        return row
    }

    private mutating func openJob(of row: ScheduleRow) throws -> JobID? {
        try flushJobs()
        return try tables.openJobs(scheduleID: row.id).first
    }

    /// Puts in a job of the row, which is still to be saved.
    mutating func enqueue(_ job: NewJob, of row: inout ScheduleRow) throws -> Enqueued {
        let enqueued = try enqueue(job, scheduleID: row.id)
        if case .new(let id) = enqueued { row.lastJob = id }
        return enqueued
    }

    // MARK: Pausing

    /// The name of the setting that holds why a definition is paused for all sellers: for rows that are yet to come.
    private func pauseSetting(_ definition: String) -> String { "schedule pause \(definition)" }

    private func pauseReason(ofDefinition definition: String) throws -> String? {
        try tables.setting(pauseSetting(definition)).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Pauses or resumes a definition for all sellers, or for one.
    package mutating func pauseSchedules(
        _ definition: String, seller: String?, region: String?, reason: String?, actor: String
    ) throws -> Int {
        let filter = ScheduleFilter(definition: definition, seller: seller, region: region, limit: .max)
        var changed: [ScheduleRow] = []
        for var row in try tables.schedules(matching: filter) where row.pauseReason != reason {
            // Paused again, it is paused for the newer reason.
            if (row.pauseReason == nil) != (reason == nil) { changed.append(row) }
            row.pauseReason = reason
            try tables.update(row)
            if reason == nil { try endRest(of: row) }
        }
        if seller == nil, region == nil, try pauseReason(ofDefinition: definition) != reason {
            try tables.save(setting: pauseSetting(definition), reason ?? "")
        }
        try tell(reason == nil ? "scheduleResumed" : "schedulePaused", changed, reason, actor: actor)
        return changed.count
    }

    // MARK: Telling

    /// Writes into the history what a person did to rows of schedules: one event for each row of a single seller, else
    /// one for each definition and application.
    func tell(_ kind: String, _ rows: [ScheduleRow], _ words: String? = nil, actor: String) throws {
        func append(_ row: ScheduleRow, isOfSeller: Bool) throws {
            try tables.append(
                EventRow(
                    at: now, kind: kind, application: row.application, seller: isOfSeller ? row.key.seller : nil,
                    region: isOfSeller ? row.key.region : nil,
                    failure: JobFailure(
                        kind: kind, message: row.key.definition + (words.map { ": \($0)" } ?? "")),
                    actor: actor))
        }
        if Set(rows.map(\.key.seller)).count == 1 {
            for row in rows { try append(row, isOfSeller: true) }
        } else {
            var told: Set<[String]> = []
            for row in rows where told.insert([row.key.definition, row.application]).inserted {
                try append(row, isOfSeller: false)
            }
        }
    }
}
