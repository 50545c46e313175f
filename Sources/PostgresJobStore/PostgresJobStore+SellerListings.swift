package import JobStore

// Sellers that come and go without the configuration.
extension PostgresJobStore {
    package func keepSellers(_ listings: [SellerListingRow], telling remarks: [SellerRemark]) async throws {
        try await write(.wholeQueue, durable: true, wakes: !remarks.isEmpty) {
            try $0.keepSellers(listings, telling: remarks)
        }
    }

    package func keptSellers(source: String) async throws -> SellerListingRow? {
        try await read(reader: { try $0.keptSellers(source: source) })
    }
}
