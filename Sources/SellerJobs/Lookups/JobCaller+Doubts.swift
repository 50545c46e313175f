import JobModel
import JobStore
import OperationCatalogue
import SellingPartner
import Worker

/// Not knowing what became of a call.
extension JobCaller {
    /// How a run ends that made a call and has lost its answer: what became of the call is found out by a later run
    /// when there is a way, else by a person.
    func unanswered(_ failure: JobFailure, _ operation: Operation) -> Outcome {
        guard Lookups.entry(for: operation) != nil else { return .quarantine(failure) }
        context.keepDoubt()
        return .snooze(until: context.now + DoubtNote.firstLook, failure)
    }

    /// Leaves the doubt to the next run when the outcome says that there is one to look into it.
    func leavingDoubt(
        _ outcome: Outcome, _ verdict: CallVerdict, _ note: DoubtNote, _ operation: Operation
    ) async throws -> Outcome {
        guard case .snooze(_, let failure?) = outcome, let entry = Lookups.entry(for: operation) else { return outcome }
        // First of all: whatever goes wrong from here on, the doubt stays.
        context.keepDoubt()
        var note = note
        if verdict == .conflict {
            note.conflict = failure
            try await context.noteDoubt(note.text)
        }
        if let name = entry.reader {
            // The next call is that of the reading operation: the job waits for the permits of that one.
            try await move(
                to: try OperationCatalogue.builtIn.operation(named: name),
                Checkpoint(text: note.text, isStep: false, isDurable: false, keepsDoubt: true))
        }
        return outcome
    }

    /// Makes the operation that of the job's next call, so that its permits come from that operation's plan.
    ///
    /// - Parameter checkpoint: What else is to be written down; when it is left out, nothing, and nothing is settled.
    func move(to operation: Operation, _ checkpoint: Checkpoint? = nil) async throws {
        let lane =
            job.authorization.map { LaneKey(authorization: $0, operation: operation.name) }
            ?? LaneKey(application: job.lane.application, operation: operation.name)
        if checkpoint == nil, lane == job.lane { return }
        var written =
            checkpoint ?? Checkpoint(text: job.checkpoint, isStep: false, isDurable: false, keepsDoubt: true)
        let plans = services.keeper.directory.current.applications[lane.application]?.plans ?? PlanOverrides()
        written.lane = lane
        written.plan = plans.plan(of: operation)
        try await context.checkpoint(written)
    }
}
