import JobModel
import JobStore

/// What jobs of schedules are told, what becomes of their templates, and how cursors move.
extension StoreConformance {
    static let cursorCases: [StoreCase] = [
        StoreCase("A job of a schedule is told what its schedule knows, and others are told nothing") { bench in
            let key = try await bench.planDue()
            let start = bench.now
            bench.advance(.seconds(3))
            let first = try await bench.fireAndClaim(key)
            try expectEqual(
                first.schedule, ScheduledRun(definition: "sync", scheduledAt: start, isTemplate: true), "the first time"
            )
            try await bench.fill(first, reaching: "c-1")
            try await bench.finish(first)
            let second = try await bench.fireAndClaim(key)
            try expectEqual(
                second.schedule,
                ScheduledRun(
                    definition: "sync", scheduledAt: start + .seconds(60), cursor: "c-1", isTemplate: true,
                    lastSuccessAt: start), "the second time")
            try await bench.enqueue(1, bench.job(of: key))
            let ordinary = try await bench.claimOne()
            try expectEqual(ordinary.schedule, nil, "an ordinary job")
            let row = try await bench.row(ordinary.id)
            try expectEqual(row.scheduledAt, nil, "the instant of an ordinary job")
            try expectEqual(row.isTemplate, false, "whether an ordinary job is a template")
        },
        StoreCase("Templates are filled once, and all later runs ask for the same") { bench in
            let key = try await bench.planDue()
            var fire = bench.makeFire(key, expected: bench.now)
            fire.jobs[0].parameters = "{\"a\":\"{cursor}\"}"
            fire.jobs[0].options = "{\"b\":\"{now}\"}"
            fire.jobs[0].body = "{seller}"
            fire.jobs[0].output = "{date}"
            _ = try await bench.fire(fire)
            let job = try await bench.claimOne()
            try expectEqual(job.body, "{seller}", "the body before")
            try expect(
                try await bench.store.fillTemplate(
                    job.fence, parameters: "{\"a\":1}", options: "{\"b\":2}", body: "acme", output: "today",
                    cursor: "c-1", isBehind: false), "the run was lost")
            try await bench.crash()
            try expect(
                !(try await bench.store.fillTemplate(
                    job.fence, parameters: "{}", body: nil, output: nil, cursor: "c-9")), "a lost run filled them again"
            )
            let again = try await bench.claimOne()
            try expectEqual(again.parameters, "{\"a\":1}", "the parameters")
            try expectEqual(again.options, "{\"b\":2}", "the options")
            try expectEqual(again.body, "acme", "the body")
            try expectEqual(again.output, "today", "the output")
            try expectEqual(again.schedule?.isTemplate, false, "whether it is a template still")
            try expectEqual(try await bench.record(job.id).content?.body, "acme", "the body that is shown")
            try await bench.finish(again)
            try expectEqual(try await bench.row(key).cursor, "c-1", "the cursor")
        },
        StoreCase("Filled templates may have neither body nor output, and keep options without templates") { bench in
            let key = try await bench.planDue()
            var fire = bench.makeFire(key, expected: bench.now)
            (fire.jobs[0].options, fire.jobs[0].body, fire.jobs[0].output) = ("{\"b\":2}", "x", "y")
            _ = try await bench.fire(fire)
            let job = try await bench.claimOne()
            try await bench.fill(job, reaching: nil)
            let content = try await bench.record(job.id).content
            try expectEqual(
                content, JobContent(parameters: "{\"to\":\"\"}", body: nil, options: "{\"b\":2}", output: nil),
                "the content")
            let filled = job.filled(parameters: "{}", options: "{}", body: nil, output: "z")
            try expectEqual(filled.fence, job.fence, "the fence of the job as the run goes on with it")
            try expectEqual(filled.output, "z", "its output")
            try expectEqual(filled.schedule?.isTemplate, false, "whether it is a template")
        },
        StoreCase("Success alone moves the cursor") { bench in
            let key = try await bench.planDue()
            try await bench.runSchedule(key, reaching: "c-1")
            let after = try await bench.row(key)
            try expectEqual(after.cursor, "c-1", "the cursor after a success")
            for outcome in [Outcome.fail(.oops), .quarantine(.oops), .cancelled] {
                let id = try await bench.runSchedule(key, reaching: "c-2", outcome)
                let row = try await bench.row(key)
                try expectEqual(row.cursor, "c-1", "the cursor after \(outcome)")
                try expectEqual(row.lastSuccessAt, after.lastSuccessAt, "the last success after \(outcome)")
                try expectEqual(row.lastJob, id, "the last job after \(outcome)")
            }
            var late = try await bench.fireAndClaim(key)
            try await bench.fill(late, reaching: "c-3")
            for outcome in [Outcome.snooze(until: bench.now), .park(.oops), .interrupted] {
                try await bench.finish(late, outcome)
                try expectEqual(try await bench.row(key).cursor, "c-1", "the cursor after \(outcome)")
                late = try await bench.claimOne()
            }
            try await bench.finish(late)
            try expectEqual(try await bench.row(key).cursor, "c-3", "the cursor after its success")
            // One that chose no window leaves the cursor alone.
            try await bench.runSchedule(key, reaching: nil)
            try expectEqual(try await bench.row(key).cursor, "c-3", "the cursor after a job without a window")
        },
        StoreCase("The cursor never goes back, and instants are compared as instants") { bench in
            let key = try await bench.planDue()
            let steps = [
                ("2026-02-01T00:00:00Z", "2026-02-01T00:00:00Z"),
                ("2026-02-01T00:00:00.5Z", "2026-02-01T00:00:00.5Z"),
                ("2026-02-01T00:00:00.250Z", "2026-02-01T00:00:00.5Z"),
                // An hour earlier than it looks.
                ("2026-02-01T01:00:00.2+01:00", "2026-02-01T00:00:00.5Z"),
                ("2026-01-31T23:00:01-01:30", "2026-01-31T23:00:01-01:30"),
                ("2026-02-01", "2026-01-31T23:00:01-01:30"),
                ("page-2", "page-2"), ("page-10", "page-2"), ("page-3", "page-3"),
            ]
            for (reached, expected) in steps {
                try await bench.runSchedule(key, reaching: reached)
                try expectEqual(try await bench.row(key).cursor, expected, "the cursor after \(reached)")
            }
        },
        StoreCase("Jobs that end in another order take neither the cursor nor the last success back") { bench in
            let key = try await bench.planDue()
            let start = bench.now
            let (first, second) = (try await bench.fireAndClaim(key), try await bench.fireAndClaim(key))
            try await bench.fill(first, reaching: "c-1")
            try await bench.fill(second, reaching: "c-2")
            try await bench.finish(second)
            let after = try await bench.row(key)
            try expectEqual(after.lastSuccessAt, start + .seconds(60), "the last success")
            try await bench.finish(first)
            try expectEqual(try await bench.row(key), after, "the row after the older job")
        },
        StoreCase("A cursor that was set is not moved by jobs whose window was chosen before") { bench in
            let key = try await bench.planDue()
            try await bench.runSchedule(key, reaching: "c-5")
            // One failed, one waits with its window, one runs with it, one runs and has not chosen it, one has not begun.
            let failed = try await bench.runSchedule(key, reaching: "c-6", .fail(.oops))
            let waiting = try await bench.fireAndClaim(key)
            try await bench.fill(waiting, reaching: "c-7")
            let running = try await bench.fireAndClaim(key)
            try await bench.fill(running, reaching: "c-8")
            let unfilled = try await bench.fireAndClaim(key)
            try await bench.finish(waiting, .snooze(until: bench.now + .seconds(1)))
            try await bench.fire(key, overlap: .queue)
            try expect(try await bench.store.setCursor(key, to: "c-2", actor: "anna"), "the row is gone")
            try await bench.finish(running)
            try await bench.fill(unfilled, reaching: "c-9")
            try await bench.finish(unfilled)
            let fresh = try await bench.claimOne()
            try expectEqual(fresh.schedule?.cursor, "c-2", "the cursor that the next job finds")
            bench.advance(.seconds(1))
            _ = try await bench.store.retry([failed], confirmed: false)
            let old = try await bench.claim()
            try expectEqual(Set(old.map(\.id)), [failed, waiting.id], "what is claimed later")
            for job in old { try await bench.finish(job) }
            try expectEqual(try await bench.row(key).cursor, "c-2", "the cursor after the old jobs")
            try await bench.fill(fresh, reaching: "c-3")
            try await bench.finish(fresh)
            try expectEqual(try await bench.row(key).cursor, "c-3", "the cursor after the fresh job")
            let event = try await bench.store.latestEvents(of: bench.key("acme"), limit: 1).first
            try expectEqual(event?.kind, "cursorSet", "the event")
            try expectEqual(event?.failure?.message, "sync: from c-5 to c-2", "what it tells")
            try expectEqual(event?.actor, "anna", "who did it")
        },
        StoreCase("A cursor can be taken away, and one that nobody knows cannot be set") { bench in
            let key = try await bench.planDue()
            try await bench.runSchedule(key, reaching: "c-1")
            try expect(try await bench.store.setCursor(key, to: nil, actor: "anna"), "the row is gone")
            try expectEqual(try await bench.row(key).cursor, nil, "the cursor")
            try await bench.runSchedule(key, reaching: "c-0")
            try expectEqual(try await bench.row(key).cursor, "c-0", "the cursor of the new beginning")
            try expect(
                !(try await bench.store.setCursor(bench.schedule("nobody"), to: "c", actor: "anna")),
                "a cursor without a row was set")
        },
        StoreCase("Schedules outlive their jobs, and a crash") { bench in
            let key = try await bench.planDue()
            let id = try await bench.runSchedule(key, reaching: "c-1")
            let before = try await bench.row(key)
            bench.advance(.seconds(500 * 86_400))
            try expect(try await bench.store.prune(Retention()) > 0, "nothing was deleted")
            try expectEqual(try await bench.store.job(id), nil, "the job")
            try await bench.crash()
            try expectEqual(try await bench.row(key), before, "the row")
            try expectEqual(try await bench.store.scheduleSummaries().map(\.failing), [0], "rows whose last job failed")
        },
    ]
}
