import OperationCatalogue

/// The Orders API, version 2026-01-01, as far as it reads orders.
enum Orders2026 {
    private static let names = OrderSearch.Names(
        createdAfter: "createdAfter", createdBefore: "createdBefore", updatedAfter: "lastUpdatedAfter",
        updatedBefore: "lastUpdatedBefore", statuses: "fulfillmentStatuses", channels: "fulfilledBy",
        marketplaces: "marketplaceIds", orderIds: "orderIds", pageSize: "maxResultsPerPage", token: "paginationToken")

    static func searchOrders(_ context: CheckedCall, _ seller: World.Seller) -> Reply {
        let included = Set(context.list("includedData") ?? [])
        do {
            let pages = try OrderPages(context, seller, names: names, tokenOverridesOthers: false, status: \.v2026)
            let body = JSONWriter.object { writer in
                writer.member("orders", array: pages.orders) { writer, order in
                    writer.object { members(of: order, included: included, to: &$0) }
                }
                if let token = pages.nextToken {
                    writer.member("pagination", object: { $0.member("nextToken", token) })
                }
                let end = pages.search.field == .created ? "createdBefore" : "lastUpdatedBefore"
                writer.member(end, pages.search.before.iso)
            }
            return Reply(status: 200, body: body)
        } catch {
            return error.reply
        }
    }

    static func getOrder(_ context: CheckedCall, _ seller: World.Seller) -> Reply {
        let book = OrderBook(seller: seller, start: context.start)
        guard let order = context.path["orderId"].flatMap(book.order(id:)) else { return .notFound }
        let included = Set(context.list("includedData") ?? [])
        return Reply(
            status: 200,
            body: JSONWriter.object { writer in
                writer.member("order", object: { members(of: order, included: included, to: &$0) })
            })
    }

    private static func members(of order: FakeOrder, included: Set<String>, to writer: inout JSONWriter) {
        writer.member("orderId", order.id)
        writer.member("createdTime", order.created.iso)
        writer.member("lastUpdatedTime", order.updated.iso)
        writer.member(
            "salesChannel",
            object: { writer in
                writer.member("channelName", "AMAZON")
                writer.member("marketplaceId", order.marketplace.id)
                writer.member("marketplaceName", order.marketplace.domain)
            })
        if included.contains("BUYER") {
            writer.member(
                "buyer",
                object: { writer in
                    writer.member("buyerName", "Buyer \(order.number)")
                    writer.member("buyerEmail", "buyer-\(order.number)@sandbox.invalid")
                })
        }
        if included.contains("FULFILLMENT") {
            writer.member(
                "fulfillment",
                object: { writer in
                    writer.member("fulfillmentStatus", order.status.v2026)
                    writer.member("fulfilledBy", order.isFulfilledByAmazon ? "AMAZON" : "MERCHANT")
                })
        }
        if included.contains("PROCEEDS") {
            writer.member("proceeds", object: { $0.member("grandTotal", object: { money(order, to: &$0) }) })
        }
        writer.member("orderItems", array: CollectionOfOne(order)) { writer, order in
            writer.object { writer in
                writer.member("orderItemId", order.itemId)
                writer.member("quantityOrdered", order.quantity)
                writer.member(
                    "product",
                    object: { writer in
                        writer.member("asin", order.asin)
                        writer.member("title", "Sample product \(order.number % 97 + 1)")
                        writer.member("sellerSku", order.sku)
                    })
            }
        }
    }

    private static func money(_ order: FakeOrder, to writer: inout JSONWriter) {
        writer.member("amount", order.price)
        writer.member("currencyCode", order.marketplace.currency)
    }
}
