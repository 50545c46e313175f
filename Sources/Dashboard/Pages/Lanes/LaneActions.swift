import Hummingbird
import JobModel
import JobStore
import Overview

/// What operators do to a lane.
struct LaneActions {
    let site: Site

    func add(to router: Router<DashboardContext>) {
        router.post("lanes/:id/pause") { _, context in
            let reason = context.reason
            return try await change(.pause(reason), .lanesPaused, ": \(reason)", context) {
                "\($0) is paused: no job of it starts until it is resumed."
            }
        }
        router.post("lanes/:id/resume") { _, context in
            try await change(.resume, .lanesResumed, "", context) { "\($0) is resumed." }
        }
        router.post("lanes/:id/reset") { _, context in
            try await change(.reset, .lanesReset, "", context) {
                "\($0) is reset: its bucket is full, and Amazon may refuse its next calls again."
            }
        }
    }

    /// Changes the lane that the address names, and tells the history who did it.
    private func change(
        _ action: LaneAction, _ kind: Deed.Kind, _ note: String, _ context: DashboardContext,
        words: (String) -> String
    ) async throws -> Response {
        let actor = try context.operatingVisitor().actor
        let key = try await lane(context)
        let deed = Deed(kind, to: Deed.Owner(of: [key.lane]), note: key.lane.operation + note, actor: actor)
        try await site.installation.store.change(lanes: [key.id], action, telling: deed)
        let owner = key.lane.authorization.map { "\($0.seller)/\($0.region)" } ?? key.lane.application
        return site.done(
            Notice(.good, words("\(key.lane.operation) of \(owner)")),
            goTo: LaneQuery(Self.query(of: context.form["back"] ?? "")).path, context)
    }

    private func lane(_ context: DashboardContext) async throws -> (id: Int64, lane: LaneKey) {
        guard let id = Int64(try context.name("id")), id > 0,
            let record = try await site.installation.store.lanes(matching: LaneSearch(afterID: id - 1, limit: 1)).first,
            record.lane.id == id
        else { throw Refusal.notFound("There is no such lane.") }
        return (id, record.lane.key)
    }

    /// What stands behind the question mark of an address.
    private static func query(of address: String) -> FormValues {
        FormValues(encoded: address.drop { $0 != "?" }.dropFirst())
    }
}
