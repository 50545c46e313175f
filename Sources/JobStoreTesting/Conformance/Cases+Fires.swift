import JobModel
import JobStore

/// Firing schedules, by themselves and by hand.
extension StoreConformance {
    static let fireCases: [StoreCase] = [
        StoreCase("A fire puts its job in and moves the schedule on") { bench in
            let key = try await bench.planDue()
            let start = bench.now
            bench.advance(.seconds(5))
            let mark = try await bench.store.changeMark()
            guard case .fired(let jobs) = try await bench.fire(key), jobs.count == 1, case .new(let id) = jobs[0] else {
                throw ConformanceFailure(message: "the schedule did not fire", file: #fileID, line: #line)
            }
            try expect(try await bench.store.changeMark() != mark, "a worker that waits would not hear of it")
            let row = try await bench.row(key)
            try expectEqual(row.nextFireAt, start + .seconds(60), "the next fire")
            try expectEqual(row.lastFireAt, start, "the last fire")
            try expectEqual(row.lastJob, id, "the last job")
            let job = try await bench.row(id)
            try expectEqual(job.scheduleID, row.id, "the job's schedule")
            try expectEqual(job.scheduledAt, start, "the instant for which it was put in")
            try expectEqual(job.isTemplate, true, "whether it is a template")
            try expectEqual(job.cursor, nil, "the cursor that it reaches")
            try expectEqual(try await bench.store.counts(), [.waiting: 1], "the counts")
            try expectEqual(try await bench.store.dueSchedules(now: bench.now, limit: 9), [], "what is due thereafter")
        },
        StoreCase("What was fired is not fired again, whoever tries") { bench in
            let key = try await bench.planDue()
            let fire = bench.makeFire(key, expected: bench.now)
            guard case .fired = try await bench.fire(fire) else {
                throw ConformanceFailure(message: "the schedule did not fire", file: #fileID, line: #line)
            }
            try await bench.completeAll()
            try expectEqual(try await bench.fire(fire), .lost, "the same fire")
            try expectEqual(try await bench.store.fire([fire, fire]), [.lost, .lost], "both of two")
            try expectEqual(
                try await bench.fire(bench.makeFire(bench.schedule("nobody"), expected: bench.now)), .lost,
                "a fire of a schedule that nobody has planned")
            try expectEqual(try await bench.store.counts(), [.succeeded: 1], "the counts")
        },
        StoreCase("Of many who fire the same schedules at once, one succeeds with each") { bench in
            let start = bench.now
            let keys = (0..<20).map { bench.schedule("s\($0)") }
            try await bench.store.planSchedules(keys.map { bench.plan($0, at: start) }, complete: nil)
            let fires = keys.map { bench.makeFire($0, expected: start, overlap: .queue) }
            let answers = try await withThrowingTaskGroup(of: [ScheduleFireAnswer].self) { group in
                for task in 0..<8 {
                    let own = task % 2 == 0 ? fires : fires.reversed()
                    group.addTask {
                        let answers = try await bench.store.fire(own)
                        return task % 2 == 0 ? answers : answers.reversed()
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for index in keys.indices {
                try expectEqual(answers.count { $0[index] != .lost }, 1, "fires of \(keys[index])")
            }
            try expectEqual(try await bench.store.counts(), [.waiting: 20], "the counts")
        },
        StoreCase("A fire while a job of the schedule is open is left out, when overlap is skipped") { bench in
            let (key, other) = (try await bench.planDue(), try await bench.planDue("other"))
            let first = try await bench.fireAndClaim(key)
            let before = try await bench.row(key)
            for state in [JobState.running, .waiting, .quarantined] {
                switch state {
                case .waiting: try await bench.finish(first, .snooze(until: bench.now))
                case .quarantined: try await bench.finish(try await bench.claimOne(), .quarantine(.oops))
                default: break
                }
                try expectEqual(try await bench.row(first.id).state, state, "the first job's state")
                try expectEqual(try await bench.fire(key), .overlapped(first.id), "a fire while it is \(state.word)")
            }
            var after = before
            after.nextFireAt = before.nextFireAt.map { $0 + .seconds(180) }
            try expectEqual(try await bench.row(key), after, "the row, which has moved on three times")
            guard case .fired = try await bench.fire(other) else {
                throw ConformanceFailure(message: "another seller was kept out", file: #fileID, line: #line)
            }
            _ = try await bench.store.cancel([first.id])
            guard case .fired(let jobs) = try await bench.fire(key, jobs: 3), jobs.count == 3 else {
                throw ConformanceFailure(message: "it did not fire again", file: #fileID, line: #line)
            }
            try expectEqual(
                try await bench.store.counts(), [.waiting: 4, .cancelled: 1], "jobs of one fire beside each other")
        },
        StoreCase("A fire while a job of the schedule is open waits behind it, when overlap is queued") { bench in
            let key = try await bench.planDue()
            for _ in 0..<3 { try await bench.fire(key, overlap: .queue) }
            try expectEqual(try await bench.store.counts(), [.waiting: 3], "the counts")
            // A reopened job is open like any other.
            let jobs = try await bench.claim()
            for job in jobs { try await bench.finish(job, .fail(.oops)) }
            _ = try await bench.store.retry([jobs[1].id], confirmed: false)
            try expectEqual(try await bench.fire(key), .overlapped(jobs[1].id), "a fire beside a reopened job")
        },
        StoreCase("A missed fire that is left out moves the schedule on without a job") { bench in
            let key = try await bench.planDue()
            let job = try await bench.fireAndClaim(key)
            let expected = bench.now + .seconds(60)
            let answer = try await bench.fire(
                ScheduleFire(
                    key: key, expected: expected, next: expected + .seconds(600), jobs: [], overlap: .skip,
                    lastFireAt: nil))
            try expectEqual(answer, .fired([]), "the answer")
            let row = try await bench.row(key)
            try expectEqual(row.nextFireAt, expected + .seconds(600), "the next fire")
            try expectEqual(row.lastFireAt, bench.now, "the last fire")
            try expectEqual(row.lastJob, job.id, "the last job")
            _ = try await bench.fire(
                ScheduleFire(
                    key: key, expected: expected + .seconds(600), next: nil, jobs: [], overlap: .skip, lastFireAt: nil))
            try expectEqual(
                try await bench.store.nextScheduleDue(), nil, "the next fire of one that has come to its end")
        },
        StoreCase("A job that another one's unique key keeps out is told as a duplicate") { bench in
            let key = try await bench.planDue()
            var unique = bench.job()
            unique.uniqueKey = "k"
            let other = try await bench.enqueue(unique)
            var fire = bench.makeFire(key, expected: bench.now)
            fire.jobs[0].uniqueKey = "k"
            try expectEqual(try await bench.fire(fire), .fired([.duplicate(other)]), "the answer")
            try expectEqual(try await bench.row(key).lastJob, nil, "the last job")
            try expectEqual(try await bench.row(other).scheduleID, nil, "the other job's schedule")
        },
        StoreCase("Five hundred fires at once are let in, and no more") { bench in
            let start = bench.now
            let keys = (0...ScheduleFire.most).map { bench.schedule("s\($0)") }
            try await bench.store.planSchedules(keys.map { bench.plan($0, at: start) }, complete: nil)
            let fires = keys.map { bench.makeFire($0, expected: start) }
            do {
                _ = try await bench.store.fire(fires)
                throw ConformanceFailure(message: "too many fires were let in", file: #fileID, line: #line)
            } catch is StoreError {}
            try expectEqual(try await bench.store.counts(), [:], "the counts after the refusal")
            let answers = try await bench.store.fire(Array(fires.dropLast()))
            try expect(!answers.contains(.lost), "some were lost")
            try expectEqual(try await bench.store.counts(), [.waiting: ScheduleFire.most], "the counts")
        },
        StoreCase("A schedule is run by hand even while it is paused, and its next fire stays") { bench in
            let key = try await bench.planDue()
            _ = try await bench.store.pauseSchedules("sync", seller: nil, region: nil, reason: "r", actor: "test")
            bench.advance(.seconds(7))
            let before = try await bench.row(key)
            var job = bench.job()
            job.isTemplate = true
            guard case .fired(.new(let id))? = try await bench.store.fireByHand(key, job: job, actor: "anna") else {
                throw ConformanceFailure(message: "it was not run", file: #fileID, line: #line)
            }
            var after = before
            after.lastJob = id
            try expectEqual(try await bench.row(key), after, "the row")
            try expectEqual(try await bench.row(id).scheduledAt, bench.now, "the instant for which the job was put in")
            try expectEqual(
                try await bench.store.fireByHand(key, job: job, actor: "anna"), .overlapped(id), "a second time")
            guard
                case .fired(.new(let second))? = try await bench.store.fireByHand(
                    key, job: job, isForced: true, actor: "anna")
            else { throw ConformanceFailure(message: "it was not run by force", file: #fileID, line: #line) }
            try expectEqual(try await bench.row(key).lastJob, second, "the last job")
            let events = try await bench.store.latestEvents(of: bench.key("acme"), limit: 9)
            try expectEqual(
                events.map(\.kind), ["scheduleRun", "scheduleRun", "schedulePaused"], "the events, newest first")
            try expectEqual(events[0].actor, "anna", "who did it")
        },
        StoreCase("A schedule that nobody has planned can be run by hand, and is planned later") { bench in
            let keys = ["a", "b"].map { bench.schedule($0) }
            let answers = try await bench.store.fireByHand(
                keys.map { HandFire(key: $0, job: bench.job($0.seller)) }, isForced: false, actor: "anna")
            try expectEqual(answers.count, 2, "answers")
            try expectEqual(try await bench.store.counts(), [.waiting: 2], "the counts")
            try expectEqual(try await bench.row(keys[0]).application, "main", "the application")
            try expectEqual(try await bench.store.nextScheduleDue(), nil, "the next fire")
            try await bench.store.planSchedules([bench.plan(keys[0], at: bench.now)], complete: ["sync"])
            try expectEqual(try await bench.row(keys[0]).nextFireAt, bench.now, "the next fire of the planned one")
            try expectEqual(try await bench.row(keys[1]).isActive, false, "whether the other one is active")
            let events = try await bench.store.latestEvents(limit: 9)
            try expectEqual(events.map(\.kind), ["scheduleRun"], "the events")
            try expectEqual(events[0].seller, nil, "the seller in an event about several")
        },
    ]
}
