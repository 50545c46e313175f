import OperationCatalogue
import Testing

/// Facts of single operations, written out by hand from Amazon's models.
@Suite("Facts of operations")
struct OperationFactsTests {
    private func operation(_ name: String) throws -> Operation {
        try OperationCatalogue.builtIn.operation(named: name)
    }

    private func parameter(_ name: String, of operation: Operation) throws -> Parameter {
        try #require(operation.parameters.first { $0.name == name })
    }

    @Test("Orders v0 is deprecated, restricted and paged inside its envelope")
    func getOrders() throws {
        let operation = try operation("orders.getOrders@v0")
        #expect(operation.method == "GET" && operation.path == "/orders/v0/orders")
        #expect(operation.plan == UsagePlan(rate: 0.0167, burst: 20))
        #expect(operation.isRestricted && operation.hasPayloadEnvelope)
        #expect(operation.restrictedDataElements == ["buyerInfo", "shippingAddress", "buyerTaxInformation"])
        #expect(operation.deprecation?.deprecatedOn == "2026-01-28")
        #expect(operation.deprecation?.removedOn == "2027-03-27")
        let pages = Pagination(
            requestParameter: "NextToken", responseField: "payload.NextToken", itemsField: "payload.Orders")
        #expect(operation.pagination == pages)
        #expect(operation.parameters.count == 22)
        let expected = Parameter(
            name: "MarketplaceIds", location: .query, type: .array, isRequired: true, itemType: .string,
            collectionFormat: .csv, maxItems: 50)
        #expect(try parameter("MarketplaceIds", of: operation) == expected)
    }

    @Test("Order search has the slowest plan and a token that lives a day")
    func searchOrders() throws {
        let operation = try operation("orders.searchOrders@2026-01-01")
        #expect(operation.plan == UsagePlan(rate: 0.0056, burst: 20))
        #expect(operation.applicationRate == nil && operation.deprecation == nil && !operation.isRestricted)
        #expect(operation.pagination?.tokenLifetimeSeconds == 86400)
        #expect(operation.pagination?.repeatsOtherParameters == nil)
        #expect(operation.pagination?.itemsField == "orders")
        #expect(try parameter("createdAfter", of: operation).format == "date-time")
        #expect(try parameter("fulfilledBy", of: operation).knownValues == ["MERCHANT", "AMAZON"])
        #expect(try parameter("includedData", of: operation).knownValues.count == 11)
    }

