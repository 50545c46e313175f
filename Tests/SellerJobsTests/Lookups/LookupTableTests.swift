import JobModel
import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("The table of lookups", .timeLimit(.minutes(5)))
struct LookupTableTests {
    private static let checkFirst = OperationCatalogue.builtIn.all.filter { $0.repetition == .checkFirst }

    @Test("Every check-first operation has a way or is left to a person, and no other operation is named")
    func complete() {
        let ways = Set(Lookups.ways.keys)
        let people = Set(Lookups.leftToPeople.keys)
        #expect(ways.isDisjoint(with: people))
        #expect(ways.union(people) == Set(Self.checkFirst.map(\.name)))
        #expect(
            Lookups.ways.count
                == Lookups.listings.count + Lookups.readings.count + Lookups.states.count + Lookups.repetitions.count)
    }

    @Test("What is asked only reads, and in the name of whoever made the call")
    func readers() throws {
        for (name, entry) in Lookups.ways {
            guard let reader = entry.reader else { continue }
            let asked = try OperationCatalogue.builtIn.operation(named: name)
            let operation = try OperationCatalogue.builtIn.operation(named: reader)
            #expect(operation.name == reader && operation.repetition == .safe && operation.method == "GET", "\(name)")
            #expect(operation.grantlessScope == asked.grantlessScope, "\(name)")
        }
    }

    @Test("Reasons are sentences that people are shown")
    func reasons() {
        for reason in Lookups.leftToPeople.values {
            #expect(reason.hasSuffix(".") && reason.first?.isUppercase == true)
        }
    }

    /// A call of each operation that asks, with all that it needs to be looked up.
    static let calls: [(operation: String, parameters: [String: JSONValue], body: String)] = [
        ("reports.createReport", [:], #"{"reportType":"T","marketplaceIds":["A1PA6795UKMFR9"]}"#),
        ("feeds.createFeed", [:], #"{"feedType":"T","marketplaceIds":["A1PA6795UKMFR9"],"inputFeedDocumentId":"d"}"#),
        ("dataKiosk.createQuery", [:], #"{"query":"query { a }"}"#),
        ("notifications.createDestination", [:], #"{"name":"n","resourceSpecification":{"sqs":{"arn":"a"}}}"#),
        ("supplySources.createSupplySource", [:], #"{"supplySourceCode":"c","alias":"a"}"#),
        (
            "notifications.createSubscription", ["notificationType": "ANY_OFFER_CHANGED"],
            #"{"destinationId":"d","payloadVersion":"1.0"}"#
        ),
        ("orders.confirmShipment", ["orderId": "1-2-3"], #"{"packageDetail":{"packageReferenceId":"1"}}"#),
        ("fulfillmentOutbound.createFulfillmentOrder@2020-07-01", [:], #"{"sellerFulfillmentOrderId":"o"}"#),
        ("fulfillmentOutbound.createOrder", ["x-amzn-fulfillment-service-id": "f"], #"{"orderId":"o"}"#),
        (
            "easyShip.createScheduledPackage", [:], #"{"amazonOrderId":"o","marketplaceId":"A1PA6795UKMFR9"}"#
        ),
        ("awd.confirmInbound", ["orderId": "o"], ""), ("awd.cancelInbound", ["orderId": "o"], ""),
        ("awd.confirmOutbound", ["orderId": "o"], ""), ("awd.confirmReplenishmentOrder", ["orderId": "o"], ""),
        (
            "aplusContent.postContentDocumentApprovalSubmission",
            ["contentReferenceKey": "k", "marketplaceId": "A1PA6795UKMFR9"], ""
        ),
        ("externalFulfillmentShipments.processShipment", ["shipmentId": "s", "operation": "CONFIRM"], ""),
        ("shipmentInvoicing.submitInvoice", ["shipmentId": "s"], "{}"),
        (
            "deliveryByAmazon.submitInvoice", ["orderId": "o"],
            #"{"marketplaceId":"A1PA6795UKMFR9","invoiceType":"Outbound","programType":"EasyShip"}"#
        ),
        (
            "solicitations.createProductReviewAndSellerFeedbackSolicitation",
            ["amazonOrderId": "o", "marketplaceIds": ["A1PA6795UKMFR9"]], ""
        ),
    ]

    @Test("What is asked is a valid call", arguments: calls.indices)
    func questions(index: Int) throws {
        let (name, parameters, body) = Self.calls[index]
        let call = try DoubtfulCall.of(name, parameters, body)
        for now in [call.sentAt, call.sentAt + .seconds(86_400)] {
            guard case .look(let lookup) = Lookups.way(of: call, now: now) else {
                Issue.record("\(name) cannot be looked up")
                continue
            }
            let reader = try OperationCatalogue.builtIn.operation(named: lookup.reader)
            let prepared = try CallRequest(operation: reader, parameters: lookup.parameters).prepared(
                in: CallContext(region: .europe, sellerId: "A1ACME"))
            #expect(prepared.warnings.isEmpty, "\(name)")
            #expect(lookup.reader == Lookups.entry(for: call.operation)?.reader)
        }
    }

    @Test("All operations that ask are among those calls")
    func allAsked() throws {
        let names = try Self.calls.map { try OperationCatalogue.builtIn.operation(named: $0.operation).name }
        #expect(Set(names) == Set(Lookups.ways.filter { $0.value.reader != nil }.keys))
    }

    @Test("A call that does not tell what to look for is left to a person")
    func bare() throws {
        for (name, parameters, _) in Self.calls.prefix(7) {
            guard case .person(let why) = Lookups.way(of: try .of(name, parameters, "{}"), now: .distantPast) else {
                Issue.record("\(name) is looked up with nothing")
                continue
            }
            #expect(why.hasSuffix("."))
        }
    }

    private static let repeated: [(String, [String: JSONValue], String, isRepeated: Bool)] = [
        ("shipping.purchaseShipment@v2", ["X-Amzn-IdempotencyKey": "k"], "{}", true),
        ("shipping.purchaseShipment@v2", [:], "{}", false),
        ("listingsItems.patchListingsItem", [:], #"{"patches":[{"op":"replace"},{"op":"merge"}]}"#, true),
        ("listingsItems.patchListingsItem", [:], #"{"patches":[{"op":"replace"},{"op":"add"}]}"#, false),
        ("listingsItems.patchListingsItem", [:], #"{"patches":[]}"#, false),
        ("listingsItems.patchListingsItem", [:], "{}", false),
        (
            "externalFulfillmentInventory.batchInventory", [:],
            #"{"requests":[{"body":{"quantity":1,"clientSequenceNumber":7}}]}"#, true
        ),
        (
            "externalFulfillmentInventory.batchInventory", [:],
            #"{"requests":[{"body":{"clientSequenceNumber":7}},{"body":{"quantity":1}}]}"#, false
        ),
        ("fulfillmentInbound.generatePackingOptions", [:], "", true),
        ("fulfillmentInbound.confirmPackingOption", [:], "", false),
        ("vendorOrders.submitAcknowledgement", [:], "{}", false),
        ("transfers.initiatePayout", [:], "{}", false),
    ]

    @Test("Only calls that come to the same when made twice are made again without a look", arguments: repeated.indices)
    func again(index: Int) throws {
        let (name, parameters, body, isRepeated) = Self.repeated[index]
        switch Lookups.way(of: try .of(name, parameters, body), now: .distantPast) {
        case .again: #expect(isRepeated)
        case .person: #expect(!isRepeated)
        case .look: Issue.record("\(name) is looked up")
        }
    }
}

extension DoubtfulCall {
    /// A call that was made at the beginning of 2026.
    static func of(_ operation: String, _ parameters: [String: JSONValue], _ body: String) throws -> Self {
        Self(
            operation: try OperationCatalogue.builtIn.operation(named: operation), parameters: parameters,
            body: Array(body.utf8), sentAt: Timestamp(microseconds: 1_767_225_600_000_000))
    }
}
