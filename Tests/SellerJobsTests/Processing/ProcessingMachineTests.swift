import JobModel
import JobStoreTesting
import Ports
import Testing

@testable import SellerJobs

@Suite("Work that Amazon does in its own time")
struct ProcessingMachineTests {
    private let start = Timestamp(microseconds: 1_767_225_600_000_000)

    private func machine(_ change: (inout ProcessingMachine.Rules) -> Void = { _ in }) -> ProcessingMachine {
        var rules = ProcessingMachine.Rules()
        change(&rules)
        return ProcessingMachine(rules)
    }

    private func sight(_ status: String, _ document: String? = nil) -> ProcessingSight {
        ProcessingSight(status: status, documentID: document, requestID: "q")
    }

    private func words(_ machine: ProcessingMachine) -> [String] { machine.state.steps.map(\.word.rawValue) }

    @Test("is asked for, looked at, fetched and stored")
    func plain() throws {
        var machine = machine()
        #expect(machine.next(now: start) == .create)
        guard case .wait(let first) = machine.created("R1", requestID: "q", now: start, unit: 0.5) else {
            Issue.record("nothing is waited for")
            return
        }
        #expect(first - start == .milliseconds(13_500))
        #expect(machine.next(now: first - .seconds(1)) == .wait(until: first))
        #expect(machine.next(now: first) == .look(id: "R1"))
        guard case .wait(let second) = machine.looked(sight("IN_QUEUE"), now: first, unit: 0.5) else {
            Issue.record("nothing is waited for")
            return
        }
        #expect(second - first == .seconds(27))
        #expect(machine.looked(sight("DONE", "D"), now: second, unit: 0) == .fetch(documentID: "D"))
        #expect(machine.next(now: second) == .fetch(documentID: "D"))
        machine.addressed("D", path: "p", requestID: nil, now: second)
        machine.addressed("D", path: "p", requestID: nil, now: second)
        let output = ProcessingCheckpoint.Output(path: "p", bytes: 3, sha256: "s")
        machine.downloaded(output, now: second)
        #expect(machine.next(now: second) == .publish(output))
        machine.stored(now: second)
        #expect(words(machine) == ["created", "queued", "done", "document", "downloaded", "stored"])
    }

    @Test("A word that is new is waited out, and what has not ended in time is given up")
    func gaveUp() {
        var machine = machine { $0.pace.giveUpAfter = .seconds(100) }
        _ = machine.created("R1", now: start, unit: 0)
        guard case .wait(let until) = machine.looked(sight("PONDERING"), now: start + .seconds(90), unit: 0) else {
            Issue.record("nothing is waited for")
            return
        }
        #expect(until == start + .seconds(100), "the last look comes when the time is up")
        let failure = ProcessingFailure(cause: .timedOut(status: "PONDERING"), id: "R1")
        #expect(machine.looked(sight("PONDERING"), now: until, unit: 0) == .fail(failure))
        #expect(machine.next(now: until) == .fail(failure), "it has ended, whoever goes on")
        machine.reopened()
        #expect(machine.next(now: until) == .look(id: "R1"), "reopened, it is looked at again")
        #expect(words(machine) == ["created"])
    }

