import JobModel
import JobStore
import Logging
import OperationCatalogue
import Ports
import Secrets
import SellingPartner
import Synchronization
import Worker

/// Fetching what Amazon has made.
extension ProcessingRun {
    /// The run ends in the midst of a download.
    struct RunEnds: Error {
        let outcome: Outcome
    }

    struct Place: Sendable {
        let address: DocumentAddress
        let requestID: String?
    }

    // MARK: The output

    /// Fetches the document into the output, or with the job, and says how the run ends.
    func fetch(_ documentID: String, _ machine: inout ProcessingMachine) async throws -> Turn {
        if let outcome = await caller.outOfRoom() { return .over(outcome) }
        let place: Place
        do {
            place = try await address(of: documentID)
        } catch let end as RunEnds {
            return .over(try await without(end.outcome, &machine))
        }
        let template = try services.template(of: job) ?? work.delivery.template
        let path = machine.state.path ?? template.path(for: job, now: context.now)
        machine.addressed(documentID, path: path, requestID: place.requestID, now: context.now)
        // The document is still to come: a run that dies of it is held against the job.
        try await context.checkpoint(
            Checkpoint(
                text: machine.state.text, progress: machine.state.progress(idName: terms.idName), isStep: false,
                isDurable: false, keepsDoubt: true))
        services.probe.pass(.documentFound)
        if machine.state.pages.isJoined { return try await addPage(documentID, from: place.address, path, &machine) }
        let caller = caller
        let sink = DocumentSink(
            services.output, path: path, unique: job.id.description, keepsSmall: work.delivery.keepsSmall,
            checkRoom: { if let outcome = await caller.outOfRoom() { throw RunEnds(outcome: outcome) } })
        let content: DocumentSink.Content
        do {
            let (work, state) = (work, machine.state)
            let glance = Glance { work.reading(of: state) }
            try await download(documentID, from: place.address, work.delivery.form) { chunk in
                glance.take(chunk)
                try await sink.write(chunk)
            } restart: {
                glance.restart()
                try await sink.restart()
            }
            content = try await sink.end()
            if let figures = glance.figures { machine.read(figures) }
        } catch let error as RunLost {
            // The file may be that of another run by now.
            throw error
        } catch let end as RunEnds {
            await sink.abandon()
            return .over(try await without(end.outcome, &machine))
        } catch let fault as DocumentFault {
            await sink.abandon()
            return .over(try await without(outcome(of: fault), &machine))
        } catch {
            await sink.abandon()
            throw error
        }
        return .over(try await keep(content, path, &machine))
    }

    /// The document cannot be had. What Amazon has said of the thing itself counts all the same.
    private func without(_ outcome: Outcome, _ machine: inout ProcessingMachine) async throws -> Outcome {
        guard case .fail = outcome, let cause = work.fault(in: machine.state) else { return outcome }
        return try await failed(cause, &machine)
    }

    private func failed(_ cause: ProcessingFailure.Cause, _ machine: inout ProcessingMachine) async throws -> Outcome {
        guard case .fail(let failure) = machine.failed(cause) else { return .interrupted }
        try await save(machine, isStep: false)
        return .fail(work.failure(failure, of: machine.state))
    }

    private func keep(
        _ content: DocumentSink.Content, _ path: String, _ machine: inout ProcessingMachine
    ) async throws -> Outcome {
        services.probe.pass(.documentFetched)
        switch content {
        case .text(let text, _, _) where work.fault(in: machine.state) != nil:
            // What goes with a job is its result, and a job that fails has none.
            let file = try await services.output.begin(path, unique: job.id.description)
            try await file.append(Array(text.utf8))
            return try await sealed(file, path, &machine)
        case .text(let text, let bytes, let sha256):
            machine.downloaded(nil, now: context.now)
            try await save(machine)
            return .succeeded(
                JobResult(status: terms.addressing.successStatus, bytes: bytes, sha256: sha256, inline: text))
        case .file(let file, _): return try await sealed(file, path, &machine)
        }
    }

    /// The output is complete: it gets its name.
    func sealed(_ file: OutputFile, _ path: String, _ machine: inout ProcessingMachine) async throws -> Outcome {
        let hash = try await file.seal()
        let output = ProcessingCheckpoint.Output(path: path, bytes: await file.bytes, sha256: hash)
        if machine.state.pages.bytes > 0 {
            machine.joined(output)
        } else {
            machine.downloaded(output, now: context.now)
        }
        if let announced = try await file.announced() { context.wrote(announced) }
        try await save(machine)
        services.probe.pass(.outputSealed)
        let place = try await file.publish()
        context.wrote(try await file.written(at: place))
        return try await named(place, output, &machine)
    }

