import JobModel
import JobStore
import OperationCatalogue
import Ports
import SellingPartner
import Worker

/// Asking Amazon for something, and what comes before.
extension ProcessingRun {
    func search(_ machine: inout ProcessingMachine) async throws -> Turn {
        switch try await work.search(machine.state.search) {
        case .found(let id, let sight):
            let move = machine.found(id, sight, now: context.now, unit: unit)
            try await save(machine)
            return .on(move)
        case .none:
            let move = machine.foundNone(now: context.now)
            try await save(machine)
            return .on(move)
        case .more(let trail):
            let move = machine.searched(trail, now: context.now)
            // The plan of the listing may have the next page wait for long: what was read is not read again.
            try await save(machine, isStep: false)
            return .on(move)
        case .over(let outcome):
            if case .fail = outcome, machine.state.search != SearchTrail() {
                // Reopened by a person, the job looks from the first page on.
                _ = machine.searched(SearchTrail(), now: context.now)
                try await save(machine, isStep: false)
            }
            return .over(outcome)
        }
    }

    func upload(_ machine: inout ProcessingMachine) async throws -> Turn {
        switch try await work.upload() {
        case .over(let outcome): return .over(outcome)
        case .done(let id, let requestID):
            services.probe.pass(.contentUploaded)
            let move = machine.uploaded(id, requestID: requestID, now: context.now)
            try await save(machine)
            return .on(move)
        }
    }

    func create(_ machine: inout ProcessingMachine) async throws -> Turn {
        if let outcome = try await work.obstacle(machine.state) { return .over(outcome) }
        if machine.state.content == nil, let content = try await work.content() { machine.use(content) }
        var caller = caller
        caller.kept = machine.state.text
        let request = try work.creation(machine.state)
        let result: CallResult
        switch try await caller.make({ try request.prepared(in: $0) }) {
        case .over(let outcome):
            if case .fail = outcome, machine.refused() { try await save(machine, isStep: false, isDurable: true) }
            return .over(try await work.refused(outcome))
        case .answered(let answered): result = answered
        }
        // Until the id is written down, for good: whatever goes wrong from here on, a later run looks for it.
        context.keepDoubt()
        do {
            let body = try await result.body.collect(upTo: Self.largestAnswer)
            if let id = (try? JSONValue(parsing: body))?.text(at: terms.idName) {
                return .on(try await begun(id, result, &machine))
            }
            return .over(
                caller.unanswered(failure("doubtful", "The answer names no \(terms.idName).", result), terms.creation))
        } catch let error as HTTPTransportError {
            return .over(
                caller.unanswered(
                    failure("doubtful", "The answer broke off: \(error.message).", result), terms.creation))
        } catch is CancellationError {
            return .over(caller.unanswered(RequestOutcomes.doubt(terms.creation), terms.creation))
        }
    }

    private func begun(
        _ id: String, _ result: CallResult, _ machine: inout ProcessingMachine
    ) async throws -> ProcessingMove {
        let move = machine.created(id, requestID: requestID(result), now: context.now, unit: unit)
        try await save(machine, isDurable: true)
        services.probe.pass(.processingBegun)
        try await work.accepted()
        return move
    }

    /// An earlier run asked for it and does not know whether Amazon heard it.
    func settle(_ machine: inout ProcessingMachine) async throws -> Turn {
        guard let note = DoubtNote(job.checkpoint) else {
            return .over(.quarantine(RequestOutcomes.doubt(terms.creation)))
        }
        let request = try work.creation(machine.state)
        let call = DoubtfulCall(
            operation: terms.creation, parameters: request.parameters, body: request.body, sentAt: note.sentAt)
        switch try await DoubtRun(caller: caller, call: call, note: note).settle() {
        case .over(let outcome): return .over(outcome)
        case .found(let body):
            guard let id = body?.text(at: terms.idName) else {
                return .over(.quarantine(RequestOutcomes.doubt(terms.creation, sentAt: note.sentAt)))
            }
            let move = machine.created(id, wasFound: true, now: context.now, unit: unit)
            try await save(machine, isDurable: true)
            services.probe.pass(.processingBegun)
            return .on(move)
        }
    }
}
