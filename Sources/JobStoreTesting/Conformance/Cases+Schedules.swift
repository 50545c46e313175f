import JobModel
import JobStore

/// Planning schedules, pausing them, and looking at them.
extension StoreConformance {
    static let scheduleCases: [StoreCase] = [
        StoreCase("A planned schedule is due when its time has come, the longest overdue first") { bench in
            let (a, b, c) = (bench.schedule("a"), bench.schedule("b"), bench.schedule("c"))
            try expectEqual(try await bench.store.nextScheduleDue(), nil, "the next fire without schedules")
            try await bench.store.planSchedules(
                [
                    bench.plan(a, at: bench.now + .seconds(60)), bench.plan(b, at: bench.now + .seconds(30)),
                    bench.plan(c, at: nil),
                ], complete: nil)
            try expectEqual(try await bench.store.dueSchedules(now: bench.now, limit: 9), [], "what is due at once")
            try expectEqual(try await bench.store.nextScheduleDue(), bench.now + .seconds(30), "the next fire")
            bench.advance(.seconds(60))
            let due = try await bench.store.dueSchedules(now: bench.now, limit: 9)
            try expectEqual(due.map(\.key), [b, a], "what is due after a minute")
            try expectEqual(
                try await bench.store.dueSchedules(now: bench.now, limit: 1).map(\.key), [b], "the first of it")
            try expectEqual(
                due[1],
                ScheduleRow(id: due[1].id, key: a, application: "main", signature: "s-1", nextFireAt: bench.now),
                "a fresh row")
        },
        StoreCase("Planning again keeps the next fire, the cursor and the pause; a changed schedule fires anew") {
            bench in
            let key = try await bench.planDue()
            _ = try await bench.store.setCursor(key, to: "c-1", actor: "test")
            _ = try await bench.store.pauseSchedules("sync", seller: "acme", region: nil, reason: "r", actor: "test")
            let before = try await bench.row(key)
            var plan = bench.plan(key, at: bench.now + .seconds(900))
            try await bench.store.planSchedules([plan, plan], complete: nil)
            try expectEqual(try await bench.row(key), before, "the row")
            plan.application = "other"
            plan.signature = "s-2"
            try await bench.store.planSchedules([plan], complete: nil)
            var after = before
            (after.application, after.signature, after.nextFireAt) = ("other", "s-2", plan.nextFireAt)
            try expectEqual(try await bench.row(key), after, "the row of the changed schedule")
            plan.signature = "by hand"
            plan.nextFireAt = nil
            try await bench.store.planSchedules([plan], complete: nil)
            try expectEqual(try await bench.row(key).nextFireAt, nil, "the next fire of one that has no schedule now")
        },
        StoreCase("A schedule whose definition or seller is gone never fires, and goes on when it comes back") {
            bench in
            let keys = [bench.schedule("a"), bench.schedule("b"), bench.schedule("a", of: "other")]
            let plans = keys.map { bench.plan($0, at: bench.now) }
            try await bench.store.planSchedules(plans, complete: ["sync", "other"])
            _ = try await bench.store.setCursor(keys[1], to: "c-1", actor: "test")
            let before = try await bench.row(keys[1])
            func due() async throws -> [ScheduleKey] {
                try await bench.store.dueSchedules(now: bench.now, limit: 9).map(\.key)
            }
            try await bench.store.planSchedules([plans[0]], complete: nil)
            try expectEqual(try await due(), keys, "what is due after a part was planned")
            try await bench.store.planSchedules([plans[0]], complete: ["sync"])
            try expectEqual(try await due(), [keys[0]], "what is due when others are gone")
            try expectEqual(try await bench.row(keys[1]).cursor, "c-1", "the cursor of a seller who is gone")
            try expectEqual(
                try await bench.fire(bench.makeFire(keys[1], expected: bench.now)), .lost, "a fire of its schedule")
            try await bench.store.planSchedules(plans, complete: ["sync", "other"])
            try expectEqual(try await bench.row(keys[1]), before, "the row of the seller who is back")
            // Another name is another definition.
            let renamed = bench.schedule("b", of: "renamed")
            try await bench.store.planSchedules([bench.plan(renamed, at: bench.now)], complete: ["renamed"])
            try expectEqual(try await bench.row(renamed).cursor, nil, "the cursor of a definition with another name")
            try expectEqual(try await due(), [renamed], "what is due then")
            try await bench.store.planSchedules([], complete: [])
            try expectEqual(try await due(), [], "what is due without definitions")
            try expectEqual(try await bench.store.nextScheduleDue(), nil, "the next fire without definitions")
        },
        StoreCase("Thousands of schedules are planned and retired alike") { bench in
            let plans = (0..<2300).map { bench.plan(bench.schedule("s\($0 / 2)", of: "d\($0 % 2)"), at: bench.now) }
            try await bench.store.planSchedules(plans, complete: ["d0", "d1"])
            try expectEqual(
                try await bench.store.scheduleSummaries().map(\.sellers), [1150, 1150], "sellers of the definitions")
            try await bench.store.planSchedules(plans.filter { $0.key.definition == "d1" }, complete: ["d1"])
            let summaries = try await bench.store.scheduleSummaries()
            try expectEqual(summaries.map(\.sellers), [0, 1150], "sellers when one definition is gone")
            try expectEqual(summaries.map(\.inactive), [1150, 0], "rows that are kept all the same")
            try expectEqual(
                try await bench.store.dueSchedules(now: bench.now, limit: 5000).count, 1150, "what is due then")
        },
        StoreCase("A paused schedule does not fire until it is resumed") { bench in
            let (a, b) = (try await bench.planDue("a"), try await bench.planDue("b"))
            func pause(_ seller: String?, _ reason: String?, region: String? = nil) async throws -> Int {
                try await bench.store.pauseSchedules(
                    "sync", seller: seller, region: region, reason: reason, actor: "test")
            }
            func due() async throws -> [ScheduleKey] {
                try await bench.store.dueSchedules(now: bench.now, limit: 9).map(\.key)
            }
            let mark = try await bench.store.changeMark()
            try expectEqual(try await pause("a", "r", region: "NA"), 0, "rows in another region")
            try expectEqual(try await pause("a", "r"), 1, "rows that pause")
            try expectEqual(try await pause("a", "r, r"), 0, "rows that pause once more")
            try expectEqual(try await bench.row(a).pauseReason, "r, r", "the reason")
            try expectEqual(try await due(), [b], "what is due")
            try expectEqual(try await bench.fire(bench.makeFire(a, expected: bench.now)), .lost, "a fire")
            try expectEqual(try await pause("a", nil), 1, "rows that go on")
            try expectEqual(try await due(), [a, b], "what is due again")
            try expect(try await bench.store.changeMark() != mark, "the change mark rested")
            let events = try await bench.store.latestEvents(of: bench.key("a"), limit: 9)
            try expectEqual(events.map(\.kind), ["scheduleResumed", "schedulePaused"], "the events, newest first")
            try expectEqual(events.map { $0.failure?.message }, ["sync", "sync: r"], "what they tell")
        },
        StoreCase("A definition that is paused for all is paused for sellers who come later, until it is resumed") {
            bench in
            let keys = ["a", "b", "c", "d"].map { bench.schedule($0) }
            func reasons() async throws -> [String?] {
                try await bench.store.schedules(matching: ScheduleFilter()).map(\.pauseReason)
            }
            func pause(_ reason: String?) async throws {
                _ = try await bench.store.pauseSchedules(
                    "sync", seller: nil, region: nil, reason: reason, actor: "test")
            }
            try await bench.store.planSchedules(keys.prefix(2).map { bench.plan($0, at: bench.now) }, complete: nil)
            try await pause("r")
            try await bench.store.planSchedules([bench.plan(keys[2], at: bench.now)], complete: nil)
            try expectEqual(try await reasons(), ["r", "r", "r"], "the pauses")
            // One seller may go on by itself.
            _ = try await bench.store.pauseSchedules("sync", seller: "a", region: nil, reason: nil, actor: "test")
            try expectEqual(try await reasons(), [nil, "r", "r"], "the pauses when one seller goes on")
            try await pause(nil)
            try await bench.store.planSchedules([bench.plan(keys[3], at: bench.now)], complete: nil)
            try expectEqual(try await reasons(), [nil, nil, nil, nil], "the pauses after all")
            let events = try await bench.store.latestEvents(limit: 9).filter { $0.seller == nil }
            try expectEqual(events.map(\.kind), ["scheduleResumed", "schedulePaused"], "the events of the application")
        },
        StoreCase("Schedules are listed in pages by definition, seller and region") { bench in
            let keys = [
                bench.schedule("a", of: "x"), bench.schedule("b", of: "x", region: "EU"),
                bench.schedule("b", of: "x", region: "NA"), bench.schedule("a", of: "y"), bench.schedule("c", of: "y"),
            ]
            try await bench.store.planSchedules(keys.reversed().map { bench.plan($0, at: nil) }, complete: nil)
            func list(_ filter: ScheduleFilter) async throws -> [ScheduleKey] {
                try await bench.store.schedules(matching: filter).map(\.key)
            }
            try expectEqual(try await list(ScheduleFilter()), keys, "all")
            var pages = [try await list(ScheduleFilter(limit: 2))]
            while let last = pages.last?.last { pages.append(try await list(ScheduleFilter(after: last, limit: 2))) }
            try expectEqual(
                pages, [Array(keys[0..<2]), Array(keys[2..<4]), [keys[4]], []], "the pages")
            try expectEqual(try await list(ScheduleFilter(definition: "y")), Array(keys[3...]), "a definition's")
            try expectEqual(try await list(ScheduleFilter(seller: "a")), [keys[0], keys[3]], "a seller's")
            try expectEqual(
                try await list(ScheduleFilter(definition: "x", seller: "b", region: "NA")), [keys[2]], "one")
            try expectEqual(
                try await list(ScheduleFilter(definition: "x", after: keys[0])), Array(keys[1..<3]),
                "a definition's next page")
            try await bench.store.planSchedules([bench.plan(keys[1], at: nil)], complete: ["x"])
            try expectEqual(try await list(ScheduleFilter(isActive: true)), [keys[1]], "active ones")
        },
    ]
}
