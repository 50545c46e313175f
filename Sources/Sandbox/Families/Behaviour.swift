import OperationCatalogue

/// What the sandbox does for a call that is well formed.
enum Behaviour {
    /// The reply of the operation that `context` names.
    static func reply(to context: CheckedCall) -> Reply {
        let rules = context.rules
        if let seller = context.seller {
            switch rules.shortName {
            case "sellers.getMarketplaceParticipations": return SellersFamily.participations(of: seller)
            case "orders.getOrders" where rules.operation.version == "v0": return OrdersV0.getOrders(context, seller)
            case "orders.getOrder" where rules.operation.version == "v0": return OrdersV0.getOrder(context, seller)
            case "orders.getOrderItems": return OrdersV0.getOrderItems(context, seller)
            case "orders.searchOrders": return Orders2026.searchOrders(context, seller)
            case "orders.getOrder": return Orders2026.getOrder(context, seller)
            default: break
            }
            if let pages = GenericPages(context, seller) { return pages.reply() }
        }
        return generic(context)
    }

    /// The success status and an object that names the operation, in an envelope where the operation has one.
    private static func generic(_ context: CheckedCall) -> Reply {
        let operation = context.rules.operation
        guard operation.successStatus != 204 else { return Reply(status: 204, contentType: nil) }
        return Reply(
            status: operation.successStatus,
            body: envelope(operation.hasPayloadEnvelope) { writer in
                writer.member("operation", context.rules.name)
                writer.member("effectId", context.effectId)
            })
    }

    /// An object, inside `payload` where `wrapped`.
    static func envelope(_ wrapped: Bool, _ fill: (inout JSONWriter) -> Void) -> [UInt8] {
        JSONWriter.object { writer in
            if wrapped { writer.member("payload", object: fill) } else { fill(&writer) }
        }
    }
}
