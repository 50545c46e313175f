import JobModel
import JobStore
import Testing

@testable import spworker

@Suite("The doctor on database and worker")
struct DatabaseConditionTests {
    private func levels(_ change: (inout DatabaseCondition.Sight) -> Void = { _ in }) -> [DoctorFinding.Level] {
        findings(change).map(\.level)
    }

    private func findings(_ change: (inout DatabaseCondition.Sight) -> Void) -> [DoctorFinding] {
        var sight = DatabaseCondition.Sight(
            path: "/q.db", file: FileFacts(mode: 0o600, size: 4096), schema: (3, 3), library: "3.51.3", free: 10,
            outputFree: 10, minFree: 5)
        change(&sight)
        return DatabaseCondition(sight).findings
    }

    @Test("A database that can be used is fine, and one that is not there yet is no fault where it can be made")
    func state() {
        #expect(levels() == [.ok])
        #expect(levels { $0.file = nil } == [.note])
        #expect(levels { ($0.file, $0.folder) = (nil, nil) } == [.fault])
        #expect(
            levels { ($0.file, $0.folder) = (nil, FileFacts(mode: 0o555, isFolder: true, isWritable: false)) } == [
                .fault
            ])
        #expect(levels { $0.schema = (2, 3) } == [.warning])
        for code in [StoreError.Code.schema, .corrupt, .readOnly, .busy, .cannotOpen, .full, .networkFileSystem] {
            let found = findings {
                $0.schema = nil
                $0.trouble = StoreError(code, "it is so")
            }
            #expect(found.map(\.level) == [.fault] && found[0].cure?.isEmpty == false)
        }
    }

    @Test("Others must not change the queue, and should not read it where they can reach it")
    func permissions() {
        #expect(levels { $0.file?.mode = 0o644 } == [.ok, .warning])
        #expect(levels { $0.file?.mode = 0o660 } == [.ok])
        #expect(levels { $0.file?.mode = 0o666 } == [.ok, .fault])
        #expect(
            levels { ($0.file, $0.folder) = (FileFacts(mode: 0o666), FileFacts(mode: 0o700, isFolder: true)) } == [.ok])
    }

    @Test(
        "A library with the bug of the write-ahead log is mentioned",
        arguments: [("3.40.1", true), ("3.51.2", true), ("3.51.3", false), ("3.52.0", false), ("4.0", false)])
    func library(version: String, isMentioned: Bool) {
        #expect(levels { $0.library = version } == (isMentioned ? [.ok, .note] : [.ok]))
    }

    @Test("A disk with less than the least is a fault, with less than twice as much a warning")
    func space() {
        #expect(levels { $0.free = 4 } == [.ok, .fault])
        #expect(levels { $0.outputFree = 9 } == [.ok, .warning])
        #expect(levels { ($0.free, $0.outputFree) = (nil, nil) } == [.ok])
    }

    @Test("A log that has grown long is a warning beside a worker and a note without one")
    func log() {
        #expect(levels { $0.logSize = 300 << 20 } == [.ok, .note])
        #expect(levels { ($0.logSize, $0.hasWorker) = (300 << 20, true) } == [.ok, .warning])
    }

    // MARK: Worker

    private func worker(_ change: (inout WorkerCondition.Sight) -> Void) -> [DoctorFinding.Level] {
        var sight = WorkerCondition.Sight(lockHolder: "process 7", workers: [Records.worker()])
        change(&sight)
        return WorkerCondition(sight, now: Records.now).findings.map(\.level)
    }

    @Test("No worker is a warning while work waits, and a silent one is a fault")
    func presence() {
        #expect(worker { _ in } == [.ok])
        #expect(worker { ($0.lockHolder, $0.workers) = (nil, []) } == [.note])
        #expect(worker { ($0.lockHolder, $0.workers, $0.counts) = (nil, [], [.waiting: 2]) } == [.warning])
        #expect(worker { ($0.lockHolder, $0.workers, $0.newInboxRows) = (nil, [], 1) } == [.warning])
        #expect(worker { $0.workers = [Records.worker { $0.leaseUntil = Records.now - .seconds(1) }] } == [.fault])
        #expect(worker { $0.workers.append(Records.worker { $0.id = WorkerID("w2") }) } == [.ok, .warning])
    }

    @Test("An inbox row that a worker has left for a minute is told, and what applications and hooks have in their way")
    func rest() {
        #expect(worker { $0.oldestInboxRow = Records.now - .seconds(30) } == [.ok])
        #expect(worker { $0.oldestInboxRow = Records.now - .seconds(61) } == [.ok, .warning])
        #expect(worker { $0.counts = [.quarantined: 1] } == [.ok, .warning])
        #expect(worker { $0.lateNotices = 2 } == [.ok, .warning])
        #expect(worker { $0.applications = [Records.application { $0.state = .stopped }] } == [.ok, .fault])
        #expect(worker { $0.applications = [Records.application { $0.state = .suspect }] } == [.ok, .warning])
        #expect(worker { $0.applications = [Records.application { $0.pauseReason = "so" }] } == [.ok, .note])
    }
}
