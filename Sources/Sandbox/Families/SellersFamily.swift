/// The Sellers API.
enum SellersFamily {
    static func participations(of seller: World.Seller) -> Reply {
        let body = JSONWriter.object { writer in
            writer.member("payload", array: seller.marketplaces.compactMap(SandboxMarketplace.named)) { writer, place in
                writer.object { writer in
                    writer.member(
                        "marketplace",
                        object: { writer in
                            writer.member("id", place.id)
                            writer.member("countryCode", place.country == "UK" ? "GB" : place.country)
                            writer.member("name", "Amazon.\(place.domain.dropFirst("amazon.".count))")
                            writer.member("defaultCurrencyCode", place.currency)
                            writer.member("defaultLanguageCode", place.language)
                            writer.member("domainName", "www.\(place.domain)")
                        })
                    writer.member(
                        "participation",
                        object: { writer in
                            writer.member("isParticipating", true)
                            writer.member("hasSuspendedListings", false)
                        })
                    writer.member("storeName", "Store of \(seller.id)")
                }
            }
        }
        return Reply(status: 200, body: body)
    }
}
