extension World.Seller {
    /// Amazon's id of one of the seller's orders, for a client that asks for orders which are there.
    ///
    /// - Parameter number: The order's number from 0, the oldest, to `orders - 1`.
    package func orderId(_ number: Int) -> String {
        // The id does not depend on when the sandbox started.
        OrderBook(seller: self, start: Instant(microseconds: 0)).order(number).id
    }
}
