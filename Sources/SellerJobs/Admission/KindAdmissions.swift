package import JobModel
package import Worker

/// What checks requests, kind by kind: the same for every way in.
package struct KindAdmissions: Sendable {
    /// Checks a request and turns it into a job.
    package typealias Check = @Sendable (JobRequest, Timestamp) throws(JobRejection) -> Admission

    /// The kinds that a worker of this version runs. What is not here no way lets in, and no command offers.
    package static let runnable: Set<String> = ["request", "report", "feed", "query"]

    private let checks: [String: Check]

    /// The checks of kinds that can run, as a worker has them.
    package init(_ kinds: [any JobKind]) {
        checks = Dictionary(
            kinds.map { kind -> (String, Check) in
                (kind.name, { request, now throws(JobRejection) in try kind.admit(request, now: now) })
            }
        ) { first, _ in first }
    }

    /// The checks of the kinds of `names` for the sellers of `directory`, for commands that run nothing.
    package init(directory: DirectoryHolder, names: Set<String> = KindAdmissions.runnable) {
        let request = RequestAdmission(directory: directory)
        let report = ReportAdmission(directory: directory)
        let feed = FeedAdmission(directory: directory)
        let query = QueryAdmission(directory: directory)
        let all: [String: Check] = [
            "request": { wish, now throws(JobRejection) in try request.admit(wish, now: now) },
            "report": { wish, now throws(JobRejection) in try report.admit(wish, now: now) },
            "feed": { wish, now throws(JobRejection) in try feed.admit(wish, now: now) },
            "query": { wish, now throws(JobRejection) in try query.admit(wish, now: now) },
        ]
        checks = all.filter { names.contains($0.key) }
    }

    /// Turns a request of any kind into a job, which carries on the trace that it names, or that it is part of.
    ///
    /// - Throws: `JobRejection` with every problem found.
    package func admit(_ request: JobRequest, now: Timestamp) throws(JobRejection) -> Admission {
        guard let check = checks[request.kind] else {
            let known = checks.keys.sorted().joined(separator: ", ")
            throw JobRejection("There is no kind '\(request.kind.prefix(60))'. This version knows: \(known).")
        }
        var admission = try check(request, now)
        // Its own trace first: whoever put it in said where it belongs.
        let carrier = TraceCarrier(options: request.options) ?? TraceCarrier.current
        if let carrier { admission.job.options = carrier.added(to: admission.job.options) }
        return admission
    }

    /// Turns what another program wrote into a job, and tells all of its problems at once.
    func admit(_ request: LooseRequest, now: Timestamp) throws(JobRejection) -> Admission {
        var problems: [String] = []
        let request = request.request(&problems)
        let admission: Admission
        do throws(JobRejection) {
            admission = try admit(request, now: now)
        } catch {
            throw JobRejection(problems + error.problems)
        }
        guard problems.isEmpty else { throw JobRejection(problems) }
        return admission
    }
}
