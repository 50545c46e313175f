import OperationCatalogue

/// Calls that make something under a name of the caller's choice, which is read back by that name.
extension Lookups {
    static let readings: [String: Entry] = [
        "notifications.createSubscription@v1": .asking("notifications.getSubscription@v1") { call, _ in
            guard let type = call.parameter("notificationType"), let destination = call.text("destinationId") else {
                return .unanswerable("It names no notificationType or no destinationId.")
            }
            var parameters = ["notificationType": type]
            let version = call.body?["payloadVersion"]
            parameters["payloadVersion"] = version
            return .ask(parameters) { answer in
                guard let page = answer.only else { return .absent }
                guard let payload = page["payload"], payload.text(at: "subscriptionId") != nil else {
                    return .unclear("The subscription that is there has no subscriptionId.")
                }
                // A seller has one of each type: another one keeps ours out.
                let isOurs = payload.text(at: "destinationId") == destination
                return isOurs && (version ?? .null).isTold(by: payload["payloadVersion"])
                    ? .found(["payload": payload]) : .absent
            }
        },
        "orders.confirmShipment@v0": .asking("orders.getOrder@2026-01-01") { call, _ in
            guard let order = call.parameter("orderId"), let package = call.text("packageDetail.packageReferenceId")
            else { return .unanswerable("Its body gives no packageReferenceId.") }
            let tracking = call.text("packageDetail.trackingNumber")
            return .ask(["orderId": order, "includedData": ["PACKAGES"]]) { answer in
                guard let order = answer.only?["order"] else { return .unclear("The order is not shown.") }
                let packages = order["packages"]?.items ?? []
                guard let known = packages.first(where: { $0.text(at: "packageReferenceId") == package }) else {
                    return .absent
                }
                // The same packageReferenceId edits an earlier confirmation: that one tells nothing of this call.
                return tracking == nil || known.text(at: "trackingNumber") == tracking ? .found(nil) : .absent
            }
        },
        "fulfillmentOutbound.createFulfillmentOrder@2020-07-01": .asking(
            "fulfillmentOutbound.getFulfillmentOrder@2020-07-01"
        ) { call, _ in
            guard let id = call.text("sellerFulfillmentOrderId") else {
                return .unanswerable("Its body gives no sellerFulfillmentOrderId.")
            }
            return .ask(["sellerFulfillmentOrderId": .string(id)]) { answer in
                guard let page = answer.only else { return .absent }
                let seen = page.text(at: "payload.fulfillmentOrder.sellerFulfillmentOrderId")
                return seen == id ? .found(.object([:])) : .unclear("The answer shows another order than \(id).")
            }
        },
        "fulfillmentOutbound.createOrder@2026-07-04": .asking("fulfillmentOutbound.getOrder@2026-07-04") { call, _ in
            guard let id = call.text("orderId") else { return .unanswerable("Its body gives no orderId.") }
            var parameters = call.parameters("x-amzn-fulfillment-service-id")
            parameters["orderId"] = .string(id)
            return .ask(parameters) { answer in
                guard let page = answer.only else { return .absent }
                let order = page["order"] ?? page
                guard order.text(at: "orderId") == id else {
                    return .unclear("The answer shows another order than \(id).")
                }
                return .found(["orderId": .string(id), "status": order["status"] ?? .null])
            }
        },
        "easyShip.createScheduledPackage@2022-03-23": .asking("easyShip.getScheduledPackage@2022-03-23") { call, _ in
            guard let order = call.text("amazonOrderId"), let marketplace = call.body?["marketplaceId"] else {
                return .unanswerable("Its body gives no amazonOrderId or no marketplaceId.")
            }
            let slot = call.text("packageDetails.packageTimeSlot.slotId")
            return .ask(["amazonOrderId": .string(order), "marketplaceId": marketplace]) { answer in
                guard let page = answer.only else { return .absent }
                guard page.text(at: "scheduledPackageId.amazonOrderId") == order else {
                    return .unclear("The answer shows no package of order \(order).")
                }
                // An order has one package: that of an earlier call keeps ours out.
                let seen = page.text(at: "packageTimeSlot.slotId")
                guard slot == nil || seen == nil || seen == slot else {
                    return .unclear("Order \(order) is scheduled for another time slot, \(seen ?? "").")
                }
                return .found(page)
            }
        },
    ]
}

extension JSONValue {
    /// Whether the value is seen, where both tell one.
    fileprivate func isTold(by seen: JSONValue?) -> Bool {
        self == .null || seen == nil || seen == .null || self == seen
    }
}
