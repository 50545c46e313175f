import JobModel
import JobStoreTesting
import Testing

@Suite("What is due now")
struct FirePlanTests {
    private static let midnight = Timestamp(microseconds: 1_769_904_000_000_000)  // 2026-02-01T00:00:00Z

    private static func at(_ hours: Int, _ minutes: Int = 0, _ seconds: Int = 0) -> Timestamp {
        midnight + .seconds(hours * 3600 + minutes * 60 + seconds)
    }

    private static func plan(_ missed: MissedFires, _ text: String = "@hourly", delay: Duration = .zero) throws
        -> FirePlan
    {
        FirePlan(try Schedule(text, in: .utc), missed: missed, delay: delay)
    }

    @Test("a new row fires at the next time, not at once", arguments: [.skip, .one, .all(5)] as [MissedFires])
    func newRow(missed: MissedFires) throws {
        let plan = try Self.plan(missed)
        #expect(plan.firstDue(after: Self.at(4, 30)) == Self.at(5))
        #expect(
            plan.decide(FirePlan.Memory(nextDue: nil), at: Self.at(4, 30)) == FirePlan.Decision(nextDue: Self.at(5)))
    }

    @Test("nothing happens before the time, and one job at it", arguments: [.skip, .one, .all(5)] as [MissedFires])
    func onTime(missed: MissedFires) throws {
        let plan = try Self.plan(missed)
        let memory = FirePlan.Memory(nextDue: Self.at(5), lastScheduledAt: Self.at(4))
        #expect(plan.decide(memory, at: Self.at(4, 59, 59)) == FirePlan.Decision(nextDue: Self.at(5)))
        let due = FirePlan.Decision(scheduledAt: [Self.at(5)], nextDue: Self.at(6))
        for seconds in [0, 1, 60] { #expect(plan.decide(memory, at: Self.at(5, 0, seconds)) == due) }
    }

    @Test("fires that were missed are passed over, taken as one, or made up for one by one")
    func missed() throws {
        let memory = FirePlan.Memory(nextDue: Self.at(1), lastScheduledAt: Self.at(0))
        func decide(_ missed: MissedFires, _ now: Timestamp) throws -> FirePlan.Decision {
            try Self.plan(missed).decide(memory, at: now)
        }
        let later = Self.at(5, 30)
        #expect(try decide(.skip, later) == .init(nextDue: Self.at(6), passedOverSince: Self.at(1)))
        #expect(
            try decide(.one, later)
                == .init(scheduledAt: [Self.at(5)], nextDue: Self.at(6), passedOverSince: Self.at(1)))
        #expect(
            try decide(.all(3), later)
                == .init(
                    scheduledAt: [Self.at(3), Self.at(4), Self.at(5)], nextDue: Self.at(6),
                    passedOverSince: Self.at(1)))
        #expect(try decide(.all(10), later) == .init(scheduledAt: (1...5).map { Self.at($0) }, nextDue: Self.at(6)))
        // One that is hardly late is not missed, though others were.
        #expect(
            try decide(.skip, Self.at(5, 0, 30))
                == .init(scheduledAt: [Self.at(5)], nextDue: Self.at(6), passedOverSince: Self.at(1)))
        #expect(try decide(.skip, Self.at(1, 1, 1)) == .init(nextDue: Self.at(2), passedOverSince: Self.at(1)))
        #expect(try decide(.all(0), later).scheduledAt == [Self.at(5)])
    }

    @Test("a seller's delay moves when a fire is due, not the time that it is for")
    func delay() throws {
        let plan = try Self.plan(.one, delay: .seconds(600))
        #expect(plan.firstDue(after: Self.at(4, 5)) == Self.at(4, 10))
        #expect(plan.firstDue(after: Self.at(4, 10)) == Self.at(5, 10))
        let memory = FirePlan.Memory(nextDue: Self.at(5, 10), lastScheduledAt: Self.at(4))
        #expect(plan.decide(memory, at: Self.at(5, 9, 59)).scheduledAt.isEmpty)
        #expect(
            plan.decide(memory, at: Self.at(5, 10)) == .init(scheduledAt: [Self.at(5)], nextDue: Self.at(6, 10)))
        // Longer than the time between two fires.
        let slow = try Self.plan(.all(9), delay: .seconds(9000))
        #expect(slow.firstDue(after: Self.at(4)) == Self.at(4, 30))
        #expect(
            slow.decide(.init(nextDue: Self.at(4, 30)), at: Self.at(5, 45))
                == .init(scheduledAt: [Self.at(2), Self.at(3)], nextDue: Self.at(6, 30)))
    }

    @Test("a clock that is set back a little fires nothing twice; after a big step the row begins anew")
    func setBack() throws {
        let plan = try Self.plan(.one)
        let memory = FirePlan.Memory(nextDue: Self.at(6), lastScheduledAt: Self.at(5))
        #expect(plan.decide(memory, at: Self.at(2, 30)) == .init(nextDue: Self.at(6)))
        #expect(plan.decide(memory, at: Self.at(-17, 30)) == .init(nextDue: Self.at(6)))
        #expect(plan.decide(memory, at: Self.at(-25, 30)) == .init(nextDue: Self.at(-24)))
        // The clock was in another century for a moment.
        let lost = FirePlan.Memory(nextDue: Self.at(800_000), lastScheduledAt: Self.at(799_999))
        #expect(plan.decide(lost, at: Self.at(5, 30)) == .init(nextDue: Self.at(6)))
    }

    @Test("a clock that leaps ahead costs no more than the jobs that come of it")
    func leap() throws {
        let memory = FirePlan.Memory(nextDue: Self.at(1))
        let far = try #require(Timestamp(iso8601: "2099-06-01T00:00:30Z"))
        for text in ["* * * * *", "* * * * * *", "every 1s", "0 0 29 2 *"] {
            let decision = try Self.plan(.all(3), text).decide(memory, at: far)
            #expect(decision.scheduledAt.count == 3 && (decision.nextDue ?? .distantPast) > far, "\(text)")
        }
    }

    @Test("a row whose next time is not the schedule's any more goes over to what is")
    func changedSchedule() throws {
        let plan = try Self.plan(.one, "30 * * * *")
        // Not due yet: at once.
        #expect(
            plan.decide(.init(nextDue: Self.at(20), lastScheduledAt: Self.at(4)), at: Self.at(5))
                == .init(nextDue: Self.at(5, 30)))
        // Due: what was due by the schedule as it is now since the last job.
        #expect(
            plan.decide(.init(nextDue: Self.at(5), lastScheduledAt: Self.at(4)), at: Self.at(5))
                == .init(scheduledAt: [Self.at(4, 30)], nextDue: Self.at(5, 30)))
        #expect(
            plan.decide(.init(nextDue: Self.at(5), lastScheduledAt: Self.at(4, 30)), at: Self.at(5))
                == .init(nextDue: Self.at(5, 30)))
        // A row that never fired has nothing to make up for.
        #expect(plan.decide(.init(nextDue: Self.at(5)), at: Self.at(5)) == .init(nextDue: Self.at(5, 30)))
    }

    @Test("with restarts at random every fire becomes one job, or is made up for", arguments: 0..<8 as Range<UInt64>)
    func restarts(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        let texts = ["*/10 * * * *", "@hourly", "30 2 * * *", "every 25m", "0 0,12 * * MON-FRI"]
        let zone = try SampleZone.newYork.zone()
        // Six days around the night in which the clocks are set back.
        let start = try #require(Timestamp(iso8601: "2026-10-29T12:00:00Z"))
        for missed in [.skip, .one, .all(100_000)] as [MissedFires] {
            let schedule = try Schedule(random.pick(texts), in: zone)
            let delay = Duration.seconds(random.below(1200))
            let plan = FirePlan(schedule, missed: missed, delay: delay)
            var memory = FirePlan.Memory(nextDue: plan.firstDue(after: start))
            var jobs: [Timestamp] = []
            var now = start
            while now < start + .seconds(6 * 86_400) {
                let decision = plan.decide(memory, at: now)
                jobs += decision.scheduledAt
                memory.nextDue = decision.nextDue
                memory.lastScheduledAt = decision.scheduledAt.last ?? memory.lastScheduledAt
                #expect(try #require(decision.nextDue) > now, "seed \(seed)")
                // Mostly it looks every few seconds; now and then nobody is there for hours.
                now = now + .seconds(random.chance(0.02) ? random.below(40_000) : 1 + random.below(45))
            }
            let all = schedule.last(1_000_000, from: start + .microseconds(1) - delay, through: now - delay)
            #expect(zip(jobs, jobs.dropFirst()).allSatisfy { $0 < $1 }, "seed \(seed): \(plan)")
            #expect(Set(jobs).isSubset(of: all), "seed \(seed): \(plan)")
            if case .all = missed {
                let decided = all.filter { $0 + delay < memory.nextDue ?? .distantPast }
                #expect(jobs == decided, "seed \(seed): \(plan)")
            }
        }
    }
}
