import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview
import Testing

@testable import spworker

@Suite("What people did, as events tell it")
struct DeedTests {
    @Test("a few jobs are named, many are counted, with what they were chosen by")
    func notes() throws {
        #expect(Deed.note([JobID(7)]) == "job 7")
        #expect(Deed.note([JobID(7), JobID(9)]) == "2 jobs: 7, 9")
        let chosen = try JobTargets.parse(["--state", "failed", "--seller", "acme"])
        #expect(
            Deed.note((12...30).map { JobID($0) }, choice: chosen.words) == "19 jobs from 12 to 30 (failed of acme)")
    }

    @Test("only jobs that were changed are told of, and nothing when none was")
    func changes() {
        let ids = [JobID(1), JobID(2), JobID(3)]
        let cancelled = Deed.telling(.jobsCancelled, ids, actor: "ann", CancelAnswer.isChange)
        #expect(cancelled([.cancelled, .ended(.failed), .requested])?.note == "2 jobs: 1, 3")
        #expect(cancelled([.unknown, .unknown, .unknown]) == nil)
        let retried = Deed.telling(.jobsRetried, ids, actor: "ann", RetryAnswer.isChange)
        #expect(retried([.succeeded, .reopened(droppedDeadline: nil), .needsConfirmation])?.note == "job 2")
        let rows = Deed.telling(reopenedRows: [4, 5], actor: "ann")
        #expect(
            rows([.unknown, .reopened])?.note == "inbox row 5" && rows([.reopened, .reopened])?.note == "2 inbox rows")
        #expect(rows([.unknown, .other(status: "new")]) == nil)
    }

    @Test("an event about no application in particular names none")
    func queue() {
        let event = EventRow(
            at: Records.now, kind: "jobsCancelled", application: "", note: "2 jobs: 1, 2", actor: "ann")
        guard case .object(let fields) = event.json else {
            Issue.record("an event is an object")
            return
        }
        #expect(fields["application"] == .null)
        #expect(fields["note"] == .string("2 jobs: 1, 2"))
        #expect(fields["error"] == .null)
    }

    @Test("lanes of one seller are the seller's, those of several are the application's")
    func owners() {
        func lane(_ seller: String?, _ application: String = "main") -> LaneKey {
            seller.map {
                LaneKey(
                    authorization: AuthorizationKey(application: application, seller: $0, region: "EU"),
                    operation: "op")
            } ?? LaneKey(application: application, operation: "op")
        }
        #expect(Deed.Owner(of: [lane("acme"), lane("acme")]) == .seller(Records.key))
        #expect(Deed.Owner(of: [lane("acme"), lane("other")]) == .application("main"))
        #expect(Deed.Owner(of: [lane("acme"), lane(nil)]) == .application("main"))
        #expect(Deed.Owner(of: [lane(nil)]) == .application("main"))
        #expect(Deed.Owner(of: [lane("acme"), lane("acme", "second")]) == .queue)
        #expect(Deed.Owner(of: []) == .queue)
    }
}
