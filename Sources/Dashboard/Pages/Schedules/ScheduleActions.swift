import Hummingbird
import JobModel
import JobStore
import Overview

/// What operators do to a definition, for all its sellers or for one.
struct ScheduleActions {
    /// Whom it is about.
    private struct Target {
        let definition: String
        let seller: String?
        let region: String?
        /// Where one comes back to.
        let path: String

        init(_ context: DashboardContext) throws {
            definition = try context.name("name")
            seller = context.form["seller"]
            region = context.form["region"]
            let back = context.form["back"] ?? ""
            path = ScheduleQuery(definition, FormValues(encoded: back.drop { $0 != "?" }.dropFirst())).path
        }

        var words: String {
            seller.map { seller in "\(definition) for \(seller)\(region.map { "/\($0)" } ?? "")" } ?? definition
        }
    }

    let site: Site

    func add(to router: Router<DashboardContext>) {
        router.post("schedules/:name/run") { _, context in
            try await run(Target(context), context)
        }
        router.post("schedules/:name/pause") { _, context in
            try await pause(Target(context), reason: context.reason, context)
        }
        router.post("schedules/:name/resume") { _, context in
            try await pause(Target(context), reason: nil, context)
        }
    }

    private func run(_ target: Target, _ context: DashboardContext) async throws -> Response {
        let actor = try context.operatingVisitor().actor
        let jobs = try await site.installation.fire(
            definition: target.definition, seller: target.seller, region: target.region, actor: actor)
        let fresh = jobs.filter(\.isNew)
        let rest = jobs.count - fresh.count
        var text =
            switch fresh.count {
            case 0: "Nothing was added for \(target.words)"
            case 1: "Job \(fresh[0].job) runs \(target.words) now"
            default: "\(Words.number(fresh.count)) jobs run \(target.words) now"
            }
        if rest > 0 {
            text += rest == 1 && fresh.isEmpty ? ": its last job has not ended" : ""
            text += rest > 1 || !fresh.isEmpty ? "; the last job of \(Words.counted(rest, "seller")) has not ended" : ""
        }
        return site.done(Notice(fresh.isEmpty ? .warning : .good, text + "."), goTo: target.path, context)
    }

    /// Pauses, or resumes without a reason.
    private func pause(_ target: Target, reason: String?, _ context: DashboardContext) async throws -> Response {
        let actor = try context.operatingVisitor().actor
        let store = site.installation.store
        let filter = ScheduleFilter(
            definition: target.definition, seller: target.seller, region: target.region, limit: 1)
        let isPlanned = try await !store.schedules(matching: filter).isEmpty
        if !isPlanned {
            // What holds for all sellers holds for those, too, that are yet to come.
            let isThere = await site.installation.definitions().contains { $0.name == target.definition }
            guard target.seller == nil, target.region == nil, isThere else {
                throw Refusal.notFound("Nothing is known of \(target.words.cut(to: 100)).")
            }
        }
        let count = try await store.pauseSchedules(
            target.definition, seller: target.seller, region: target.region, reason: reason, actor: actor)
        let word = reason == nil ? "resumed" : "paused"
        guard count > 0 || !isPlanned else {
            return site.done(
                Notice(.warning, "\(target.words) was \(reason == nil ? "not paused" : "paused already")."),
                goTo: target.path, context)
        }
        let whom = target.seller == nil && count > 0 ? " for \(Words.counted(count, "seller"))" : ""
        let rest = reason == nil ? "." : ": it fires no more until it is resumed. Jobs in the queue go on."
        return site.done(Notice(.good, "\(target.words) is \(word)\(whom)\(rest)"), goTo: target.path, context)
    }
}
