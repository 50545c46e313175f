import OperationCatalogue
import Overview
import Secrets
import SellerJobs

/// Makes sellers of the names that were found in places. What the configuration names itself comes first.
struct SellerDiscovery {
    /// The sellers, in the order of the templates and of the names.
    private(set) var found: [SellerSettings] = []
    /// Why names are left out, each as a sentence without a full stop.
    private(set) var flaws: [String] = []
    /// How many names are no sellers' by the way they are written.
    private(set) var strangers = 0

    private struct Authorization: Hashable {
        let seller: String
        let region: Region
    }

    private var origins: [Authorization: SettingOrigin] = [:]
    /// The first id of all that differ only in the case of letters.
    private var spellings: [String: String] = [:]
    private var owners: [SecretReference: String] = [:]

    /// - Parameter known: The sellers that are configured otherwise.
    init(beside known: [SellerSettings]) {
        for seller in known { take(seller) }
    }

    private mutating func take(_ seller: SellerSettings) {
        origins[Authorization(seller: seller.id, region: seller.region)] = seller.origin
        spellings[seller.id.lowercased()] = seller.id
        if seller.refreshToken.scheme != .literal { owners[seller.refreshToken] = seller.id }
    }

    /// Adds the sellers of one template.
    ///
    /// - Parameters:
    ///   - names: What follows the place's beginning in each name there.
    ///   - template: What the sellers have in common.
    mutating func add(_ names: [String], in source: SellerSource, _ template: SellerTemplate) {
        let pattern = SellerNamePattern(template.refreshToken, in: source, application: template.application)
        var matches = 0
        for name in names {
            guard let match = pattern.match(name) else {
                strangers += 1
                continue
            }
            matches += 1
            if let flaw = add(match, template) { flaws.append("\(source.beginning)\(name) is left out: \(flaw)") }
        }
        if matches == 0, !names.isEmpty {
            flaws.append(
                "none of the \(counted(names.count, "name")) in \(source) goes on as \(pattern.words), which the "
                    + "template at \(template.origin) expects")
        }
    }

    /// Adds one seller; returns why not.
    private mutating func add(_ match: SellerNamePattern.Match, _ template: SellerTemplate) -> String? {
        guard let region = match.region ?? template.region else {
            return "neither its name nor the template at \(template.origin) tells the region"
        }
        if let origin = origins[Authorization(seller: match.id, region: region)] {
            return "there is a seller \(match.id) in \(region.rawValue) already (\(origin)), which counts"
        }
        if let spelling = spellings[match.id.lowercased()], spelling != match.id {
            return "it differs from the seller \(spelling) only in the case of letters"
        }
        do throws(SecretError) {
            // A name that tells the region cannot tell the stores too: those that lie there are meant.
            let stores = template.marketplaces.map(\.marketplace).filter { $0.region == region }
            let seller = try template.seller(match.id, region, marketplaces: stores, origin: template.origin)
            if let owner = owners[seller.refreshToken], owner != seller.id {
                return "it would share the token at \(seller.refreshToken) with the seller \(owner)"
            }
            take(seller)
            found.append(seller)
            return nil
        } catch {
            return error.message
        }
    }
}
