package import JobModel
import OperationCatalogue
import SellingPartner

/// Checks a request against the catalogue and the configuration. Pure: it needs no secret, no store and no network, so that
/// commands can enqueue while no worker runs.
package struct RequestAdmission: Sendable {
    private let directory: DirectoryHolder

    /// Admits requests for the sellers of `directory`.
    package init(directory: DirectoryHolder) {
        self.directory = directory
    }

    /// Turns a request into a job.
    ///
    /// - Throws: `JobRejection` with every problem found.
    package func admit(_ request: JobRequest, now: Timestamp) throws(JobRejection) -> Admission {
        let directory = directory.current
        let operation = try operation(request.operation)
        var problems: [String] = []
        var warnings: [String] = []
        let options = JobOptions(parsing: request.options, problems: &problems)
        Self.check(request, now: now, &problems)

        let place: (application: SellerDirectory.Application, seller: SellerDirectory.Seller?)
        do throws(JobRejection) {
            place = try self.place(of: request, operation, directory)
        } catch {
            throw JobRejection(problems + error.problems)
        }
        let application = place.application
        do {
            let parameters = try Self.parameters(request.parameters)
            let body = try Self.body(request, options, operation)
            // A job that waits is judged by the instant at which it can run.
            let dates = CallDates(
                operation, parameters: parameters, body: body, earliest: max(now, request.runAt ?? now))
            problems += dates.problems
            if let shape = operation.batch, let batch = body.flatMap({ BatchRequest($0, shape) }),
                batch.count > shape.mostItems
            {
                problems.append(
                    "The body has \(batch.count) items, but \(operation.name) takes at most \(shape.mostItems): spread "
                        + "them over several jobs.")
            }
            let prepared = try CallRequest(operation: operation, parameters: parameters, body: body)
                .prepared(in: place.seller?.callContext ?? CallContext())
            warnings += prepared.warnings
        } catch let error as InvalidCall {
            problems += error.problems.map(\.description)
        } catch let error as JobRejection {
            problems += error.problems
        } catch {
            problems.append("\(error)")
        }
        if options.allPages, operation.pagination == nil || operation.repetition != .safe {
            problems.append(Self.notPaged(operation))
        }
        if let problem = DataElements.problem(options.dataElements, of: operation) { problems.append(problem) }
        guard problems.isEmpty else { throw JobRejection(problems) }

        if let deprecation = operation.deprecation {
            warnings.append(
                "\(operation.name) is deprecated\(deprecation.removedOn.map { " and goes on \($0)" } ?? "").")
        }
        if let warning = request.outputWarning { warnings.append(warning) }
        let lane =
            if let seller = place.seller, operation.grantlessScope == nil {
                LaneKey(authorization: seller.key, operation: operation.name)
            } else {
                LaneKey(application: application.id, operation: operation.name)
            }
        return Admission(
            job: NewJob(
                kind: "request", lane: lane, plan: application.plans.plan(of: operation),
                applicationRate: application.plans.applicationRate(of: operation), authorization: lane.authorization,
                operation: operation.name, parameters: request.parameters, body: request.body, options: options.text,
                output: request.output, runAt: request.runAt, priority: request.priority,
                uniqueKey: request.uniqueKey, uniqueFor: options.uniqueFor, maxAttempts: request.maxAttempts,
                deadline: request.deadline),
            warnings: warnings)
    }

    private func operation(_ name: String) throws(JobRejection) -> Operation {
        guard !name.isEmpty else {
            throw JobRejection("A request needs an operation, for example sellers.getMarketplaceParticipations.")
        }
        do throws(UnknownOperation) {
            return try OperationCatalogue.builtIn.operation(named: name)
        } catch {
            let hint = error.suggestions.isEmpty ? " 'spworker operations list' shows all." : ""
            throw JobRejection(error.description + hint)
        }
    }

    /// Why `allPages` makes no sense for an operation.
    static func notPaged(_ operation: Operation) -> String {
        operation.pagination == nil
            ? "\(operation.name) has no pages: leave 'allPages' out."
            : "\(operation.name) changes something, so its pages cannot be read one after the other: leave 'allPages' out."
    }

    /// Checks what requests of every kind have.
    static func check(_ request: JobRequest, now: Timestamp, _ problems: inout [String]) {
        if let deadline = request.deadline, deadline <= now {
            problems.append("The deadline \(deadline.iso8601) has passed already.")
        }
        if !(0...9).contains(request.priority) {
            problems.append("The priority \(request.priority) is not from 0 (first) to 9 (last).")
        }
        if !(1...1000).contains(request.maxAttempts) {
            problems.append("The number of attempts must be at least 1 and at most 1000.")
        }
        if let key = request.uniqueKey, key.utf8.count > 200 {
            problems.append("The unique key is longer than 200 bytes.")
        }
        if let body = request.body, body.utf8.count > Self.largestBody {
            problems.append("The body is larger than \(Self.largestBody / 1_048_576) MiB.")
        }
        if let output = request.output {
            do throws(JobRejection) { _ = try OutputTemplate(output) } catch { problems += error.problems }
        }
    }

    /// No operation takes more; anything larger is a mistake.
    package static let largestBody = 10 << 20

    /// Whose call it is. A grantless call needs no seller, only an application.
    private func place(
        of request: JobRequest, _ operation: Operation, _ directory: SellerDirectory
    ) throws(JobRejection) -> (application: SellerDirectory.Application, seller: SellerDirectory.Seller?) {
        if operation.grantlessScope != nil {
            return (try directory.application(forSeller: request.seller, region: request.region), nil)
        }
        let owner = try directory.owner(of: request)
        return (owner.application, owner.seller)
    }

    /// Reads parameters from a JSON object.
    static func parameters(_ text: String) throws(JobRejection) -> [String: JSONValue] {
        guard let value = try? JSONReader.value(of: Array(text.utf8)), case .object(let members) = value else {
            throw JobRejection(
                "The parameters must be a JSON object, for example {\"marketplaceIds\": [\"A1PA6795UKMFR9\"]}.")
        }
        return members
    }

    /// The body to check: the request's own, or a placeholder for a file that is read when the job runs.
    private static func body(_ request: JobRequest, _ options: JobOptions, _ operation: Operation) throws(JobRejection)
        -> [UInt8]?
    {
        guard options.file != nil else { return request.body.map { Array($0.utf8) } }
        guard request.body == nil else { throw JobRejection("Give a body or the option 'file', not both.") }
        return operation.body == .none ? [] : Array("{}".utf8)
    }
}
