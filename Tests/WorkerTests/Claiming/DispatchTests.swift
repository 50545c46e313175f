import JobModel
import JobStore
import Testing

@testable import Worker

@Suite("Dispatching", .timeLimit(.minutes(5)))
struct DispatchTests {
    private func jobs(_ numbers: ClosedRange<Int64>) -> [ClaimedJob] { numbers.map { .sample($0) } }

    @Test("A new worker claims as many jobs as it has room for")
    func firstClaim() {
        var dispatch = Dispatch(capacity: 4, stopsWhenDrained: false)
        #expect(dispatch.wake() == [.claim(limit: 4)])
        #expect(dispatch.wake() == [], "one claim at a time")
    }

    @Test("A wake during a claim leads to another claim after it")
    func wakeDuringClaim() {
        var dispatch = Dispatch(capacity: 4, stopsWhenDrained: false)
        _ = dispatch.wake()
        _ = dispatch.wake()
        #expect(dispatch.claimed(Claim()) == [.claim(limit: 4)])
        #expect(dispatch.claimed(Claim()) == [])
    }

    @Test("A full worker claims again only when a run has ended")
    func full() {
        var dispatch = Dispatch(capacity: 2, stopsWhenDrained: false)
        _ = dispatch.wake()
        #expect(dispatch.claimed(Claim(jobs: jobs(1...2))) == [.start(jobs(1...2))])
        #expect(dispatch.wake() == [])
        #expect(dispatch.runEnded() == [.claim(limit: 1)])
    }

    @Test("A claim that yields less than there is room for is not repeated until something changes")
    func partial() {
        var dispatch = Dispatch(capacity: 4, stopsWhenDrained: false)
        _ = dispatch.wake()
        #expect(dispatch.claimed(Claim(jobs: jobs(1...1))) == [.start(jobs(1...1))])
        #expect(dispatch.wake() == [.claim(limit: 3)])
    }

    @Test("It remembers when time alone makes a job due")
    func nextDue() {
        var dispatch = Dispatch(capacity: 1, stopsWhenDrained: false)
        _ = dispatch.wake()
        _ = dispatch.claimed(Claim(nextDue: Timestamp(microseconds: 5)))
        #expect(dispatch.nextDue == Timestamp(microseconds: 5))
    }

    @Test("A failed claim is followed by a rest, which nothing cuts short")
    func failure() {
        var dispatch = Dispatch(capacity: 2, stopsWhenDrained: false)
        _ = dispatch.wake()
        _ = dispatch.claimed(Claim(jobs: jobs(1...1), nextDue: Timestamp(microseconds: 5)))
        #expect(dispatch.wake() == [.claim(limit: 1)])
        #expect(dispatch.claimFailed() == [.rest])
        #expect(dispatch.nextDue == nil)
        #expect(dispatch.wake() == [])
        #expect(dispatch.runEnded() == [])
        #expect(dispatch.rested() == [.claim(limit: 2)])
    }

    @Test("A worker that rests may be asked to stop, and then leaves without another claim")
    func stopDuringRest() {
        var dispatch = Dispatch(capacity: 1, stopsWhenDrained: true)
        _ = dispatch.wake()
        _ = dispatch.claimFailed()
        #expect(dispatch.drain() == [.leave])
    }

    @Test("A worker that rests does not take itself for drained")
    func drainedRest() {
        var dispatch = Dispatch(capacity: 1, stopsWhenDrained: true)
        _ = dispatch.wake()
        #expect(dispatch.claimed(Claim()) == [.lookForWork])
        #expect(dispatch.wake() == [.claim(limit: 1)])
        #expect(dispatch.claimFailed() == [.rest])
        #expect(dispatch.looked(foundWork: false) == [])
        #expect(dispatch.rested() == [.claim(limit: 1)])
        #expect(dispatch.claimed(Claim()) == [.lookForWork])
        #expect(dispatch.looked(foundWork: false) == [.leave])
    }

    @Test("An idle worker that is asked to stop leaves at once")
    func drainIdle() {
        var dispatch = Dispatch(capacity: 1, stopsWhenDrained: false)
        _ = dispatch.wake()
        _ = dispatch.claimed(Claim())
        #expect(dispatch.drain() == [.leave])
    }

    @Test("A busy worker that is asked to stop gives its runs time, claims nothing more and leaves after the last one")
    func drainBusy() {
        var dispatch = Dispatch(capacity: 3, stopsWhenDrained: false)
        _ = dispatch.wake()
        _ = dispatch.claimed(Claim(jobs: jobs(1...2)))
        #expect(dispatch.drain() == [.beginGrace])
        #expect(dispatch.drain() == [])
        #expect(dispatch.wake() == [])
        #expect(dispatch.runEnded() == [])
        #expect(dispatch.runEnded() == [.leave])
    }

    @Test("When the time is over the runs are interrupted, once")
    func grace() {
        var dispatch = Dispatch(capacity: 3, stopsWhenDrained: false)
        _ = dispatch.wake()
        _ = dispatch.claimed(Claim(jobs: jobs(1...1)))
        _ = dispatch.drain()
        #expect(dispatch.graceEnded() == [.interruptRuns])
        #expect(dispatch.graceEnded() == [])
        #expect(dispatch.drain() == [])
        #expect(dispatch.runEnded() == [.leave])
    }

    @Test("Jobs that a claim brings after the stop still run, in the time that runs have")
    func claimDuringDrain() {
        var dispatch = Dispatch(capacity: 3, stopsWhenDrained: false)
        _ = dispatch.wake()
        #expect(dispatch.drain() == [.beginGrace])
        #expect(dispatch.claimed(Claim(jobs: jobs(1...1))) == [.start(jobs(1...1))])
        #expect(dispatch.runEnded() == [.leave])
    }

    @Test("Jobs that a claim brings after the second stop are interrupted as soon as they start")
    func claimDuringLeave() {
        var dispatch = Dispatch(capacity: 3, stopsWhenDrained: false)
        _ = dispatch.wake()
        _ = dispatch.drain()
        #expect(dispatch.graceEnded() == [])
        #expect(dispatch.claimed(Claim(jobs: jobs(1...1))) == [.start(jobs(1...1)), .interruptRuns])
        #expect(dispatch.runEnded() == [.leave])
    }

    @Test("A claim that fails during the stop keeps nobody")
    func failureDuringDrain() {
        var dispatch = Dispatch(capacity: 3, stopsWhenDrained: false)
        _ = dispatch.wake()
        _ = dispatch.drain()
        #expect(dispatch.claimFailed() == [.leave])
    }

    @Test("A worker that stops when drained asks whether work is left, and goes on while there is")
    func drained() {
        var dispatch = Dispatch(capacity: 3, stopsWhenDrained: true)
        _ = dispatch.wake()
        #expect(dispatch.claimed(Claim()) == [.lookForWork])
        #expect(dispatch.looked(foundWork: true) == [])
        #expect(dispatch.wake() == [.claim(limit: 3)])
        #expect(dispatch.claimed(Claim()) == [.lookForWork])
        #expect(dispatch.looked(foundWork: false) == [.leave])
    }

    @Test("What comes in while the worker looks for work is not left behind")
    func drainedRace() {
        var dispatch = Dispatch(capacity: 3, stopsWhenDrained: true)
        _ = dispatch.wake()
        _ = dispatch.claimed(Claim())
        #expect(dispatch.wake() == [.claim(limit: 3)])
        #expect(dispatch.looked(foundWork: false) == [], "a claim is under way")
        #expect(dispatch.claimed(Claim(jobs: jobs(1...1))) == [.start(jobs(1...1))])
    }
}
