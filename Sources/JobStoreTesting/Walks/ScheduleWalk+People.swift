import JobModel
import JobStore
import Ports

extension ScheduleWalk {
    // MARK: Definitions

    mutating func planAll(_ store: any JobStore) async throws {
        let keys = ["d-1", "d-2"].flatMap { definition in
            ["a", "b", "c"].map { ScheduleKey(definition: definition, seller: $0, region: "EU") }
        }
        try await plan(store, keys, isComplete: true)
    }

    /// Some sellers go and others come, and definitions change.
    mutating func plan(_ store: any JobStore) async throws {
        let chance = random.pick([0.5, 0.9, 1])
        var keys = model.keys.filter { _ in random.chance(chance) }
        if random.chance(0.2) {
            keys.append(
                ScheduleKey(
                    definition: random.pick(["d-1", "d-2"]), seller: random.pick(["c", "d", "e"]), region: "EU"))
        }
        keys = Set(keys).sorted { $0.description < $1.description }
        if random.chance(0.3), !keys.isEmpty { model.entries[random.pick(keys)]?.signature += 1 }
        try await plan(store, keys, isComplete: random.chance(0.7))
    }

    private mutating func plan(_ store: any JobStore, _ keys: [ScheduleKey], isComplete: Bool) async throws {
        // A plan never says something that has passed.
        let next = now + .milliseconds(1 + random.below(30_000))
        let plans = keys.map { key in
            SchedulePlan(
                key: key, application: "main", signature: "s-\(model.entries[key]?.signature ?? 1)", nextFireAt: next)
        }
        note("plan \(isComplete ? "all" : "some"): \(keys)")
        let before = try await store.schedules(matching: ScheduleFilter(limit: 1000))
        let signatures = Dictionary(uniqueKeysWithValues: before.map { ($0.key, $0.signature) })
        try await store.planSchedules(plans, complete: isComplete ? Set(keys.map(\.definition)) : nil)
        if isComplete { for key in model.keys { model.entries[key]?.isActive = false } }
        for plan in plans {
            var entry =
                model.entries[plan.key]
                ?? ScheduleModel.Entry(isPaused: model.paused.contains(plan.key.definition))
            entry.isActive = true
            if signatures[plan.key] != plan.signature { entry.next = plan.nextFireAt }
            model.entries[plan.key] = entry
        }
    }

    // MARK: Operators

    mutating func pause(_ store: any JobStore) async throws {
        // They are resumed more often than they are paused.
        let reason = random.chance(0.4) ? "a walk" : nil
        guard random.chance(0.7) else {
            let definition = random.pick(["d-1", "d-2"])
            note("\(definition) \(reason == nil ? "goes on" : "pauses")")
            _ = try await store.pauseSchedules(definition, seller: nil, region: nil, reason: reason, actor: "walk")
            if reason == nil { model.paused.remove(definition) } else { model.paused.insert(definition) }
            for key in model.keys where key.definition == definition { model.entries[key]?.isPaused = reason != nil }
            return
        }
        let key = random.pick(model.keys)
        note("\(key) \(reason == nil ? "goes on" : "pauses")")
        let isChange = model.entries[key]?.isPaused != (reason != nil)
        let changed = try await store.pauseSchedules(
            key.definition, seller: key.seller, region: random.pick([nil, key.region]), reason: reason, actor: "walk")
        try expectEqual(changed, isChange ? 1 : 0, "rows that changed")
        model.entries[key]?.isPaused = reason != nil
    }

    mutating func setCursor(_ store: any JobStore) async throws {
        let key = random.pick(model.keys)
        let elapsed = Int((now - model.start).microseconds / 1000)
        let instant = random.chance(0.2) ? nil : model.start + .milliseconds(random.below(elapsed + 1))
        note("cursor of \(key) is \(instant.map(\.iso8601) ?? "gone")")
        let isThere = try await store.setCursor(key, to: instant?.iso8601, actor: "walk")
        try expect(isThere, "\(key) has no row")
        model.entries[key]?.setCursor = instant
        model.entries[key]?.setAt = step
        model.entries[key]?.windows = []
    }

    mutating func runByHand(_ store: any JobStore) async throws {
        let (key, isForced) = (random.pick(model.keys), random.chance(0.3))
        note("run \(key)\(isForced ? " by force" : "")")
        let open = try await openJobs(store).filter { model.windows[$0]?.key == key }
        switch try await store.fireByHand(key, job: job(key, nil), isForced: isForced, actor: "walk") {
        case .fired(.new(let id)):
            try expect(isForced || open.isEmpty, "\(key) was run beside \(open)")
            register(id, key)
            byHand.insert(id)
        case .overlapped(let id):
            try expect(!isForced && open.contains(id), "\(key) was kept out by job \(id)")
        case .fired(.duplicate), nil: throw failure("\(key) was not run")
        }
    }

    mutating func reopenOrCancel(_ store: any JobStore) async throws {
        let ids = model.windows.keys.sorted()
        guard !ids.isEmpty else { return }
        let id = random.pick(ids)
        note("reopen or cancel \(id)")
        if random.chance(0.6) {
            _ = try await store.retry([id], confirmed: true)
        } else if running[id] == nil {
            _ = try await store.cancel([id])
        }
    }

    mutating func prune(_ store: any JobStore) async throws {
        note("prune")
        _ = try await store.prune(
            Retention(succeeded: .seconds(60), failed: .seconds(120), cancelled: .seconds(60), maxJobs: 50))
    }
}
