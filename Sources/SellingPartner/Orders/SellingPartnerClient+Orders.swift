extension SellingPartnerClient {
    /// Orders, by `orders.searchOrders` of 2026-01-01, page after page as they are needed.
    ///
    /// A page costs one call of a plan that allows one in three minutes after a burst of 20.
    ///
    /// - Parameter search: Which orders.
    /// - Returns: The orders. Iterating throws as ``PagedItems`` says.
    public func orders(_ search: OrderSearch) -> PagedItems<Order> {
        pages("orders.searchOrders@2026-01-01", parameters: search.parameters).items(as: Order.self)
    }

    /// One order, by `orders.getOrder` of 2026-01-01.
    ///
    /// - Parameters:
    ///   - id: Amazon's id of the order.
    ///   - includedData: Parts that are left out otherwise, for example `PROCEEDS`, `FULFILLMENT`, `BUYER`.
    /// - Throws: ``CallFailure`` with the code `notFound` for an unknown order, otherwise as
    ///   ``call(_:parameters:body:dataElements:)``; `DecodingError` for another shape of answer.
    public func order(_ id: String, includedData: [String] = []) async throws -> Order {
        struct Answer: Decodable { var order: Order }
        var parameters = CallParameters()
        parameters.set("orderId", id)
        parameters.set("includedData", includedData)
        return try await core.value(
            "orders.getOrder@2026-01-01", parameters.given, as: Answer.self
        ).order
    }

    /// The items of an order. They are part of the order, so this is one call of `orders.getOrder` of 2026-01-01.
    ///
    /// - Parameters:
    ///   - id: Amazon's id of the order.
    ///   - includedData: Parts that are left out otherwise, for example `PROCEEDS`.
    /// - Throws: As ``order(_:includedData:)``.
    public func orderItems(of id: String, includedData: [String] = []) async throws -> [OrderItem] {
        try await order(id, includedData: includedData).orderItems ?? []
    }
}
