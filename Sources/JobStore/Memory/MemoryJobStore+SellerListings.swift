// Sellers that come and go without the configuration.
extension MemoryJobStore {
    package func keepSellers(_ listings: [SellerListingRow], telling remarks: [SellerRemark]) throws {
        try write(wakes: !remarks.isEmpty) { try $0.keepSellers(listings, telling: remarks) }
    }

    package func keptSellers(source: String) throws -> SellerListingRow? {
        try read { try $0.keptSellers(source: source) }
    }
}
