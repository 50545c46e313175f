import OperationCatalogue

/// Calls that move something on from one state to another, which is read off.
extension Lookups {
    static let states: [String: Entry] = [
        "awd.confirmInbound@2024-05-09": .asking("awd.getInbound@2024-05-09") { call, _ in
            moved(
                call.parameters("orderId"), seen: "orderStatus", done: ["CONFIRMED", "CLOSED"],
                before: ["DRAFT", "VALIDATING"])
        },
        "awd.cancelInbound@2024-05-09": .asking("awd.getInbound@2024-05-09") { call, _ in
            moved(
                call.parameters("orderId"), seen: "orderStatus", done: ["CANCELLED"],
                before: ["DRAFT", "VALIDATING", "CONFIRMED"])
        },
        "awd.confirmOutbound@2024-05-09": .asking("awd.getOutbound@2024-05-09") { call, _ in
            confirmed(call.parameters("orderId"))
        },
        "awd.confirmReplenishmentOrder@2024-05-09": .asking("awd.getReplenishmentOrder@2024-05-09") { call, _ in
            confirmed(call.parameters("orderId"))
        },
        "aplusContent.postContentDocumentApprovalSubmission@2020-11-01": .asking(
            "aplusContent.getContentDocument@2020-11-01"
        ) { call, _ in
            let place = call.parameters("contentReferenceKey", "marketplaceId")
            return moved(
                place.merging(["includedDataSet": ["METADATA"]]) { $1 }, seen: "contentRecord.contentMetadata.status",
                done: ["SUBMITTED", "APPROVED"], before: ["DRAFT"], answer: .object([:]))
        },
        "externalFulfillmentShipments.processShipment@2024-09-11": .asking(
            "externalFulfillmentShipments.getShipment@2024-09-11"
        ) { call, _ in
            let shipment = call.parameters("shipmentId")
            let isNew = ["CREATED", "ACCEPTED"]
            switch call.parameter("operation") {
            case "CONFIRM":
                let done = [
                    "CONFIRMED", "PACKAGE_CREATED", "PICKUP_SLOT_RETRIEVED", "INVOICE_GENERATED",
                    "SHIPLABEL_GENERATED", "SHIPPED", "DELIVERED",
                ]
                return moved(shipment, seen: "status", done: done, before: isNew)
            case "REJECT":
                return moved(shipment, seen: "status", done: ["CANCELLED"], before: isNew + ["CONFIRMED"])
            default:
                return .unanswerable("Its parameter operation is neither CONFIRM nor REJECT.")
            }
        },
        "shipmentInvoicing.submitInvoice@v0": .asking("shipmentInvoicing.getInvoiceStatus@v0") { call, _ in
            invoiced(call.parameters("shipmentId"), seen: "payload.Shipments.InvoiceStatus")
        },
        "deliveryByAmazon.submitInvoice@2022-07-01": .asking("deliveryByAmazon.getInvoiceStatus@2022-07-01") {
            call, _ in
            var parameters = call.parameters("orderId", "shipmentId")
            for name in ["marketplaceId", "invoiceType", "programType"] { parameters[name] = call.body?[name] }
            return invoiced(parameters, seen: "invoiceStatus")
        },
        "solicitations.createProductReviewAndSellerFeedbackSolicitation@v1": .asking(
            "solicitations.getSolicitationActionsForOrder@v1"
        ) { call, _ in
            .ask(call.parameters("amazonOrderId", "marketplaceIds")) { answer in
                let offered = answer.items(at: "_links.actions").contains {
                    $0.text(at: "name") == "productReviewAndSellerFeedback"
                }
                // Amazon also withdraws the offer when the time for it is over.
                return offered
                    ? .absent
                    : .unclear("The solicitation is not offered for the order any more: it was probably sent.")
            }
        },
    ]

    /// - Parameters:
    ///   - seen: The path of the state.
    ///   - done: The states into which the call leads, and those behind them.
    ///   - before: The states from which it leads there.
    ///   - answer: What the call answers.
    private static func moved(
        _ parameters: [String: JSONValue], seen path: String, done: Set<String>, before: Set<String>,
        answer body: JSONValue? = nil
    ) -> Entry.Question {
        .ask(parameters) { answer in
            guard let state = answer.only?.text(at: path) else { return .unclear("The answer shows no state.") }
            if done.contains(state) { return .found(body) }
            return before.contains(state) ? .absent : .unclear("The state is \(state).")
        }
    }

    private static func moved(
        _ parameters: [String: JSONValue], seen path: String, done: [String], before: [String],
        answer body: JSONValue? = nil
    ) -> Entry.Question {
        moved(parameters, seen: path, done: Set(done), before: Set(before), answer: body)
    }

    private static func confirmed(_ parameters: [String: JSONValue]) -> Entry.Question {
        .ask(parameters) { answer in
            guard let order = answer.only else { return .unclear("The order is not shown.") }
            return order.text(at: "confirmedOn") == nil ? .absent : .found(nil)
        }
    }

    private static func invoiced(_ parameters: [String: JSONValue], seen path: String) -> Entry.Question {
        .ask(parameters) { answer in
            guard let page = answer.only else { return .absent }
            switch page.text(at: path) {
            case "Processing", "Accepted": return .found(.object([:]))
            case "NotFound": return .absent
            // It may be an earlier invoice that was refused.
            case let state: return .unclear("The state of the invoice is \(state ?? "not shown").")
            }
        }
    }
}
