package import JobModel
import OperationCatalogue

/// Checks a wish for a report against what is known of its type and the configuration. Pure: it needs no secret, no store
/// and no network, so that commands can enqueue while no worker runs.
package struct ReportAdmission: Sendable {
    private let directory: DirectoryHolder

    /// Admits reports for the sellers of `directory`.
    package init(directory: DirectoryHolder) {
        self.directory = directory
    }

    /// Turns a request into a job.
    ///
    /// - Throws: `JobRejection` with every problem found.
    package func admit(_ request: JobRequest, now: Timestamp) throws(JobRejection) -> Admission {
        let directory = directory.current
        var problems: [String] = []
        var options = ReportOptions(parsing: request.options, problems: &problems)
        RequestAdmission.check(request, now: now, &problems)
        checkUnused(request, &problems)
        // A job that waits is judged by the instant at which it can run.
        let earliest = max(now, request.runAt ?? now)
        let type = ReportTypes.builtIn.type(named: request.operation)
        let window = ReportWindow(options, type, earliest: earliest)
        problems += window.problems

        let seller: SellerDirectory.Seller
        let application: SellerDirectory.Application
        do throws(JobRejection) {
            (seller, application) = try place(of: request, directory)
        } catch {
            throw JobRejection(problems + error.problems)
        }
        var warnings: [String] = []
        let given = options.marketplaces.isEmpty ? seller.marketplaces.map(\.id) : options.marketplaces
        let choice = MarketplaceChoice(given, region: seller.region)
        problems += choice.problems
        warnings += choice.warnings
        options.marketplaces = choice.ids
        if !(1...25).contains(choice.ids.count) {
            problems.append(
                choice.ids.isEmpty
                    ? "Name the marketplaces of the report in the option 'marketplaces', or those of the seller in the "
                        + "configuration."
                    : "A report covers 25 marketplaces at most, and these are \(choice.ids.count): enqueue several.")
        }
        let check = ReportTypeCheck(request.operation, type, options)
        if !request.operation.isEmpty {
            problems += check.problems
            warnings += check.warnings
        }
        guard problems.isEmpty else { throw JobRejection(problems) }
        if let warning = request.outputWarning { warnings.append(warning) }
        return Admission(
            job: try job(request, options, seller, application), warnings: warnings)
    }

    private func checkUnused(_ request: JobRequest, _ problems: inout [String]) {
        if request.operation.isEmpty {
            problems.append("A report needs its type, for example GET_MERCHANT_LISTINGS_ALL_DATA.")
        } else if request.operation.utf8.count > 200 || !request.operation.utf8.allSatisfy(Self.isInNames) {
            problems.append(
                "'\(request.operation.prefix(60))' is no report type: types are written in letters, digits and '_'.")
        }
        if request.body != nil { problems.append("A report takes no body: say what it is to hold in 'options'.") }
        if (try? RequestAdmission.parameters(request.parameters))?.isEmpty != true {
            problems.append("A report takes no parameters: say what it is to hold in 'options'.")
        }
    }

    private static func isInNames(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private func place(
        of request: JobRequest, _ directory: SellerDirectory
    ) throws(JobRejection) -> (SellerDirectory.Seller, SellerDirectory.Application) {
        let seller = try directory.seller(request.seller, region: request.region)
        guard let application = directory.applications[seller.key.application] else {
            throw JobRejection("There is no application '\(seller.key.application)' in the configuration.")
        }
        return (seller, application)
    }

    private func job(
        _ request: JobRequest, _ options: ReportOptions, _ seller: SellerDirectory.Seller,
        _ application: SellerDirectory.Application
    ) throws(JobRejection) -> NewJob {
        let plan = ReportPlan(type: request.operation, options: options)
        let operation: Operation
        do throws(UnknownOperation) {
            operation = try ProcessingTerms.reports().operation(of: ProcessingMachine(plan.rules(PollPace())).state)
        } catch {
            throw JobRejection(error.description)
        }
        return NewJob(
            kind: "report", lane: LaneKey(authorization: seller.key, operation: operation.name),
            plan: application.plans.plan(of: operation), authorization: seller.key, operation: request.operation,
            options: options.text, output: request.output, runAt: request.runAt, priority: request.priority,
            uniqueKey: request.uniqueKey
                ?? ReportUniqueKey.key(of: request.operation, options, output: request.output),
            uniqueFor: options.uniqueFor, maxAttempts: request.maxAttempts, deadline: request.deadline)
    }
}
