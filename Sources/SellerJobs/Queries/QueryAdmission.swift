package import JobModel
import OperationCatalogue

/// Checks a request for a Data Kiosk query. Pure: a file that holds the query is not looked at.
package struct QueryAdmission: Sendable {
    private let directory: DirectoryHolder

    /// Admits queries for the sellers of `directory`.
    package init(directory: DirectoryHolder) {
        self.directory = directory
    }

    /// Turns a request into a job. Its body is the query as it is sent: the pages of its answer are asked for with the
    /// same text.
    ///
    /// - Throws: `JobRejection` with every problem found.
    package func admit(_ request: JobRequest, now: Timestamp) throws(JobRejection) -> Admission {
        var problems: [String] = []
        var warnings: [String] = []
        let options = QueryOptions(parsing: request.options, problems: &problems)
        RequestAdmission.check(request, now: now, &problems)
        if let problem = request.strayParameters { problems.append(problem) }
        if !request.operation.isEmpty {
            problems.append("A query has no operation: leave '\(request.operation.prefix(60))' out.")
        }
        var body: String?
        do throws(JobRejection) {
            let content = try JobContent(
                body: request.body, file: options.file, what: "A query needs its text in GraphQL",
                cure: "Give it as the body, or name its file with the option 'file'.")
            if let warning = content.warning { warnings.append(warning) }
            if case .text(let text) = content { body = try QueryText(text).text }
        } catch {
            problems += error.problems
        }
        let owner: SellerDirectory.Owner
        do throws(JobRejection) {
            owner = try directory.current.owner(of: request)
        } catch {
            throw JobRejection(problems + error.problems)
        }
        guard problems.isEmpty else { throw JobRejection(problems) }
        if let warning = request.outputWarning { warnings.append(warning) }
        return Admission(
            job: NewJob(
                request, firstCall: try OperationCatalogue.known("dataKiosk.createQuery@2023-11-15"), owner: owner,
                body: body, options: options.text, uniqueFor: options.uniqueFor),
            warnings: warnings)
    }
}
