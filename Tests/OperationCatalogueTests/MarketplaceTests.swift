import OperationCatalogue
import Testing

@Suite("Marketplaces")
struct MarketplaceTests {
    @Test("there are 23, with ids and codes of their own")
    func count() {
        #expect(Marketplace.all.count == 23)
        #expect(Set(Marketplace.all.map(\.id)).count == 23)
        #expect(Set(Marketplace.all.map(\.countryCode)).count == 23)
        #expect(Region.allCases.map { region in Marketplace.all.count { $0.region == region } } == [4, 16, 3])
    }

    @Test(
        "are found by id and by country code, whatever the letters",
        arguments: [
            ("ATVPDKIKX0DER", "US"), ("atvpdkikx0der", "US"), ("us", "US"), ("UK", "UK"), ("GB", "UK"), ("gb", "UK"),
            ("De", "DE"), ("A1VC38T7YXB528", "JP"),
        ])
    func lookup(_ text: String, _ code: String) {
        #expect(Marketplace.named(text)?.countryCode == code)
    }

    @Test("nothing else is a marketplace", arguments: ["", "CH", "USA", "ATVPDKIKX0DE", " US"])
    func unknown(_ text: String) {
        #expect(Marketplace.named(text) == nil)
    }

    @Test("belong to the region that serves them")
    func regions() {
        #expect(Marketplace.named("IN")?.region == .europe)
        #expect(Marketplace.named("MX")?.region == .northAmerica)
        #expect(Marketplace.named("AU")?.region == .farEast)
        #expect(Region.europe.endpoint == "https://sellingpartnerapi-eu.amazon.com")
    }
}