    @Test("Reports are listed with the page token alone")
    func getReports() throws {
        let operation = try operation("reports.getReports")
        #expect(operation.plan == UsagePlan(rate: 0.0222, burst: 10))
        #expect(
            operation.pagination
                == Pagination(
                    requestParameter: "nextToken", responseField: "nextToken", itemsField: "reports",
                    repeatsOtherParameters: false))
        #expect(operation.pagination?.sendsTokenAlone == true)
        let pageSize = Parameter(
            name: "pageSize", location: .query, type: .integer, minimum: 1, maximum: 100, defaultValue: "10")
        #expect(try parameter("pageSize", of: operation) == pageSize)
        let statuses = Parameter(
            name: "processingStatuses", location: .query, type: .array, itemType: .string, collectionFormat: .csv,
            minItems: 1, knownValues: ["CANCELLED", "DONE", "FATAL", "IN_PROGRESS", "IN_QUEUE"])
        #expect(try parameter("processingStatuses", of: operation) == statuses)
    }

    @Test("A report is asked for with a body, answered with 202, and looked up before a repeat")
    func createReport() throws {
        let operation = try operation("reports.createReport")
        #expect(operation.method == "POST" && operation.path == "/reports/2021-06-30/reports")
        #expect(operation.body == .required && operation.successStatus == 202)
        #expect(operation.repetition == .checkFirst)
        #expect(operation.repetitionNote?.contains("list recent reports") == true)
        #expect(operation.parameters.isEmpty && operation.plan == UsagePlan(rate: 0.0167, burst: 15))
    }

    @Test("A report document is restricted without data elements")
    func getReportDocument() throws {
        let operation = try operation("reports.getReportDocument")
        #expect(operation.path == "/reports/2021-06-30/documents/{reportDocumentId}")
        #expect(operation.isRestricted && operation.restrictedDataElements.isEmpty)
        #expect(operation.parameters.map(\.name) == ["reportDocumentId", "enableContentEncodingUrlHeader"])
        #expect(operation.parameters.map(\.type) == [.string, .boolean])
    }

    @Test("A query's further page is another query, with the token that getQuery answers")
    func createQuery() throws {
        let expected = Pagination(
            requestParameter: "paginationToken", location: .body, responseField: "pagination.nextToken",
            responseOperation: "getQuery", repeatsOtherParameters: true)
        #expect(try operation("dataKiosk.createQuery").pagination == expected)
    }

    @Test("Offers are paged by an offset in the body")
    func listOffers() throws {
        let operation = try operation("replenishment.listOffers")
        #expect(operation.body == .optional && operation.repetition == .safe)
        #expect(operation.repetitionNote == "read-only query sent as POST")
        let expected = Pagination(
            requestParameter: "pagination.offset", location: .body, responseField: "pagination.totalResults",
            itemsField: "offers", style: .offset)
        #expect(operation.pagination == expected)
    }

    @Test("Preparation details repeat the key of each SKU")
    func listPrepDetails() throws {
        let operation = try operation("fulfillmentInbound.listPrepDetails")
        #expect(operation.path == "/inbound/fba/2024-03-20/items/prepDetails")
        let marketplace = Parameter(name: "marketplaceId", location: .query, isRequired: true, maxLength: 20)
        let skus = Parameter(
            name: "mskus", location: .query, type: .array, isRequired: true, itemType: .string,
            collectionFormat: .multi, minItems: 1, maxItems: 100, isEncodedTwice: true)
        #expect(operation.parameters == [marketplace, skus])
    }

    @Test("Two operations that Amazon calls linkCarrierAccount are told apart")
    func linkCarrierAccount() throws {
        let put = try operation("shipping.linkCarrierAccount@v2")
        let post = try operation("shipping.linkCarrierAccountPost@v2")
        #expect(put.method == "PUT" && post.method == "POST" && put.path == post.path)
        #expect(put.plan == UsagePlan(rate: 80, burst: 100) && post.plan == UsagePlan(rate: 5, burst: 10))
        #expect(put.repetition == .safe && post.repetition == .checkFirst)
        let header = try parameter("x-amzn-shipping-business-id", of: put)
        #expect(header.location == .header && !header.isRequired && header.knownValues.count == 10)
    }

    @Test("Grantless operations name their scope")
    func grantless() throws {
        let subscription = try operation("notifications.deleteSubscriptionById")
        #expect(subscription.grantlessScope == "sellingpartnerapi::notifications")
        #expect(subscription.path == "/notifications/v1/subscriptions/{notificationType}/{subscriptionId}")
        #expect(subscription.parameters.map(\.name) == ["notificationType", "subscriptionId"])
        let rotation = try operation("applicationManagement.rotateApplicationClientSecret")
        #expect(rotation.grantlessScope == "sellingpartnerapi::client_credential:rotation")
        #expect(rotation.successStatus == 204 && rotation.body == .none && rotation.repetition == .unsafe)
        #expect(rotation.plan == UsagePlan(rate: 0.0167, burst: 1))
        #expect(
            try operation("tracking.getShipmentTracking").grantlessScope == "sellingpartnerapi::shipments:track")
        #expect(try operation("notifications.createSubscription").grantlessScope == nil)
    }

    @Test("Listings share a limit over all sellers of an application")
    func patchListingsItem() throws {
        let operation = try operation("listingsItems.patchListingsItem@2021-08-01")
        #expect(operation.method == "PATCH" && operation.path == "/listings/2021-08-01/items/{sellerId}/{sku}")
        #expect(operation.plan == UsagePlan(rate: 5, burst: 5) && operation.applicationRate == 500)
        let names = ["sellerId", "sku", "marketplaceIds", "includedData", "mode", "issueLocale"]
        #expect(operation.parameters.map(\.name) == names)
        #expect(try parameter("includedData", of: operation).defaultValue == "issues")
    }

    @Test("Inventory pages must be fetched within half a minute")
    func getInventorySummaries() throws {
        let operation = try operation("fbaInventory.getInventorySummaries")
        #expect(operation.pagination?.tokenLifetimeSeconds == 30 && operation.hasPayloadEnvelope)
        #expect(try parameter("details", of: operation).defaultValue == "false")
        #expect(try parameter("marketplaceIds", of: operation).maxItems == 1)
    }

    @Test(
        "Items lie where Amazon's models put them, in the envelope, beside it or deeper",
        arguments: [
            ("fbaInventory.getInventorySummaries", "payload.inventorySummaries"),
            ("finances.listFinancialEventGroups@v0", "payload.FinancialEventGroupList"),
            ("aplusContent.listContentDocumentAsinRelations", "asinMetadataSet"),
            ("fulfillmentInbound.getSelfShipAppointmentSlots", "selfShipAppointmentSlotsAvailability.slots"),
            ("vendorShipments.GetShipmentLabels", "payload.transportLabels"),
            ("vendorDirectFulfillmentOrders.getOrders@2021-12-28", "orders"),
            ("vendorDirectFulfillmentOrders.getOrders@v1", "payload.orders"),
        ])
    func itemsField(_ name: String, _ path: String) throws {
        #expect(try operation(name).pagination?.itemsField == path)
    }

    @Test("Moving money takes two signatures and is never repeated blindly")
    func createTransaction() throws {
        let operation = try operation("sellerWallet.createTransaction")
        let headers = operation.parameters.filter { $0.location == .header }
        #expect(headers.map(\.name) == ["destAccountDigitalSignature", "amountDigitalSignature"])
        #expect(headers.allSatisfy { $0.isRequired })
        #expect(operation.repetition == .unsafe && operation.repetitionNote == "moves money")
    }

    @Test("A removal may be announced without a day of deprecation")
    func listCatalogCategories() throws {
        let deprecation = try operation("catalogItems.listCatalogCategories").deprecation
        #expect(deprecation == Operation.Deprecation(deprecatedOn: nil, removedOn: "2026-08-26"))
    }

    @Test("What exists only in the sandbox says so, and has no plan")
    func generateOrderScenarios() throws {
        let operation = try operation("vendorDirectFulfillmentSandboxData.generateOrderScenarios")
        #expect(operation.isSandboxOnly && operation.plan == nil && operation.successStatus == 202)
    }

    @Test("Batches of inventory answer 207")
    func batchInventory() throws {
        #expect(try operation("externalFulfillmentInventory.batchInventory").successStatus == 207)
    }
}
