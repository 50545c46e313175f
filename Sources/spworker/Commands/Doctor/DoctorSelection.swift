import JobModel
import OperationCatalogue
import Overview

/// Which sellers are tried.
struct DoctorSelection {
    /// So many are tried unasked.
    private static let few = 5
    /// So many are tried at most.
    static let most = 1000

    /// The sellers whose secrets are looked at.
    let sellers: [SellerSettings]
    /// Those among them that are tried.
    let tried: [SellerSettings]

    /// - Parameters:
    ///   - seller: The one that is meant; `nil` for all.
    ///   - region: Only in this region.
    ///   - all: Whether every one is tried. Otherwise a few are, or one of each application and region.
    /// - Throws: `Failure` when the one that is meant is not configured.
    init(_ sellers: [SellerSettings], seller: String?, region: String?, all: Bool) throws(Failure) {
        let region = region?.uppercased()
        let found = sellers.filter {
            (seller == nil || $0.id == seller) && (region == nil || $0.region.rawValue == region)
        }
        if let seller, found.isEmpty {
            let near = NearestNames(to: seller).nearest(among: Set(sellers.map(\.id)))
            let hint =
                sellers.contains { $0.id == seller }
                ? "It is in another region."
                : near.isEmpty
                    ? "'spworker sellers list' shows all." : "Did you mean \(near.joined(separator: " or "))?"
            throw Failure(
                .no, "error: there is no seller '\(seller.plain)'\(region.map { " in \($0)" } ?? ""). \(hint)")
        }
        self.sellers = found
        if all || seller != nil {
            tried = Array(found.prefix(Self.most))
        } else if found.count <= Self.few {
            tried = found
        } else {
            var seen: Set<[String]> = []
            tried = found.filter { seen.insert([$0.application, $0.region.rawValue, "\($0.sandbox)"]).inserted }
        }
    }

    /// How many are not tried, and how to have them tried.
    var rest: DoctorFinding? {
        let count = sellers.count - tried.count
        guard count > 0 else { return nil }
        let cure =
            tried.count == Self.most
            ? "'spworker doctor --seller ID' tries one." : "--all tries up to \(Self.most), --seller ID one of them."
        return .note(.sellers, "\(counted(count, "seller")) of \(sellers.count) were not tried.", cure: cure)
    }
}
