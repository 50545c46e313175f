import Hummingbird
import JobModel
import JobStore

/// The list of jobs, and what is done to many of them.
struct JobsPage: SitePart {
    static let templates = [
        "jobs_page": PackageResources.jobs_page_mustache, "jobs_all_page": PackageResources.jobs_all_page_mustache,
        "choice": PackageResources.choice_mustache, "hidden_field": PackageResources.hidden_field_mustache,
    ]

    /// Jobs are counted up to this before something is done to all of them.
    private static let mostCounted = 1000
    /// So many jobs may be picked.
    private static let mostPicked = 500

    let site: Site

    func add(to router: Router<DashboardContext>) {
        router.get("/jobs") { request, context -> Response in
            let search = JobSearch(request.query)
            if let path = try await numbered(search) { return .seeOther(path) }
            return try site.reply(
                Page("Jobs", in: .jobs, template: "jobs_page", view: try await view(search, context)), context)
        }
        router.get("/jobs/all") { request, context -> Response in
            _ = try context.operatingVisitor()
            let search = JobSearch(request.query)
            guard !search.isForAll else { return .seeOther("/jobs") }
            return try site.reply(
                Page(
                    "All jobs that match", in: .jobs, template: "jobs_all_page", view: try await allView(search),
                    isLive: false), context)
        }
        router.post("/jobs/retry") { _, context in try await actOnPicked(.retry, context) }
        router.post("/jobs/cancel") { _, context in try await actOnPicked(.cancel, context) }
        router.post("/jobs/all/retry") { _, context in try await actOnAll(.retry, context) }
        router.post("/jobs/all/cancel") { _, context in try await actOnAll(.cancel, context) }
    }

    private var store: any JobStore { site.installation.store }
    private var now: Timestamp { site.installation.now }

    /// The page of the job whose number was looked for, if there is one.
    private func numbered(_ search: JobSearch) async throws -> String? {
        guard let number = search.key.flatMap({ Int64($0) }), number > 0,
            try await store.job(JobID(number)) != nil
        else { return nil }
        return Links.job(JobID(number))
    }

    private func view(_ search: JobSearch, _ context: DashboardContext) async throws -> JobsView {
        let now = now
        return JobsView(
            try await JobLister(store: store, now: now).page(search), search, counts: try await store.counts(),
            newInboxRows: try await store.inboxCount(status: "new"),
            isOperator: context.visitor?.role.covers(.operator) ?? false, now: now)
    }

    private func allView(_ search: JobSearch) async throws -> JobsAllView {
        let found = try await JobLister(store: store, now: now)
            .page(search.with { _ in }, limit: Self.mostCounted)
        return JobsAllView(search, count: found.records.count, hasMore: found.next != nil)
    }

    private func actOnPicked(_ action: JobDeeds.Action, _ context: DashboardContext) async throws -> Response {
        let actor = try context.operatingVisitor().actor
        let search = JobSearch(context.form)
        var seen: Set<JobID> = []
        let ids = context.form.all("id").compactMap { Int64($0) }.map { JobID($0) }.filter { seen.insert($0).inserted }
        guard !ids.isEmpty else {
            return site.done(Notice(.bad, "No job was picked."), goTo: search.path(before: search.before), context)
        }
        guard ids.count <= Self.mostPicked else {
            throw Refusal(
                .unprocessableContent, "Too many jobs", "At most \(Self.mostPicked) jobs can be picked at once.")
        }
        let end = try await JobDeeds(store: store, actor: actor)
            .act(action, on: ids, isConfirmed: context.form["confirmed"] != nil)
        return site.done(end.notice(), goTo: search.path(before: search.before), context)
    }

    private func actOnAll(_ action: JobDeeds.Action, _ context: DashboardContext) async throws -> Response {
        let actor = try context.operatingVisitor().actor
        let search = JobSearch(context.form)
        let view = JobsAllView(search, count: 0, hasMore: false)
        guard !search.isForAll, action == .retry ? view.offersRetry : view.offersCancel else {
            throw Refusal(
                .unprocessableContent, "Which jobs?", "This is not done to all jobs at once.",
                cure: "Choose a state, or other filters, first.")
        }
        let deeds = JobDeeds(store: store, actor: actor)
        let (ids, more) = try await deeds.jobs(of: search, for: action, now: now)
        let end = try await deeds.act(
            action, on: ids, isConfirmed: context.form["confirmed"] != nil, choice: search.words)
        return site.done(end.notice(hasMore: more), goTo: search.path(), context)
    }
}
