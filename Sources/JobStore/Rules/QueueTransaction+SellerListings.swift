import JobModel

/// Sellers that come and go without the configuration.
extension QueueTransaction {
    /// Keeps listings, each in place of its place's last one, and writes the remarks into the history.
    ///
    /// In one transaction: a change that is told is kept, and is not told again by who compares with what is kept.
    package mutating func keepSellers(_ listings: [SellerListingRow], telling remarks: [SellerRemark]) throws {
        for listing in listings {
            try tables.save(setting: SellerListingRow.setting(listing.source), listing.value)
        }
        for remark in remarks { try record(remark) }
    }
}

extension QueueReader {
    /// The place's last listing.
    package func keptSellers(source: String) throws -> SellerListingRow? {
        try tables.setting(SellerListingRow.setting(source)).flatMap { SellerListingRow(source: source, value: $0) }
    }
}
