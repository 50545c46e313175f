import JobModel
import JobStore
import OperationCatalogue
import Overview

/// Changes lanes.
enum LaneChange {
    /// How many lanes go into one transaction.
    private static let batch = 500

    static func apply(_ action: LaneAction, to targets: LaneTargets, word: String, _ global: GlobalOptions) async throws
    {
        try await QueueSession.run(global) { session in
            let found = try await targets.resolve(session)
            for start in stride(from: 0, to: found.count, by: batch) {
                let lanes = found[start..<min(found.count, start + batch)].map(\.lane)
                try await session.store.change(
                    lanes: lanes.map(\.id), action,
                    telling: deed(action, lanes.map(\.key), actor: session.composition.user))
            }
            if session.console.isJSON {
                session.console.json(.object([word: .array(found.map { .integer($0.lane.id) })]))
            } else if found.isEmpty {
                session.console.line("No lanes match; nothing was changed. 'spworker lanes list' shows all.")
            } else {
                for record in found { session.console.line("Lane \(record.lane.id) (\(record.lane.key)) \(word).") }
            }
        }
    }

    /// What the history tells of it; nothing when no lane was meant.
    private static func deed(_ action: LaneAction, _ lanes: [LaneKey], actor: String) -> Deed? {
        guard let first = lanes.first else { return nil }
        let which = lanes.count == 1 ? "\(first.operation)" : counted(lanes.count, "lane")
        let (kind, note): (Deed.Kind, String)
        switch action {
        case .pause(let reason): (kind, note) = (.lanesPaused, "\(which): \(reason)")
        case .resume: (kind, note) = (.lanesResumed, which)
        case .reset: (kind, note) = (.lanesReset, which)
        // Nobody's command: what Amazon's answers make of a lane.
        case .block: return nil
        }
        return Deed(kind, to: Deed.Owner(of: lanes), note: note, actor: actor)
    }
}
