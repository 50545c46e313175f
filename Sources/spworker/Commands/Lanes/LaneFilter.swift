import ArgumentParser
import JobModel
import JobStore

/// Flags that choose lanes by what they are.
struct LaneFilter: ParsableArguments {
    @Option(help: ArgumentHelp("Only this seller's lanes.", valueName: "id"))
    var seller: String?

    @Option(help: ArgumentHelp("Only operations whose name holds this.", valueName: "text"))
    var operation: String?

    /// Whether nothing was chosen.
    var isEmpty: Bool { seller == nil && operation == nil }

    /// Whether the lane is meant.
    func isWanted(_ key: LaneKey) -> Bool {
        (seller == nil || key.authorization?.seller == seller)
            && (operation.map { key.operation.lowercased().contains($0.lowercased()) } ?? true)
    }

    /// Whether the cool-down is meant. It belongs to no lane, so who asks for operations is not told of any.
    func isWanted(_ row: CoolDownRow) -> Bool {
        operation == nil && (seller == nil || row.authorization.seller == seller)
    }
}
