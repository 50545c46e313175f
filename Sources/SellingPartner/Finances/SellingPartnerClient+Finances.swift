extension SellingPartnerClient {
    /// Bookings of the seller's account, by `finances.listTransactions` of 2024-06-19, page after page.
    ///
    /// - Parameters:
    ///   - postedAfter: Booked at or after this time, in ISO 8601.
    ///   - postedBefore: Booked before this time. At least two minutes ago; Amazon's default unless given.
    ///   - marketplace: The marketplace by id or country code; all when left out.
    /// - Returns: The bookings. Iterating throws as ``PagedItems`` says.
    public func transactions(
        postedAfter: String, postedBefore: String? = nil, marketplace: String? = nil
    ) -> PagedItems<FinancialTransaction> {
        var parameters = CallParameters()
        parameters.set("postedAfter", postedAfter)
        parameters.set("postedBefore", postedBefore)
        parameters.set("marketplaceId", marketplace)
        return pages("finances.listTransactions@2024-06-19", parameters: parameters.given)
            .items(as: FinancialTransaction.self)
    }
}
