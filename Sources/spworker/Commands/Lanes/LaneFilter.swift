import ArgumentParser
import JobModel

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
}
