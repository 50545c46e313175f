import OperationCatalogue

/// The Orders API, version v0, as far as it reads orders.
enum OrdersV0 {
    private static let names = OrderSearch.Names(
        createdAfter: "CreatedAfter", createdBefore: "CreatedBefore", updatedAfter: "LastUpdatedAfter",
        updatedBefore: "LastUpdatedBefore", statuses: "OrderStatuses", channels: "FulfillmentChannels",
        marketplaces: "MarketplaceIds", orderIds: "AmazonOrderIds", pageSize: "MaxResultsPerPage", token: "NextToken")

    static func getOrders(_ context: CheckedCall, _ seller: World.Seller) -> Reply {
        do {
            let pages = try OrderPages(context, seller, names: names, tokenOverridesOthers: true, status: \.v0)
            let body = Behaviour.envelope(true) { writer in
                writer.member("Orders", array: pages.orders) { writer, order in
                    writer.object { members(of: order, context, to: &$0) }
                }
                writer.member("NextToken", pages.nextToken)
                let end = pages.search.field == .created ? "CreatedBefore" : "LastUpdatedBefore"
                writer.member(end, pages.search.before.iso)
            }
            return Reply(status: 200, body: body)
        } catch {
            return error.reply
        }
    }

    static func getOrder(_ context: CheckedCall, _ seller: World.Seller) -> Reply {
        guard let order = find(context, seller) else { return .notFound }
        return Reply(
            status: 200,
            body: JSONWriter.object { writer in
                writer.member("payload", object: { members(of: order, context, to: &$0) })
            })
    }

    static func getOrderItems(_ context: CheckedCall, _ seller: World.Seller) -> Reply {
        guard let order = find(context, seller) else { return .notFound }
        if context.query[names.token] != nil {
            return .invalidToken("there is one page of items; no token was given out")
        }
        let body = Behaviour.envelope(true) { writer in
            writer.member("AmazonOrderId", order.id)
            writer.member("OrderItems", array: CollectionOfOne(order)) { writer, order in
                writer.object { writer in
                    writer.member("ASIN", order.asin)
                    writer.member("SellerSKU", order.sku)
                    writer.member("OrderItemId", order.itemId)
                    writer.member("Title", "Sample product \(order.number % 97 + 1)")
                    writer.member("QuantityOrdered", order.quantity)
                    writer.member("QuantityShipped", order.status == .shipped ? order.quantity : 0)
                    writer.member("ItemPrice", object: { money(order, to: &$0) })
                    personalData(ofItemOf: order, context.dataElements, to: &writer)
                }
            }
        }
        return Reply(status: 200, body: body)
    }

    private static func find(_ context: CheckedCall, _ seller: World.Seller) -> FakeOrder? {
        context.path["orderId"].flatMap { OrderBook(seller: seller, start: context.start).order(id: $0) }
    }

    private static func members(of order: FakeOrder, _ context: CheckedCall, to writer: inout JSONWriter) {
        writer.member("AmazonOrderId", order.id)
        writer.member("PurchaseDate", order.created.iso)
        writer.member("LastUpdateDate", order.updated.iso)
        writer.member("OrderStatus", order.status.v0)
        writer.member("FulfillmentChannel", order.isFulfilledByAmazon ? "AFN" : "MFN")
        writer.member("SalesChannel", order.marketplace.domain)
        writer.member("MarketplaceId", order.marketplace.id)
        writer.member("OrderTotal", object: { money(order, to: &$0) })
        writer.member("NumberOfItemsShipped", order.status == .shipped ? order.quantity : 0)
        writer.member("NumberOfItemsUnshipped", order.status == .shipped ? 0 : order.quantity)
        writer.member("OrderType", "StandardOrder")
        writer.member("IsPrime", order.number % 4 == 0)
        writer.member("IsBusinessOrder", false)
        personalData(of: order, context.dataElements, to: &writer)
    }

    private static func money(_ order: FakeOrder, to writer: inout JSONWriter) {
        writer.member("CurrencyCode", order.marketplace.currency)
        writer.member("Amount", order.price)
    }
}
