import JobModel
import JobStore

/// What becomes of schedules whose jobs leave something for the next one.
extension StoreConformance {
    static let catchingUpCases: [StoreCase] = [
        StoreCase("The success of a job whose window was cut makes its schedule due, and nothing else does") { bench in
            let key = try await bench.planDue()
            for outcome in [Outcome.fail(.oops), .quarantine(.oops), .cancelled] {
                try await bench.runSchedule(key, reaching: "c-1", isBehind: true, outcome)
                let due = try await bench.row(key).nextFireAt
                try expect(due.map { $0 > bench.now } ?? false, "due at \(due as Any) after \(outcome)")
            }
            let job = try await bench.fireAndClaim(key)
            let next = try await bench.row(key).nextFireAt
            try await bench.fill(job, reaching: "c-1", isBehind: true)
            // The run that succeeds need not be the one that chose the window.
            try await bench.crash()
            let again = try await bench.claimOne()
            try expectEqual(try await bench.row(key).nextFireAt, next, "the next fire before the success")
            try await bench.finish(again)
            try expectEqual(try await bench.row(key).nextFireAt, bench.now, "the next fire after the success")
            try expectEqual(
                try await bench.store.dueSchedules(now: bench.now, limit: 9).map(\.key), [key], "what is due")
            // Its window reaches the present.
            try await bench.runSchedule(key, reaching: "c-2")
            try expectEqual(
                try await bench.row(key).nextFireAt, bench.now + .seconds(60), "the next fire when nothing is left")
        },
        StoreCase("A schedule that is due already, has no fires or is retired stays so when a job leaves something") {
            bench in
            let late = try await bench.planDue()
            let due = try await bench.row(late).nextFireAt
            let (byHand, retired) = (bench.schedule("globex"), bench.schedule("initech"))
            let plans = [bench.plan(late, at: due), bench.plan(byHand, at: nil)]
            try await bench.store.planSchedules(
                plans + [bench.plan(retired, at: bench.now + .seconds(60))], complete: ["sync"])
            for key in [late, byHand, retired] {
                _ = try await bench.store.fireByHand(key, job: bench.job(of: key), actor: "anna")
            }
            try await bench.store.planSchedules(plans, complete: ["sync"])
            let rest = try await bench.row(retired).nextFireAt
            bench.advance(.seconds(5))
            for job in try await bench.claim() {
                try await bench.fill(job, reaching: "c-1", isBehind: true)
                try await bench.finish(job)
            }
            try expectEqual(try await bench.row(late).nextFireAt, due, "the next fire of the one that is late")
            try expectEqual(try await bench.row(byHand).nextFireAt, nil, "the next fire of the one by hand")
            try expectEqual(try await bench.row(retired).nextFireAt, rest, "the next fire of the one that is retired")
            try expectEqual(try await bench.row(byHand).cursor, "c-1", "the cursor of the one by hand")
        },
    ]
}
