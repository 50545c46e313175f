import ArgumentParser
import OperationCatalogue

/// Whose tokens a request to the worker is about.
struct TokenTarget: ParsableArguments {
    @Option(help: ArgumentHelp("The seller; may be left out when there is one.", valueName: "seller"))
    var seller: String?

    @Option(help: ArgumentHelp("Only in this region: NA, EU or FE.", valueName: "region"))
    var region: String?

    @Flag(help: "All sellers.")
    var all = false

    mutating func validate() throws {
        try SellerTarget.check(region: region)
        if all, seller != nil { throw ValidationError("Name a seller or say --all, not both.") }
    }

    /// The argument of the request.
    ///
    /// - Throws: `Failure` when it is not clear who is meant.
    func argument(_ session: QueueSession) async throws -> [String: JSONValue] {
        var argument: [String: JSONValue] = [:]
        if let region { argument["region"] = .string(region.uppercased()) }
        if all {
            argument["all"] = .bool(true)
            return argument
        }
        if let seller {
            _ = try await SellerTarget.find(seller, region: region, session)
            argument["seller"] = .string(seller)
            return argument
        }
        let sellers = Set(
            try await session.configurationWithSellers().sellers.filter {
                region == nil || $0.region.rawValue == region?.uppercased()
            }
            .map(\.id))
        guard let only = sellers.first, sellers.count == 1 else {
            let place = region.map { " in region \($0.uppercased())" } ?? ""
            throw Failure(
                .usage,
                sellers.isEmpty
                    ? "error: no seller is configured\(place)."
                    : "error: name a seller with --seller, or say --all: \(sellers.count) are configured\(place).")
        }
        argument["seller"] = .string(only)
        return argument
    }
}
