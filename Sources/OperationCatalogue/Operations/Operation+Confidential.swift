/// Answers that must not lie about: in a database that others read, or in a log.
extension Operation {
    /// Operations whose answers hold an address with its signature in it.
    private static let signedAddresses: Set<String> = [
        "awd.getInboundShipmentLabels", "dataKiosk.getDocument", "easyShip.createScheduledPackageBulk",
        "feeds.createFeedDocument", "feeds.getFeedDocument", "fulfillmentInbound.createMarketplaceItemLabels",
        "fulfillmentInbound.getBillOfLading", "fulfillmentInbound.getDeliveryChallanDocument",
        "fulfillmentInbound.getLabels", "invoices.getGovernmentInvoiceDocument", "invoices.getInvoicesDocument",
        "reports.getReportDocument", "services.createServiceDocumentUploadDestination",
        "uploads.createUploadDestinationForResource",
    ]

    /// Families whose answers name people and where they live, without a restricted data token.
    private static let personalFamilies: Set<String> = [
        "deliveryByAmazon", "easyShip", "externalFulfillmentReturns", "externalFulfillmentShipments",
        "fulfillmentOutbound", "services", "shipping",
    ]

    /// Further families whose bodies hold names, addresses or messages of people, or secrets: in requests too.
    private static let privateFamilies: Set<String> = [
        "applicationManagement", "finances", "financesInvoices", "fulfillmentInbound", "invoices",
        "merchantFulfillment", "messaging", "orders", "sellerWallet", "shipmentInvoicing", "solicitations",
        "supplySources", "transfers",
    ]

    /// Whether bodies of the operation are never logged or shown.
    package var hidesBodies: Bool {
        answersWithCredential || answersWithPersonalData([:]) || Self.privateFamilies.contains(family)
            || family.hasPrefix("vendor")
    }

    /// Whether the answer is a token, or holds the signed address of a document: whoever has it needs no other right.
    package var answersWithCredential: Bool {
        family == "tokens" || Self.signedAddresses.contains("\(family).\(id)")
    }

    /// Whether the answer to a call with these parameters, as a user gives them, may hold personal data.
    package func answersWithPersonalData(_ parameters: [String: JSONValue]) -> Bool {
        if isRestricted || Self.personalFamilies.contains(family) { return true }
        guard family == "orders" else { return false }
        // The present Orders API tells who bought when it is asked to, with the ordinary access token.
        let asked = parameters.filter { $0.key.lowercased() == "includeddata" }.map(\.value)
        return asked.contains { $0.words.contains { ["BUYER", "RECIPIENT"].contains($0.uppercased()) } }
    }
}

extension JSONValue {
    /// The texts of a list, which may be written with commas.
    fileprivate var words: [String] {
        switch self {
        case .array(let items): items.flatMap(\.words)
        case .string(let text): text.split { $0 == "," || $0.isWhitespace }.map(String.init)
        default: []
        }
    }
}
