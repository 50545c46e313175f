import JobModel
import JobStore
import Logging
import OperationCatalogue
import Ports
import Secrets
import SellingPartner
import Worker

/// One run of a `request` job.
struct RequestRun: Sendable {
    let services: KindServices
    let job: ClaimedJob
    let context: RunContext

    /// Runs the job and says how it ended.
    func outcome() async -> Outcome {
        await GuardedRun(job: job, context: context).outcome { try await attempt() }
    }

    private func attempt() async throws -> Outcome {
        var problems: [String] = []
        let options = JobOptions(parsing: job.options, problems: &problems)
        let caller = JobCaller(services: services, job: job, context: context, dataElements: options.dataElements)
        let operation = try operation()
        // Before anything else: it needs no call, and makes room.
        if let outcome = try await settled(operation) { return outcome }
        if let outcome = await caller.outOfRoom() { return outcome }
        let parameters = try RequestAdmission.parameters(job.parameters)
        let body = try await body(options)
        let template = try services.template(of: job)
        if job.isInDoubt {
            guard let note = DoubtNote(job.checkpoint) else { return .quarantine(RequestOutcomes.doubt(operation)) }
            let call = DoubtfulCall(operation: operation, parameters: parameters, body: body, sentAt: note.sentAt)
            switch try await DoubtRun(caller: caller, call: call, note: note).settle() {
            case .over(let outcome): return outcome
            case .found(let body): return try await keep(found: body, of: operation, template)
            }
        }
        // A job that was looked up and then reopened by a person is still in the other lane.
        try await caller.move(to: operation)
        if options.allPages {
            guard let pagination = operation.pagination else {
                throw JobRejection(RequestAdmission.notPaged(operation))
            }
            return try await PagedRun(
                caller: caller, operation: operation,
                listing: PagedCall(
                    operation: operation, pagination: pagination, parameters: parameters, body: body),
                pagination: pagination, template: template ?? .pages
            ).outcome()
        }
        if let outcome = try await refused(template, operation) { return outcome }
        let gate = try await gate(operation, body)
        if let outcome = gate?.outcome(now: context.now) { return outcome }
        if let shape = operation.batch, let batch = body.flatMap({ BatchRequest($0, shape) }) {
            return try await BatchRun(
                caller: caller, operation: operation, parameters: parameters, request: batch,
                results: result(of: operation, template, comesAgain: true)
            ).outcome()
        }
        let end = try await caller.make {
            try CallRequest(operation: operation, parameters: parameters, body: body).prepared(in: $0)
        }
        switch end {
        case .over(let outcome):
            if let gate, case .throttled(.lane, let failure) = outcome {
                let plans =
                    services.keeper.directory.current.applications[job.lane.application]?.plans ?? PlanOverrides()
                let until = await gate.meet(.throttled(plans.plan(of: operation)), at: context.now)
                // Other types need not wait for this one.
                if gate.wasRefused, let until { return .snooze(until: until, failure) }
            }
            return outcome
        case .answered(let result):
            await gate?.passed()
            return try await keep(result, of: operation, template, caller)
        }
    }

    /// How the run ends when the output cannot go to its place, before a call is made for it; `nil` when it can.
    private func refused(_ template: OutputTemplate?, _ operation: Operation) async throws -> Outcome? {
        // Large answers without a path of their own have the job's number in their names.
        guard let template else { return nil }
        let path = template.path(for: job, now: context.now)
        // The answer of a harmless call can be had again: what would be refused for good is still found first.
        guard operation.repetition != .safe || services.output.needsNote(path) else { return nil }
        // A batch that has ended may have its output there already.
        if case .ended? = BatchCheckpoint(job.checkpoint) { return nil }
        do {
            try await services.output.check(path, unique: RequestResult.unique(job))
            return nil
        } catch let error as OutputError {
            return error.outcome(now: context.now)
        }
    }

