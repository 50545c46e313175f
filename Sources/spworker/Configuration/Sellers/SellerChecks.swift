import OperationCatalogue
import Secrets

/// Checks that concern several sellers.
struct SellerChecks {
    let reader: SettingReader

    private struct Authorization: Hashable {
        let seller: String
        let region: Region
    }

    func check(_ sellers: [SellerSettings]) {
        var seen: [Authorization: SettingOrigin] = [:]
        var tokens: [SecretReference: SellerSettings] = [:]
        var folded: [String: SellerSettings] = [:]
        seen.reserveCapacity(sellers.count)
        tokens.reserveCapacity(sellers.count)
        folded.reserveCapacity(sellers.count)
        for seller in sellers {
            let authorization = Authorization(seller: seller.id, region: seller.region)
            if let first = seen.updateValue(seller.origin, forKey: authorization) {
                reader.report(
                    seller.origin, "id",
                    "seller \(seller.id) has two entries for \(seller.region.rawValue); the other one is \(first)",
                    "keep one of them")
                continue
            }
            // Files and variables are often told apart by ids without regard to case.
            if let other = folded.updateValue(seller, forKey: seller.id.lowercased()), other.id != seller.id {
                reader.report(
                    seller.origin, "id", "sellers \(other.id) and \(seller.id) differ only in the case of letters",
                    "rename one of them")
            }
            guard seller.refreshToken.scheme != .literal else { continue }
            if let other = tokens.updateValue(seller, forKey: seller.refreshToken), other.id != seller.id {
                reader.report(
                    seller.origin, "refreshToken",
                    "sellers \(other.id) and \(seller.id) would share the token at \(seller.refreshToken)",
                    "give each seller its own")
            }
        }
    }
}
