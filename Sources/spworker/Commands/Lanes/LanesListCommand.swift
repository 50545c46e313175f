import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker lanes list`.
struct LanesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List lanes.", discussion: "Example: spworker lanes list --seller acme")

    @OptionGroup var filter: LaneFilter
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await QueueSession.run(global) { session in
            let all = try await session.store.lanes()
            let lanes = all.filter { filter.isWanted($0.lane.key) }
                .sorted { Self.order($0.lane.key) < Self.order($1.lane.key) }
            let now = session.composition.now
            let coolDowns = try await session.store.coolDowns().filter { $0.until > now && filter.isWanted($0) }
            if session.console.isJSON {
                session.console.json(
                    .object(["lanes": .array(lanes.map(\.json)), "coolDowns": .array(coolDowns.map(\.json))]))
            } else if lanes.isEmpty {
                session.console.line(
                    all.isEmpty
                        ? "No lanes yet: they come into being with the first job of a seller and operation."
                        : "No lanes match. 'spworker lanes list' without filters shows all.")
            } else {
                LaneTable(lanes, now: now).print(to: session.console)
                CoolDownTable(coolDowns, now: now).print(to: session.console)
            }
        }
    }

    private static func order(_ key: LaneKey) -> (String, String, String) {
        (key.authorization?.seller ?? "", key.authorization?.region ?? "", key.operation)
    }
}
