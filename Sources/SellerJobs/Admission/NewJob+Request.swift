import JobModel
import OperationCatalogue

extension SellerDirectory {
    /// Whose job a request is.
    typealias Owner = (application: Application, seller: Seller)

    /// The seller that a request names, and the application that calls for it.
    ///
    /// - Throws: `JobRejection` that says what to add.
    func owner(of request: JobRequest) throws(JobRejection) -> Owner {
        let seller = try seller(request.seller, region: request.region)
        guard let application = applications[seller.key.application] else {
            throw JobRejection("There is no application '\(seller.key.application)' in the configuration.")
        }
        return (application, seller)
    }
}

extension NewJob {
    /// The job that a seller's request becomes, in the lane of its first call.
    init(
        _ request: JobRequest, firstCall: Operation, owner: SellerDirectory.Owner, body: String?, options: String,
        uniqueFor: Duration?
    ) {
        self.init(
            kind: request.kind, lane: LaneKey(authorization: owner.seller.key, operation: firstCall.name),
            plan: owner.application.plans.plan(of: firstCall),
            applicationRate: owner.application.plans.applicationRate(of: firstCall),
            authorization: owner.seller.key, operation: request.operation, body: body, options: options,
            output: request.output, runAt: request.runAt, priority: request.priority, uniqueKey: request.uniqueKey,
            uniqueFor: uniqueFor, maxAttempts: request.maxAttempts, deadline: request.deadline)
    }
}

extension OperationCatalogue {
    /// An operation that the program itself names.
    ///
    /// - Throws: `JobRejection` when the catalogue has lost it, which a test would see.
    static func known(_ name: String) throws(JobRejection) -> Operation {
        do throws(UnknownOperation) {
            return try builtIn.operation(named: name)
        } catch {
            throw JobRejection(error.description)
        }
    }
}
