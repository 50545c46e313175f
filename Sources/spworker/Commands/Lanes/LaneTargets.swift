import ArgumentParser
import JobStore

/// The lanes that `pause`, `resume` and `reset` act on: by number, or by what they are.
struct LaneTargets: ParsableArguments {
    @Argument(help: ArgumentHelp("The lanes' numbers.", valueName: "lane"))
    var lanes: [Int64] = []

    @OptionGroup var filter: LaneFilter

    @Flag(help: "Every lane.")
    var all = false

    mutating func validate() throws {
        let ways = [!lanes.isEmpty, !filter.isEmpty, all].count { $0 }
        if ways == 0 {
            throw ValidationError("Name lanes by number, choose them by --seller or --operation, or say --all.")
        }
        if ways > 1 { throw ValidationError("Name lanes by number, by filters or by --all, not by several of these.") }
    }

    /// The lanes that are meant.
    ///
    /// - Throws: `Failure` when a number is not a lane's.
    func resolve(_ session: QueueSession) async throws -> [LaneRecord] {
        let known = try await session.store.lanes()
        guard !lanes.isEmpty else { return known.filter { filter.isWanted($0.lane.key) } }
        let byID = Dictionary(known.map { ($0.lane.id, $0) }) { $1 }
        if let stray = lanes.first(where: { byID[$0] == nil }) {
            throw Failure(.no, "error: there is no lane \(stray). 'spworker lanes list' shows all.")
        }
        var seen: Set<Int64> = []
        return lanes.compactMap { seen.insert($0).inserted ? byID[$0] : nil }
    }
}