    /// The output has its name.
    private func named(
        _ place: String, _ output: ProcessingCheckpoint.Output, _ machine: inout ProcessingMachine
    ) async throws -> Outcome {
        services.probe.pass(.outputNamed)
        machine.stored(at: place, now: context.now)
        if let cause = work.fault(in: machine.state) { return try await failed(cause, &machine) }
        try await save(machine)
        let pages = machine.state.pages.count
        return .succeeded(
            JobResult(
                status: terms.addressing.successStatus, bytes: output.bytes, sha256: output.sha256, path: place,
                pages: pages > 0 ? pages : nil))
    }

    /// Ends what an earlier run has left: the output was complete, and about to get its name, or had just got it.
    func publish(_ output: ProcessingCheckpoint.Output, _ machine: inout ProcessingMachine) async throws -> Turn {
        let place = try await services.output.settle(
            output.path, unique: job.id.description, sha256: output.sha256, bytes: output.bytes)
        if let place {
            context.wrote(services.output.written(at: place, sha256: output.sha256, bytes: output.bytes))
            return .over(try await named(place, output, &machine))
        }
        context.logger.warning("A document is fetched again: the complete output is gone.")
        let move = machine.lost(now: context.now)
        try await save(machine, isStep: false)
        return .on(move)
    }

    func outcome(of fault: DocumentFault) -> Outcome {
        let failure = JobFailure(kind: "document", message: "The document cannot be had: \(fault.message)")
        return fault.isPassing ? .retry(failure) : .fail(failure)
    }

    // MARK: Calls

    /// Where the document can be had, for a few minutes.
    func address(of documentID: String) async throws -> Place {
        let request = CallRequest(
            operation: terms.addressing, parameters: [terms.addressName: .string(documentID)])
        let result: CallResult
        switch try await caller.make(
            mayBeRestricted: work.delivery.mayBeRestricted, { try request.prepared(in: $0) })
        {
        case .over(let outcome): throw RunEnds(outcome: outcome)
        case .answered(let answered): result = answered
        }
        let body: JSONValue
        do {
            body = try JSONValue(parsing: try await result.body.collect(upTo: 1 << 20))
        } catch let error as HTTPTransportError {
            throw RunEnds(
                outcome: .retry(failure("unavailable", "The answer broke off: \(error.message).", result)))
        } catch is DecodingError {
            throw RunEnds(outcome: .retry(failure("unavailable", "The answer is not valid JSON.", result)))
        }
        // Queries call it differently.
        guard let url = body.text(at: "url") ?? body.text(at: "documentUrl") else {
            throw RunEnds(
                outcome: .retry(failure("unavailable", "The answer names no address of the document.", result)))
        }
        return Place(
            address: DocumentAddress(url: Secret(url), compression: body.text(at: "compressionAlgorithm")),
            requestID: requestID(result))
    }

    /// Says why the job waits in the midst of a download, where nothing else does.
    private static func brokenOff(_ end: RunEnds) -> RunEnds {
        guard case .snooze(let until, nil) = end.outcome else { return end }
        return RunEnds(
            outcome: .snooze(
                until: until,
                JobFailure(
                    kind: "document",
                    message: "The download broke off and waits for leave to ask for its address anew.")))
    }

    /// Fetches the document; an address that has lapsed on the way is asked for anew.
    func download(
        _ documentID: String, from first: DocumentAddress, _ form: DocumentForm,
        write: @escaping @Sendable ([UInt8]) async throws -> Void,
        restart: @escaping @Sendable () async throws -> Void
    ) async throws {
        let unused = Mutex<DocumentAddress?>(first)
        let fetch = DocumentFetch(
            transport: services.transport, timekeeper: services.timekeeper, form: form,
            timeout: services.keeper.settings.requestTimeout)
        _ = try await fetch.run(
            address: { _ in
                if let address = unused.withLock({ held in held.take() }) { return address }
                do {
                    return try await self.address(of: documentID).address
                } catch let end as RunEnds {
                    throw Self.brokenOff(end)
                }
            }, restart: restart, write: write)
    }
}
