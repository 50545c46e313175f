import JobModel
import JobStore
import Logging
import OperationCatalogue
import Ports
import Worker

/// A run of a job that is in doubt: finds out whether the call took effect before anything else.
struct DoubtRun: Sendable {
    /// What became of the doubt.
    enum Settlement: Sendable {
        /// The call took effect; this is the body that it would have answered.
        case found(JSONValue?)
        /// The run ends here.
        case over(Outcome)
    }

    let caller: JobCaller
    let call: DoubtfulCall
    let note: DoubtNote

    private var job: ClaimedJob { caller.job }
    private var context: RunContext { caller.context }
    private var operation: Operation { call.operation }

    /// Looks, when it is time to.
    ///
    /// - Throws: `InvalidCall`, `RunLost`, `CancellationError` and the store's errors; the job is still in doubt then.
    func settle() async throws -> Settlement {
        switch Lookups.way(of: call, now: context.now) {
        case .person(let why):
            return .over(try await unclear(why))
        case .again(let why):
            if let outcome = tooEarly(to: "made again", why) { return .over(outcome) }
            return .over(try await again("It is made again, for \(why)."))
        case .look(let lookup):
            let reader = try OperationCatalogue.builtIn.operation(named: lookup.reader)
            try await caller.move(to: reader)
            if let outcome = tooEarly(to: "looked up", "with \(reader.name)") { return .over(outcome) }
            return try await look(lookup, reader)
        }
    }

    private func look(_ lookup: Lookup, _ reader: Operation) async throws -> Settlement {
        let answer: LookupAnswer
        switch try await LookupReader(caller: caller, call: call, lookup: lookup, reader: reader, note: note)
            .answer()
        {
        case .answered(let known): answer = known
        case .refused(let why): return .over(try await unclear(why))
        case .over(let outcome): return .over(heldUp(outcome, reader))
        }
        switch lookup.judge(answer) {
        case .found(let body):
            context.logger.notice("A call in doubt has taken effect.", metadata: ["foundBy": "\(reader.name)"])
            // Still in doubt until the result is kept: a crash in between must not make the call again.
            try await context.checkpoint(
                Checkpoint(
                    text: job.checkpoint, progress: JSONValue.object(["foundBy": .string(reader.name)]).text,
                    isStep: false, isDurable: false, keepsDoubt: true))
            return .found(body)
        case .absent:
            return .over(try await absent(reader))
        case .unclear(let sight):
            return .over(try await unclear("\(reader.name) cannot tell whether it took effect. \(sight)"))
        }
    }

    /// Nothing was found: believed at the second look.
    private func absent(_ reader: Operation) async throws -> Outcome {
        if let conflict = note.conflict { return try await conflicting(conflict) }
        guard note.missedAt == nil else {
            return try await again("Two looks with \(reader.name) found nothing of it: it is made again.")
        }
        var note = note
        note.missedAt = context.now
        try await context.noteDoubt(note.text)
        return .snooze(
            until: note.lookDue(now: context.now),
            JobFailure(kind: "doubtful", message: "\(sent) \(reader.name) does not show it yet; a second look follows.")
        )
    }

    // MARK: Ends

    /// Nothing can be found out: a person decides. A refusal stands as it is.
    private func unclear(_ why: String) async throws -> Outcome {
        if let conflict = note.conflict { return try await conflicting(conflict) }
        return .quarantine(RequestOutcomes.doubt(operation, sentAt: note.sentAt, why: why))
    }

    /// The doubt is over: the call had no effect, or one that does no harm twice. Making it again spends an attempt.
    private func again(_ why: String) async throws -> Outcome {
        context.logger.notice("A call in doubt is made again.", metadata: ["reason": "\(why)"])
        try await caller.move(to: operation, Checkpoint(text: note.kept, isStep: false, isDurable: true))
        return .retry(JobFailure(kind: "unanswered", message: "\(sent) \(why)"))
    }

    private func conflicting(_ failure: JobFailure) async throws -> Outcome {
        try await caller.move(to: operation, Checkpoint(text: note.kept, isStep: false, isDurable: true))
        return .fail(failure)
    }

    /// A look that came to nothing says nothing of the call: the job looks again later, for as long as it takes.
    private func heldUp(_ outcome: Outcome, _ reader: Operation) -> Outcome {
        let told = outcome.explained("While \(operation.name) was looked up with \(reader.name):")
        guard case .retry(let failure) = told else { return told }
        let bound = RetryPolicy(backoff: .seconds(15), maxBackoff: .seconds(900)).bound(afterFailures: job.fence.run)
        return .snooze(until: context.now + bound / 2 + (bound / 2) * caller.services.random.unit(), failure)
    }

    private func tooEarly(to act: String, _ how: String) -> Outcome? {
        let due = note.lookDue(now: context.now)
        guard context.now < due else { return nil }
        return .snooze(
            until: due, JobFailure(kind: "doubtful", message: "\(sent) It is \(act) in a while, \(how)."))
    }

    private var sent: String { "The call was sent at \(note.sentAt.iso8601) and its answer never arrived." }
}
