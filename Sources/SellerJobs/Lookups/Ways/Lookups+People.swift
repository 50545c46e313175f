/// Operations whose calls in doubt are left to a person, and why: a sentence.
///
/// Those that the catalogue marks unsafe are not named here; its own note says why.
extension Lookups {
    static let leftToPeople: [String: String] = {
        var reasons = [
            "aplusContent.postContentDocumentSuspendSubmission@2020-11-01":
                "The document's state does not tell whether it was suspended.",
            "appIntegrations.recordActionFeedback@2024-04-01": "No operation reads feedback back.",
            "easyShip.createScheduledPackageBulk@2022-03-23":
                "The address of the labels was in the lost answer, and each of the orders must be looked at.",
            "fulfillmentInbound.scheduleSelfShipAppointment@2024-03-20":
                "The shipment does not tell which call made its appointment.",
            "invoices.createInvoicesExport@2024-06-19": "Exports do not tell what they were asked for.",
            "shipping.cancelShipment@v1": "The shipment does not tell whether it was cancelled.",
            "shipping.linkCarrierAccountPost@v2": "The account does not tell which call linked it.",
            "shipping.submitNdrFeedback@v2": "No operation reads feedback back.",
        ]
        for confirmation in [
            "confirmPackingOption", "confirmPlacementOption", "confirmShipmentContentUpdatePreview",
            "confirmDeliveryWindowOptions", "confirmTransportationOptions",
        ] {
            reasons["fulfillmentInbound.\(confirmation)@2024-03-20"] =
                "It goes on in the background, and its operationId was in the lost answer."
        }
        for submission in [
            "vendorDirectFulfillmentOrders.submitAcknowledgement@v1",
            "vendorDirectFulfillmentOrders.submitAcknowledgement@2021-12-28",
            "vendorDirectFulfillmentPayments.submitInvoice@v1",
            "vendorDirectFulfillmentShipping.submitShippingLabelRequest@v1",
            "vendorDirectFulfillmentShipping.submitShippingLabelRequest@2021-12-28",
            "vendorDirectFulfillmentShipping.submitShipmentConfirmations@v1",
            "vendorDirectFulfillmentShipping.submitShipmentConfirmations@2021-12-28",
            "vendorDirectFulfillmentShipping.submitShipmentStatusUpdates@v1",
            "vendorDirectFulfillmentShipping.submitShipmentStatusUpdates@2021-12-28",
            "vendorInvoices.submitInvoices@v1", "vendorOrders.submitAcknowledgement@v1",
            "vendorShipments.SubmitShipmentConfirmations@v1", "vendorShipments.SubmitShipments@v1",
        ] {
            reasons[submission] = "Its transactionId, by which alone it can be looked up, was in the lost answer."
        }
        return reasons
    }()
}