    @Test("What Amazon does not know may show a little later, once")
    func missing() {
        var machine = machine()
        _ = machine.created("R1", now: start, unit: 0)
        guard case .wait = machine.missing(now: start + .seconds(15), unit: 0) else {
            Issue.record("nothing is waited for")
            return
        }
        #expect(
            machine.missing(now: start + .seconds(60), unit: 0) == .fail(ProcessingFailure(cause: .missing, id: "R1")))
        machine.reopened()
        #expect(machine.next(now: start) == .create, "reopened, it is asked for anew")
    }

    @Test("After a failure another is asked for once, late")
    func fatal() {
        var machine = machine()
        _ = machine.created("R1", now: start, unit: 0)
        #expect(machine.looked(sight("FATAL", "E"), now: start, unit: 0) == .explain(documentID: "E"))
        #expect(machine.next(now: start) == .explain(documentID: "E"))
        let later = start + .seconds(1800)
        let failure = ProcessingFailure(cause: .fatal(explanation: "No."), id: "R1")
        #expect(machine.died("No.", until: later) == .createAgain(at: later, failure))
        #expect(machine.next(now: start) == .wait(until: later) && machine.next(now: later) == .create)
        _ = machine.created("R2", now: later, unit: 0)
        #expect(machine.looked(sight("FATAL"), now: later, unit: 0) == .explain(documentID: nil))
        #expect(
            machine.died(nil, until: later) == .fail(ProcessingFailure(cause: .fatal(explanation: nil), id: "R2")))
        #expect(words(machine) == ["created", "fatal", "created", "fatal"])
    }

    @Test("What is cancelled for want of data succeeds as empty, unless that is not to be")
    func empty() {
        var machine = machine()
        _ = machine.created("R1", now: start, unit: 0)
        #expect(machine.looked(sight("CANCELLED"), now: start, unit: 0) == .judgeCancellation)
        #expect(machine.cancelled(.noData) == .succeedEmpty && machine.state.isEmpty)
        var strict = self.machine { $0.failsWhenEmpty = true }
        _ = strict.created("R1", now: start, unit: 0)
        _ = strict.looked(sight("CANCELLED"), now: start, unit: 0)
        #expect(strict.cancelled(.noData) == .fail(ProcessingFailure(cause: .noData, id: "R1")))
    }

    @Test("What was asked for too soon is asked for once more, when it is time")
    func tooSoon() {
        var machine = machine()
        _ = machine.created("R1", now: start, unit: 0)
        let later = start + .seconds(600)
        let failure = ProcessingFailure(cause: .tooSoon, id: "R1")
        #expect(machine.cancelled(.tooSoon(until: later)) == .createAgain(at: later, failure))
        _ = machine.created("R2", now: later, unit: 0)
        #expect(
            machine.cancelled(.tooSoon(until: later)) == .fail(ProcessingFailure(cause: .tooSoon, id: "R2")))
    }

    @Test("What is there already is taken, and what is never asked for may be missing")
    func searched() {
        var machine = machine { $0.search = .first }
        #expect(machine.next(now: start) == .search)
        #expect(machine.found("R7", sight("DONE", "D"), now: start, unit: 0) == .fetch(documentID: "D"))
        #expect(words(machine) == ["joined", "done"])
        var none = self.machine { $0.search = .first }
        #expect(none.foundNone(now: start) == .create)
        var only = self.machine { $0.search = .only }
        #expect(only.foundNone(now: start) == .succeedEmpty)
    }

    @Test("An instant that no pause reaches was written before the clock was set back")
    func clock() {
        var machine = machine()
        _ = machine.created("R1", now: start, unit: 0)
        #expect(machine.next(now: start - .seconds(30 * 3600)) == .look(id: "R1"))
    }

    @Test(
        "Whatever Amazon says, a job ends, asks twice at most, and goes on from its checkpoint as if it had not stopped",
        arguments: 0..<300)
    func walk(number: Int) throws {
        let random = SeededRandom(seed: UInt64(number) &+ 5000)
        let what = Comment(rawValue: "seed \(random.seed)")
        var machine = machine {
            $0.search = random.pick([.none, .first, .only])
            $0.failsWhenEmpty = random.chance(0.3)
            $0.mayLackDocument = random.chance(0.3)
            $0.uploads = $0.search == .none && random.chance(0.3)
        }
        var now = start
        var (creations, looks, moves) = (0, 0, 0)
        var move = machine.next(now: now)
        walking: while true {
            moves += 1
            try #require(moves < 2000, what)
            // A crash, or a pause: all that is known is what was written down.
            if random.chance(0.3) {
                let read = try #require(ProcessingCheckpoint(machine.state.text), what)
                // Times are written down to the millisecond.
                #expect(read.text == machine.state.text, what)
                machine = ProcessingMachine(machine.rules, read)
                move = machine.next(now: now)
            }
            let document = random.chance(0.8) ? "D" : nil
            switch move {
            case .search:
                move =
                    random.chance(0.5)
                    ? machine.found("R0", sight("IN_QUEUE"), now: now, unit: random.unit())
                    : machine.foundNone(now: now)
            case .upload: move = machine.uploaded("I", requestID: nil, now: now)
            case .join:
                machine.joined(ProcessingCheckpoint.Output(path: "p", bytes: 1, sha256: "s"))
                move = machine.next(now: now)
            case .create:
                #expect(machine.rules.search != .only, what)
                creations += 1
                move = machine.created("R\(creations)", now: now, unit: random.unit())
            case .look:
                looks += 1
                let word = random.pick(["IN_QUEUE", "IN_PROGRESS", "NEW", "DONE", "CANCELLED", "FATAL", "?"])
                move =
                    word == "?"
                    ? machine.missing(now: now, unit: random.unit())
                    : machine.looked(sight(word, document), now: now, unit: random.unit())
            case .wait(let until):
                #expect(until > now, what)
                now = until
                move = machine.next(now: now)
            case .judgeCancellation:
                move = machine.cancelled(random.chance(0.5) ? .noData : .tooSoon(until: now + .seconds(60)))
            case .explain: move = machine.died("why", until: now + .seconds(1800))
            case .createAgain(let until, _):
                now = until
                move = machine.next(now: now)
            case .fetch(let id):
                machine.addressed(id, path: "p", requestID: nil, now: now)
                let output = ProcessingCheckpoint.Output(path: "p", bytes: 1, sha256: "s")
                machine.downloaded(random.chance(0.5) ? output : nil, now: now)
                guard machine.state.output != nil else { break walking }
                move = machine.next(now: now)
            case .publish:
                guard random.chance(0.2) else {
                    machine.stored(now: now)
                    break walking
                }
                move = machine.lost(now: now)
            case .succeedEmpty, .fail: break walking
            }
        }
        #expect(creations <= 1 + ProcessingMachine.mostRetries, what)
        #expect(ProcessingCheckpoint(machine.state.text)?.text == machine.state.text, what)
    }
}
