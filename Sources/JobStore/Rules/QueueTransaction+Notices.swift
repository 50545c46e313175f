package import JobModel

/// Telling the targets of hooks what happens.
extension QueueTransaction {
    /// After a start no notice waits longer than this, whatever a dead worker or a wrong clock has left behind.
    private var longestWait: Duration { .seconds(60) }

    // MARK: Writing

    /// Writes an event down, and with it a notice for each target of the hook that wants to hear of it.
    mutating func record(_ event: EventRow) throws {
        let hook = rules.hooks.isEmpty ? nil : try Hook(event) ?? endOfSuspicion(event)
        try tables.append(event)
        guard let hook else { return }
        try post(
            NoticeRow(
                hook: hook, at: now, application: event.application, seller: event.seller, region: event.region,
                from: event.from, to: event.to, failure: event.failure, actor: event.actor, nextAt: now))
    }

    /// How far back a seller's last event that was told is looked for.
    private var toldHorizon: Int { 50 }

    /// The hook for the end of a suspicion, which is news where people were told before it that the seller does not work; `nil`
    /// otherwise.
    private func endOfSuspicion(_ event: EventRow) throws -> Hook? {
        guard event.kind == "restored", rules.hooks.targets[.onRestored] != nil, let seller = event.seller,
            let region = event.region
        else { return nil }
        let key = AuthorizationKey(application: event.application, seller: seller, region: region)
        let told = try tables.latestEvents(of: key, limit: toldHorizon)
            .first { ["revoked", "misconfigured", "restored"].contains($0.kind) }
        return told.map { $0.kind != "restored" } ?? false ? .onRestored : nil
    }

    /// Writes a notice for each target of the hook that wants to hear of this end of a job.
    mutating func recordEnd(of job: JobRow, before: JobState) throws {
        guard !rules.hooks.isEmpty, let hook = Hook(job), rules.hooks.targets[hook] != nil else { return }
        let key = try job.authorizationID.map { try authorization($0).key }
        let name = try key?.application ?? application(lane(job.laneID).applicationID).name
        // The job's own row may be gone before everybody has been told.
        let output =
            job.state != .succeeded
            ? nil
            : job.result.flatMap { result in
                result.path.map { NoticeRow.Output(path: $0, bytes: result.bytes, sha256: result.sha256) }
            }
        try post(
            NoticeRow(
                hook: hook, at: now, application: name, seller: key?.seller, region: key?.region, from: before.word,
                to: job.state.word, failure: job.failure,
                job: .init(id: job.id, kind: job.kind, operation: job.operation, output: output), nextAt: now))
    }

    private func post(_ notice: NoticeRow) throws {
        var notice = notice
        for target in rules.hooks.targets[notice.hook] ?? [] {
            notice.target = target
            let id = try tables.insert(notice)
            if notice.eventID == 0 { notice.eventID = id }
        }
    }

    // MARK: Delivering

    /// Takes what is due for the targets, at most one notice for each and `limit` in all, the first targets first. Nobody
    /// else gets them before `until`.
    package mutating func claimNotices(for targets: [String], limit: Int, until: Timestamp) throws -> [NoticeRow] {
        var taken: [NoticeRow] = []
        for target in targets where taken.count < limit {
            guard var row = try tables.dueNotice(target: target, now: now),
                try tables.moveNotice(id: row.id, from: row.nextAt, to: until)
            else { continue }
            row.nextAt = until
            taken.append(row)
        }
        return taken
    }

    /// Writes down what became of a notice that was taken until then. False when it is no longer held so.
    package mutating func settle(noticeID: Int64, heldUntil: Timestamp, _ end: NoticeEnd) throws -> Bool {
        guard var row = try tables.notice(id: noticeID), row.nextAt == heldUntil else { return false }
        switch end {
        case .delivered:
            try tables.deleteNotice(id: row.id)
        case .returned:
            row.nextAt = now
            try tables.update(row)
        case .failed(let reason, let retryAt):
            row.tries += 1
            row.triedSince = row.triedSince ?? now
            row.nextAt = retryAt
            row.lastError = reason
            try tables.update(row)
        case .givenUp(let reason, let instant):
            try tables.deleteNotice(id: row.id)
            let others = try instant.map { try tables.deleteNotices(target: row.target, before: $0) } ?? 0
            let more = others == 0 ? "" : " and of \(others) before it"
            try tables.append(
                undelivered(
                    "\(row.hook.rawValue): \(row.target) could not be told of the event of \(row.at.iso8601)\(more) in "
                        + "\(row.tries + 1) tries. The last one: \(reason)",
                    application: row.application, seller: row.seller, region: row.region))
        }
        return true
    }

    private func undelivered(
        _ message: String, application: String, seller: String? = nil, region: String? = nil
    ) -> EventRow {
        EventRow(
            at: now, kind: "hookGivenUp", application: application, seller: seller, region: region,
            failure: JobFailure(kind: "hookUndelivered", message: message), actor: "worker")
    }

    /// Brings notices in line with the configured hooks, when a worker starts: those for a target that is gone go to the
    /// hook's target instead when it has exactly one, as after a corrected URL, and to nobody otherwise.
    package mutating func adoptNotices(for plan: HookPlan) throws -> NoticeAdoption {
        var adoption = NoticeAdoption()
        for group in try tables.noticeGroups() {
            let targets = plan.targets[group.hook] ?? []
            if targets.contains(group.target) { continue }
            if let target = targets.first, targets.count == 1 {
                try tables.readdressNotices(group, to: target, at: now)
                adoption.moved += group.count
            } else {
                try tables.deleteNotices(group)
                adoption.dropped += group.count
                try tables.append(
                    undelivered(
                        "\(group.hook.rawValue): \(group.target) is configured no longer and was not told of "
                            + "\(group.count) event\(group.count == 1 ? "" : "s").",
                        application: group.application))
            }
        }
        try tables.hastenNotices(to: now + longestWait)
        return adoption
    }
}
