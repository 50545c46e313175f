import Hummingbird
import JobModel
import JobStore
import Overview

/// Rows that other programs wrote, and why some became no jobs.
struct InboxPage: SitePart {
    static let templates = ["inbox_page": PackageResources.inbox_page_mustache]

    /// So many rows may be picked.
    private static let mostPicked = 500

    let site: Site

    func add(to router: Router<DashboardContext>) {
        router.get("/inbox") { request, context in
            let status = request.query["status"].flatMap { InboxStatus(rawValue: $0) }
            let before = request.query["before"].flatMap { Int64($0) }
            let store = site.installation.store
            let page = try await store.inboxRows(
                matching: InboxSearch(status: status?.rawValue, beforeID: before, limit: InboxView.pageSize),
                lookingThrough: InboxView.mostLooked)
            let view = InboxView(
                page, status, before: before, newRows: try await store.inboxCount(status: "new"),
                isOperator: context.visitor?.role.covers(.operator) ?? false, now: site.installation.now)
            return try site.reply(Page("Inbox", in: .jobs, template: "inbox_page", view: view), context)
        }
        router.post("/inbox/retry") { _, context in try await retry(context) }
    }

    private func retry(_ context: DashboardContext) async throws -> Response {
        let actor = try context.operatingVisitor().actor
        let store = site.installation.store
        let goTo = InboxView.path(context.form["status"].flatMap { InboxStatus(rawValue: $0) }, before: nil)
        var seen: Set<Int64> = []
        let ids = context.form.all("id").compactMap { Int64($0) }.filter { seen.insert($0).inserted }
        let isAll = context.form["all"] != nil
        guard isAll || !ids.isEmpty else {
            return site.done(Notice(.bad, "No row was picked."), goTo: goTo, context)
        }
        guard ids.count <= Self.mostPicked else {
            throw Refusal(
                .unprocessableContent, "Too many rows", "At most \(Self.mostPicked) rows can be picked at once.")
        }
        var (reopened, refused) = (0, 0)
        if isAll {
            reopened = try await store.retryRejectedInbox(telling: { Deed(reopenedRows: $0, actor: actor) })
        } else {
            let deed = Deed.telling(reopenedRows: ids, actor: actor)
            for answer in try await store.retryInbox(ids, telling: deed) {
                if case .reopened = answer { reopened += 1 } else { refused += 1 }
            }
        }
        return site.done(Self.notice(reopened: reopened, refused: refused), goTo: goTo, context)
    }

    private static func notice(reopened: Int, refused: Int) -> Notice {
        let done = "\(Words.counted(reopened, "row")) \(reopened == 1 ? "is" : "are") new again."
        let rest = "\(Words.counted(refused, "row")) \(refused == 1 ? "is" : "are") not rejected any more, or gone."
        switch (reopened, refused) {
        case (0, 0): return Notice(.bad, "No row is rejected; nothing was changed.")
        case (_, 0): return Notice(.good, done)
        case (0, _): return Notice(.bad, rest)
        default: return Notice(.warning, "\(done) \(rest)")
        }
    }
}