    /// How the run ends when an earlier one has kept the complete answer: it only has to get to its place. `nil` when there
    /// is no such answer, and the call may be made.
    private func settled(_ operation: Operation) async throws -> Outcome? {
        guard !job.isInDoubt, let note = SealedNote(job.checkpoint) else { return nil }
        do {
            if let place = try await services.output.settle(
                note.path, unique: note.unique, sha256: note.sha256, bytes: note.bytes)
            {
                context.wrote(services.output.written(at: place, sha256: note.sha256, bytes: note.bytes))
                services.probe.pass(.outputNamed)
                return .succeeded(note.result(at: place))
            }
        } catch let error as OutputError {
            return error.outcome(now: context.now)
        }
        let message = "The answer, kept for \(note.path), is gone."
        try await context.checkpoint(Checkpoint(text: nil, isStep: false, isDurable: operation.repetition != .safe))
        guard operation.repetition == .safe else {
            return .quarantine(
                JobFailure(
                    kind: "output",
                    message:
                        "\(message) The call was made and took effect; 'spworker jobs retry ID --yes' makes it again.",
                    status: note.status))
        }
        context.logger.warning("A call is made again.", metadata: ["reason": "\(message)"])
        return nil
    }

    /// What orders for reports must pass; `nil` for other calls.
    private func gate(_ operation: Operation, _ body: [UInt8]?) async throws -> ReportTypeGate? {
        guard let authorization = job.authorization,
            let type = ReportTypeGate.reportType(of: operation.name, body: body ?? [])
        else { return nil }
        return try await ReportTypeGate(type, of: authorization, store: services.keeper.store, logger: context.logger)
    }

    /// Keeps what a call that was found to have taken effect would have answered.
    private func keep(found body: JSONValue?, of operation: Operation, _ template: OutputTemplate?) async throws
        -> Outcome
    {
        do {
            return .succeeded(
                try await result(of: operation, template, comesAgain: true).keep(
                    HTTPBody(body.map { Array($0.text.utf8) } ?? []), status: operation.successStatus, job: job,
                    now: context.now))
        } catch let error as OutputError {
            // The next run finds it again.
            return error.outcome(now: context.now)
        }
    }

    /// What keeps the answer.
    ///
    /// - Parameter comesAgain: Whether a run that comes after one that died has the answer again.
    private func result(
        of operation: Operation, _ template: OutputTemplate?, comesAgain: Bool
    ) throws -> RequestResult {
        let parameters = try RequestAdmission.parameters(job.parameters)
        return RequestResult(
            output: services.output,
            probe: services.probe,
            template: template,
            isConfidential: operation.answersWithCredential || operation.answersWithPersonalData(parameters),
            comesAgain: comesAgain && template?.isSteady != false,
            wrote: { [context] in context.wrote($0) },
            remember: { [context] note in
                try await context.checkpoint(Checkpoint(text: note.text, isDurable: operation.repetition != .safe))
            })
    }

    /// Keeps the answer's body: with the job when it is small and may be stored, in a file otherwise.
    private func keep(
        _ result: CallResult, of operation: Operation, _ template: OutputTemplate?, _ caller: JobCaller
    ) async throws -> Outcome {
        do {
            return .succeeded(
                try await self.result(of: operation, template, comesAgain: operation.repetition == .safe).keep(
                    result.body, status: result.answer?.status, job: job, now: context.now))
        } catch let error as OutputError {
            // The call was made. Where its answer is lost, only a harmless call may be made again.
            let requestID = result.answer?.requestID
            if operation.repetition == .safe || error.isKept {
                return error.outcome(now: context.now, requestID: requestID)
            }
            let failure = JobFailure(kind: "output", message: error.description, requestID: requestID)
            return caller.unanswered(failure, operation)
        } catch let error as HTTPTransportError {
            let failure = JobFailure(
                kind: "doubtful", message: "The answer broke off: \(error.message).", status: result.answer?.status,
                requestID: result.answer?.requestID)
            return operation.repetition == .safe ? .retry(failure) : caller.unanswered(failure, operation)
        } catch is CancellationError where operation.repetition != .safe && context.isInDoubt {
            return caller.unanswered(RequestOutcomes.doubt(operation), operation)
        }
    }

    // MARK: Putting the call together

    private func operation() throws -> Operation {
        do throws(UnknownOperation) {
            return try OperationCatalogue.builtIn.operation(named: job.operation)
        } catch {
            throw JobRejection(error.description)
        }
    }

    private func body(_ options: JobOptions) async throws -> [UInt8]? {
        guard let file = options.file else { return job.body.map { Array($0.utf8) } }
        let limit = RequestAdmission.largestBody
        let bytes = try await FileExecutor().run { () throws -> [UInt8] in
            try ContentFile.bytes(of: file, what: "body", upTo: limit)
        }
        guard bytes.count <= limit else {
            throw JobRejection("The body's file \(file) is larger than \(limit / 1_048_576) MiB.")
        }
        return bytes
    }
}
