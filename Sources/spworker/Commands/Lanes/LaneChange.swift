import JobModel
import JobStore
import OperationCatalogue

/// Changes lanes.
enum LaneChange {
    static func apply(_ action: LaneAction, to targets: LaneTargets, word: String, _ global: GlobalOptions) async throws
    {
        try await QueueSession.run(global) { session in
            let found = try await targets.resolve(session)
            for record in found { try await session.store.change(laneID: record.lane.id, action) }
            if session.console.isJSON {
                session.console.json(.object([word: .array(found.map { .integer($0.lane.id) })]))
            } else if found.isEmpty {
                session.console.line("No lanes match; nothing was changed. 'spworker lanes list' shows all.")
            } else {
                for record in found { session.console.line("Lane \(record.lane.id) (\(record.lane.key)) \(word).") }
            }
        }
    }
}
