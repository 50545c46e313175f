import ArgumentParser
import OperationCatalogue

/// The stores that a job is about.
struct MarketplaceFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The stores by country or id, separated by commas; all of the seller's when left out.",
            valueName: "stores"))
    var marketplaces: [String] = []

    /// The option's value; `nil` when nothing was said.
    var option: JSONValue? {
        guard !marketplaces.isEmpty else { return nil }
        let names = marketplaces.joined(separator: ",").split(separator: ",").map { name in
            String(name.filter { $0 != " " })
        }
        return .array(names.filter { !$0.isEmpty }.map { .string($0) })
    }
}
