import JobModel
import JobStore
import OperationCatalogue
import Overview

/// Changes lanes.
enum LaneChange {
    static func apply(_ action: LaneAction, to targets: LaneTargets, word: String, _ global: GlobalOptions) async throws
    {
        try await QueueSession.run(global) { session in
            let found = try await targets.resolve(session)
            for record in found { try await session.store.change(laneID: record.lane.id, action) }
            try await record(action, found.map(\.lane.key), in: session)
            if session.console.isJSON {
                session.console.json(.object([word: .array(found.map { .integer($0.lane.id) })]))
            } else if found.isEmpty {
                session.console.line("No lanes match; nothing was changed. 'spworker lanes list' shows all.")
            } else {
                for record in found { session.console.line("Lane \(record.lane.id) (\(record.lane.key)) \(word).") }
            }
        }
    }

    /// Writes into the history what was done; nothing when no lane was meant.
    private static func record(_ action: LaneAction, _ lanes: [LaneKey], in session: QueueSession) async throws {
        guard let first = lanes.first else { return }
        let which = lanes.count == 1 ? "\(first.operation)" : counted(lanes.count, "lane")
        let (kind, note): (Deed.Kind, String)
        switch action {
        case .pause(let reason): (kind, note) = (.lanesPaused, "\(which): \(reason)")
        case .resume: (kind, note) = (.lanesResumed, which)
        case .reset: (kind, note) = (.lanesReset, which)
        // Nobody's command: what Amazon's answers make of a lane.
        case .block: return
        }
        try await session.store.record(
            Deed(kind, to: Deed.Owner(of: lanes), note: note, actor: session.composition.user))
    }
}
