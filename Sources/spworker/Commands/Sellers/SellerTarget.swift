import ArgumentParser
import JobModel
import OperationCatalogue
import Overview

/// The seller that a command is about.
struct SellerTarget: ParsableArguments {
    @Argument(help: ArgumentHelp("The seller.", valueName: "seller"))
    var seller: String

    @Option(help: ArgumentHelp("Only in this region: NA, EU or FE.", valueName: "region"))
    var region: String?

    mutating func validate() throws { try Self.check(region: region) }

    /// - Throws: `ValidationError` when there is no such region.
    static func check(region: String?) throws {
        if let region, Region(rawValue: region.uppercased()) == nil {
            throw ValidationError("--region is NA, EU or FE, not '\(region)'.")
        }
    }

    /// The seller in each region that is meant.
    ///
    /// - Throws: `Failure` when there is none.
    func resolve(_ session: QueueSession) async throws -> [SellerOverview] {
        try await Self.find(seller, region: region, session)
    }

    /// The seller in that region, or in each of its regions.
    ///
    /// - Throws: `Failure` when there is none.
    static func find(_ seller: String, region: String?, _ session: QueueSession) async throws -> [SellerOverview] {
        let configuration = try await session.configurationWithSellers()
        let all = try await SellerOverview.all(configuration, store: session.store)
        let named = all.filter { $0.key.seller == seller }
        let found = named.filter { region == nil || $0.key.region == region?.uppercased() }
        guard found.isEmpty else { return found }
        if !named.isEmpty {
            throw Failure(
                .no,
                "error: the seller '\(seller)' is not in region \(region?.uppercased() ?? ""), only in "
                    + "\(named.map(\.key.region).joined(separator: ", ")).")
        }
        let near = NearestNames(to: seller).nearest(among: Set(all.map(\.key.seller)))
        let hint =
            near.isEmpty ? "'spworker sellers list' shows all." : "Did you mean \(near.joined(separator: " or "))?"
        let note = configuration.foundNote.isEmpty ? "" : " \(configuration.foundNote)"
        throw Failure(.no, "error: there is no seller '\(seller.plain)'. \(hint)\(note)")
    }
}
