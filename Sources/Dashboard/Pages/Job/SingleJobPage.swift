import Hummingbird
import JobModel
import JobStore

/// The page of one job, and what is done to it.
struct SingleJobPage: SitePart {
    static let templates = [
        "job_page": PackageResources.job_page_mustache, "job_texts": PackageResources.job_texts_mustache,
        "job_attempts": PackageResources.job_attempts_mustache, "job_problem": PackageResources.job_problem_mustache,
    ]

    let site: Site

    func add(to router: Router<DashboardContext>) {
        router.get("/jobs/:id") { _, context in
            let id = try id(context)
            guard let sight = try await JobSight(id, in: site.installation) else { throw Self.unknown(id.description) }
            let view = JobView(
                sight, place: site.installation.outputPlace,
                isOperator: context.visitor?.role.covers(.operator) ?? false, now: site.installation.now)
            return try site.reply(Page("Job \(id)", in: .jobs, template: "job_page", view: view), context)
        }
        router.post("/jobs/:id/retry") { _, context in try await act(.retry, context) }
        router.post("/jobs/:id/cancel") { _, context in try await act(.cancel, context) }
    }

    private func id(_ context: DashboardContext) throws -> JobID {
        let text = try context.name("id")
        guard let number = Int64(text), number > 0 else { throw Self.unknown(text) }
        return JobID(number)
    }

    private static func unknown(_ text: String) -> Refusal {
        Refusal(
            .notFound, "Not found", "There is no job \(text).",
            cure: "Ended jobs are deleted after the time that 'retention' sets; the list of jobs shows what is there.")
    }

    private func act(_ action: JobDeeds.Action, _ context: DashboardContext) async throws -> Response {
        let actor = try context.operatingVisitor().actor
        let id = try id(context)
        guard try await site.installation.store.job(id) != nil else { throw Self.unknown(id.description) }
        let end = try await JobDeeds(store: site.installation.store, actor: actor)
            .act(action, on: [id], isConfirmed: context.form["confirmed"] != nil)
        return site.done(end.notice(), goTo: Links.job(id), context)
    }
}
