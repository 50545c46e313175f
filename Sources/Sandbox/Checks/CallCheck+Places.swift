import OperationCatalogue

extension CallCheck {
    /// Every marketplace that the call names must be one of the region that was called.
    static func checkMarketplaces(_ parsed: Parsed, region: Region) throws(Refusal) {
        var named: [String] = []
        for (name, value) in parsed.path where isMarketplaces(name) { named.append(value) }
        for (name, value) in parsed.query where isMarketplaces(name) {
            named += value.split(separator: ",").map(String.init)
        }
        if let body = parsed.body { named += marketplaces(in: body) }
        for id in named {
            guard let marketplace = SandboxMarketplace.named(id), marketplace.id == id else {
                throw Refusal("\(id.prefix(30)) is not a marketplace id")
            }
            guard marketplace.region == region else {
                let details = "The marketplaces [\(id)] are not valid for region \(region.rawValue)."
                throw Refusal(reply: .denied(details, complaint: "marketplace \(id) was sent to \(region.rawValue)"))
            }
        }
    }

    /// Where a call names the seller, it must be the one whose access token it has.
    static func checkSeller(_ parsed: Parsed, isNamedAs sellerId: String) throws(Refusal) {
        let named = [parsed.path, parsed.query].flatMap { $0.filter { $0.key.lowercased() == "sellerid" }.values }
        guard named.allSatisfy({ $0 == sellerId }) else {
            throw Refusal(reply: .denied(complaint: "the call names another seller than its access token does"))
        }
    }

    /// Batches name a marketplace in each of their requests, so that the whole body is looked through.
    private static func marketplaces(in body: JSONValue) -> [String] {
        switch body {
        case .object(let members):
            members.flatMap { name, value in isMarketplaces(name) ? texts(in: value) : marketplaces(in: value) }
        case .array(let items): items.flatMap(marketplaces)
        default: []
        }
    }

    private static func texts(in value: JSONValue) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let items): items.compactMap(\.string)
        default: []
        }
    }

    private static func isMarketplaces(_ name: String) -> Bool {
        name.utf8.count <= 14 && ["marketplaceid", "marketplaceids"].contains(name.lowercased())
    }
}
