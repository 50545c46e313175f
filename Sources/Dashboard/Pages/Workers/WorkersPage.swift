import Hummingbird
import JobModel
import JobStore
import Overview

/// The workers, and a way to let them stop.
struct WorkersPage: SitePart {
    static let templates = ["workers_page": PackageResources.workers_page_mustache]

    let site: Site

    func add(to router: Router<DashboardContext>) {
        router.get("/workers") { _, context in
            let (installation, store) = (site.installation, site.installation.store)
            let holder = try await installation.workerHolder()
            let view = WorkersView(
                try await workers(isLockHeld: holder != nil), tokens: try await store.tokens(), holder: holder,
                isOperator: context.visitor?.role.covers(.operator) ?? false, now: installation.now)
            return try site.reply(Page("Workers", in: .workers, template: "workers_page", view: view), context)
        }
        router.post("/workers/drain") { _, context in try await drain(context) }
    }

    private func workers(isLockHeld: Bool) async throws -> [WorkerOverview] {
        let (installation, store) = (site.installation, site.installation.store)
        let rows = try await store.workers()
        guard !rows.isEmpty else { return [] }
        return WorkerOverview.all(
            rows, running: try await store.runningJobs(), isLockHeld: isLockHeld, lease: installation.lease,
            now: installation.now)
    }

    /// Asks the worker that the form names, or all, to stop. They do when they come to it; the page shows it.
    private func drain(_ context: DashboardContext) async throws -> Response {
        let actor = try context.operatingVisitor().actor
        let store = site.installation.store
        let named = context.form["worker"]
        let isLockHeld = try await site.installation.workerHolder() != nil
        let chosen = try await workers(isLockHeld: isLockHeld)
            .filter { $0.standing == .running && (named == nil || $0.row.id.value == named) }
        guard !chosen.isEmpty else {
            let who = named == nil ? "No worker is running" : "This worker is not running any more"
            return site.done(Notice(.bad, "\(who), so nobody was asked to stop."), goTo: "/workers", context)
        }
        for worker in chosen {
            let deed = Deed(.workersDrained, to: .queue, note: worker.row.title.cut(to: 500), actor: actor)
            _ = try await store.ask("drain", argument: "{}", of: worker.row.id, telling: deed)
        }
        let runs = chosen.reduce(0) { $0 + $1.jobs.count }
        let who =
            chosen.count == 1
            ? "The worker \(chosen[0].row.title) was" : "\(Words.counted(chosen.count, "worker")) were"
        let end = runs > 0 ? ", and \(Words.counted(runs, "run")) may end" : ""
        return site.done(
            Notice(.good, "\(who) asked to stop: no new jobs are started\(end). 'spworker run' starts one again."),
            goTo: "/workers", context)
    }
}
