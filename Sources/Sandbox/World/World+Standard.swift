import OperationCatalogue

extension World {
    /// A world with one application and `sellers` sellers, spread over the three regions in turn.
    ///
    /// Everything in it is derived from the numbers, so that a client can be configured without reading the world
    /// back: seller `n` (from 1) is `seller-n`, sells as `ASANDBOX` and the number, and has the refresh token
    /// `Atzr|sandbox-seller-n`. The application is `sandbox`, its client id `amzn1.application-oa2-client.sandbox`, its
    /// client secret `amzn1.oa2-cs.v1.sandbox`.
    ///
    /// - Parameters:
    ///   - sellers: How many sellers.
    ///   - orders: How many orders each seller has.
    ///   - scale: The factor on all usage plans; 1 keeps the catalogue's.
    package static func standard(sellers: Int, orders: Int = 250, scale: Double = 1) -> World {
        let application = Application(
            id: "sandbox", clientId: "amzn1.application-oa2-client.sandbox", clientSecrets: ["amzn1.oa2-cs.v1.sandbox"])
        let regions: [(region: Region, countries: [String])] = [
            (.northAmerica, ["US", "CA"]), (.europe, ["DE", "FR"]), (.farEast, ["JP"]),
        ]
        return World(
            applications: [application],
            sellers: (0..<max(0, sellers)).map { index in
                let place = regions[index % regions.count]
                let number = String(index + 1)
                return Seller(
                    id: "seller-" + number, application: application.id, region: place.region,
                    sellerId: "ASANDBOX" + String(repeating: "0", count: max(0, 6 - number.count)) + number,
                    refreshTokens: ["Atzr|sandbox-seller-" + number],
                    marketplaces: place.countries.compactMap { SandboxMarketplace.named($0)?.id }, orders: orders)
            },
            usagePlans: scale == 1 ? [:] : ["*": PlanOverride(scale: scale)])
    }
}
