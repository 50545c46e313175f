import JobModel
import JobStore
import OperationCatalogue
import Overview
import Testing

@testable import spworker

@Suite("Workers as people see them")
struct WorkerOverviewTests {
    private func standing(
        isLockHeld: Bool = true, _ change: (inout WorkerRow) -> Void = { _ in }
    ) throws -> WorkerOverview {
        let running = [Records.job { $0.worker = WorkerID("w1") }, Records.job { $0.worker = WorkerID("w2") }]
        return try #require(
            WorkerOverview.all(
                [Records.worker(change)], running: running.map(\.row), isLockHeld: isLockHeld, lease: .seconds(45),
                now: Records.now
            ).first)
    }

    @Test("A worker that is heard of runs, or drains; one that is not heard of is silent; without its lock it is gone")
    func standings() throws {
        #expect(try standing().standing == .running)
        #expect(try standing { $0.isDraining = true }.standing == .draining)
        #expect(try standing { $0.leaseUntil = Records.now - .seconds(1) }.standing == .silent)
        #expect(try standing(isLockHeld: false).standing == .gone)
    }

    @Test("It tells of its own jobs, and when it was heard of")
    func jobs() throws {
        let worker = try standing()
        #expect(worker.jobs == [JobID(42)])
        #expect(worker.heardAt == Records.now - .seconds(15))
        #expect(worker.json["jobs"] == [42])
        #expect(worker.json["running"] == 1)
    }
}
