import JobModel
import Logging
import Ports
import SellingPartner
import Worker

/// Outputs of several pages, each of which is asked for, waited for and fetched by itself.
///
/// The order of a page's writes is what makes a crash harmless: its bytes go to the file, the file to the disk, and only
/// then the checkpoint counts them. A later run cuts off what no checkpoint counts.
extension ProcessingRun {
    /// Fetches a page behind those before it.
    func addPage(
        _ documentID: String, from address: DocumentAddress, _ path: String, _ machine: inout ProcessingMachine
    ) async throws -> Turn {
        let caller = caller
        let sink: PageSink
        do {
            sink = try await PageSink(
                services.output, path: path, unique: job.id.description, keeping: machine.state.pages.bytes,
                checkRoom: { if let outcome = await caller.outOfRoom() { throw RunEnds(outcome: outcome) } })
        } catch let error as OutputError where error.isIncomplete {
            return try await pagesLost(error, &machine)
        }
        let bytes: Int
        do {
            try await download(documentID, from: address, work.delivery.form, write: sink.write) {
                try await sink.restart()
            }
            bytes = try await sink.end()
        } catch let end as RunEnds {
            await sink.leave()
            return .over(end.outcome)
        } catch let fault as DocumentFault {
            await sink.leave()
            return .over(outcome(of: fault))
        } catch {
            await sink.leave()
            throw error
        }
        services.probe.pass(.pageAppended)
        if let move = machine.pageKept(bytes: bytes, now: context.now) {
            await sink.leave()
            try await save(machine)
            services.probe.pass(.pageCounted)
            return .on(move)
        }
        return .over(try await sealed(await sink.file, path, &machine))
    }

    /// Ends an output whose last page is empty.
    func join(_ machine: inout ProcessingMachine) async throws -> Turn {
        let path = machine.state.path ?? ""
        do {
            let file = try await services.output.begin(
                path, unique: job.id.description, keeping: machine.state.pages.bytes)
            return .over(try await sealed(file, path, &machine))
        } catch let error as OutputError where error.isIncomplete {
            return try await pagesLost(error, &machine)
        }
    }

    private func pagesLost(_ error: OutputError, _ machine: inout ProcessingMachine) async throws -> Turn {
        context.logger.warning(
            "The pages are asked for again from the first.", metadata: ["reason": "\(error.description)"])
        let move = machine.pagesLost(now: context.now)
        try await save(machine, isStep: false)
        return .on(move)
    }
}
