import JobModel
import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("Reading back what a call did", .timeLimit(.minutes(5)))
struct ReadingJudgeTests {
    enum Expected: Sendable {
        case found(String?)
        case absent
        case unclear
    }

    struct Example: Sendable, CustomTestStringConvertible {
        let operation: String
        var parameters: [String: JSONValue] = [:]
        var body = "{}"
        /// `nil` when Amazon says that there is nothing.
        let answer: String?
        let expected: Expected

        var testDescription: String { "\(operation) \(answer ?? "404")" }
    }

    private static func subscription(_ answer: String?, _ expected: Expected) -> Example {
        Example(
            operation: "notifications.createSubscription", parameters: ["notificationType": "T"],
            body: #"{"destinationId":"d","payloadVersion":"1.0"}"#, answer: answer, expected: expected)
    }

    private static func shipment(_ packages: String, _ expected: Expected) -> Example {
        Example(
            operation: "orders.confirmShipment", parameters: ["orderId": "o"],
            body: #"{"packageDetail":{"packageReferenceId":"2","trackingNumber":"T2"}}"#,
            answer: #"{"order":{"packages":[\#(packages)]}}"#, expected: expected)
    }

    private static func scheduled(_ answer: String?, _ expected: Expected) -> Example {
        Example(
            operation: "easyShip.createScheduledPackage",
            body: #"{"amazonOrderId":"o","marketplaceId":"m","packageDetails":{"packageTimeSlot":{"slotId":"1"}}}"#,
            answer: answer, expected: expected)
    }

    private static func state(_ operation: String, _ answer: String?, _ expected: Expected) -> Example {
        state(operation, ["orderId": "o"], answer, expected)
    }

    private static func state(
        _ operation: String, _ parameters: [String: JSONValue], _ answer: String?, _ expected: Expected
    ) -> Example {
        Example(operation: operation, parameters: parameters, answer: answer, expected: expected)
    }

    private static func process(_ act: String, _ state: String, _ expected: Expected) -> Example {
        Example(
            operation: "externalFulfillmentShipments.processShipment",
            parameters: ["shipmentId": "s", "operation": .string(act)], answer: #"{"status":"\#(state)"}"#,
            expected: expected)
    }

    static let examples: [Example] = [
        subscription(nil, .absent),
        subscription(
            #"{"payload":{"subscriptionId":"s","destinationId":"d","payloadVersion":"1.0"}}"#,
            .found(#"{"payload":{"destinationId":"d","payloadVersion":"1.0","subscriptionId":"s"}}"#)),
        subscription(#"{"payload":{"subscriptionId":"s","destinationId":"other"}}"#, .absent),
        subscription(#"{"payload":{"subscriptionId":"s","destinationId":"d","payloadVersion":"2.0"}}"#, .absent),
        subscription(#"{"payload":{}}"#, .unclear),
        shipment("", .absent),
        shipment(#"{"packageReferenceId":"1","trackingNumber":"T1"}"#, .absent),
        shipment(#"{"packageReferenceId":"2","trackingNumber":"T2"}"#, .found(nil)),
        shipment(#"{"packageReferenceId":"2","trackingNumber":"T1"}"#, .absent),
        Example(
            operation: "fulfillmentOutbound.createFulfillmentOrder@2020-07-01",
            body: #"{"sellerFulfillmentOrderId":"o"}"#,
            answer: #"{"payload":{"fulfillmentOrder":{"sellerFulfillmentOrderId":"o"}}}"#, expected: .found("{}")),
        Example(
            operation: "fulfillmentOutbound.createFulfillmentOrder@2020-07-01",
            body: #"{"sellerFulfillmentOrderId":"o"}"#, answer: nil, expected: .absent),
        Example(
            operation: "fulfillmentOutbound.createOrder", body: #"{"orderId":"o"}"#,
            answer: #"{"order":{"orderId":"o","status":"PROCESSING"}}"#,
            expected: .found(#"{"orderId":"o","status":"PROCESSING"}"#)),
        Example(
            operation: "easyShip.createScheduledPackage", body: #"{"amazonOrderId":"o","marketplaceId":"m"}"#,
            answer: #"{"scheduledPackageId":{"amazonOrderId":"o","packageId":"p"}}"#,
            expected: .found(#"{"scheduledPackageId":{"amazonOrderId":"o","packageId":"p"}}"#)),
        Example(
            operation: "easyShip.createScheduledPackage", body: #"{"amazonOrderId":"o","marketplaceId":"m"}"#,
            answer: nil, expected: .absent),
        state("awd.confirmInbound", #"{"orderStatus":"DRAFT"}"#, .absent),
        state("awd.confirmInbound", #"{"orderStatus":"CONFIRMED"}"#, .found(nil)),
        state("awd.confirmInbound", #"{"orderStatus":"CANCELLED"}"#, .unclear),
        state("awd.confirmInbound", "{}", .unclear),
        state("awd.cancelInbound", #"{"orderStatus":"CANCELLED"}"#, .found(nil)),
        state("awd.cancelInbound", #"{"orderStatus":"CONFIRMED"}"#, .absent),
        state("awd.confirmOutbound", #"{"orderStatus":"ELIGIBLE"}"#, .absent),
        state("awd.confirmOutbound", #"{"confirmedOn":"2026-01-01T00:00:01Z"}"#, .found(nil)),
        state("awd.confirmReplenishmentOrder", nil, .unclear),
        state(
            "aplusContent.postContentDocumentApprovalSubmission", ["contentReferenceKey": "k"],
            #"{"contentRecord":{"contentMetadata":{"status":"SUBMITTED"}}}"#, .found("{}")),
        process("CONFIRM", "ACCEPTED", .absent), process("CONFIRM", "SHIPPED", .found(nil)),
        process("CONFIRM", "CANCELLED", .unclear), process("REJECT", "CANCELLED", .found(nil)),
        scheduled(
            #"{"scheduledPackageId":{"amazonOrderId":"o"},"packageTimeSlot":{"slotId":"1"}}"#,
            .found(#"{"packageTimeSlot":{"slotId":"1"},"scheduledPackageId":{"amazonOrderId":"o"}}"#)),
        scheduled(#"{"scheduledPackageId":{"amazonOrderId":"o"},"packageTimeSlot":{"slotId":"2"}}"#, .unclear),
        process("REJECT", "ACCEPTED", .absent), process("REJECT", "SHIPPED", .unclear),
        state(
            "shipmentInvoicing.submitInvoice", ["shipmentId": "s"],
            #"{"payload":{"Shipments":{"InvoiceStatus":"Processing"}}}"#, .found("{}")),
        state(
            "shipmentInvoicing.submitInvoice", ["shipmentId": "s"],
            #"{"payload":{"Shipments":{"InvoiceStatus":"NotFound"}}}"#, .absent),
        state("deliveryByAmazon.submitInvoice", #"{"invoiceStatus":"Accepted"}"#, .found("{}")),
        state("deliveryByAmazon.submitInvoice", #"{"invoiceStatus":"Errored"}"#, .unclear),
        state(
            "solicitations.createProductReviewAndSellerFeedbackSolicitation", ["amazonOrderId": "o"],
            #"{"_links":{"actions":[{"name":"productReviewAndSellerFeedback"}]}}"#, .absent),
        state(
            "solicitations.createProductReviewAndSellerFeedbackSolicitation", ["amazonOrderId": "o"],
            #"{"_links":{"actions":[]}}"#, .unclear),
    ]

    @Test("tells whether it took effect, did not, or cannot be told", arguments: examples)
    func judge(example: Example) throws {
        let call = try DoubtfulCall.of(example.operation, example.parameters, example.body)
        guard case .look(let lookup) = Lookups.way(of: call, now: call.sentAt) else {
            Issue.record("no lookup")
            return
        }
        let pages = try example.answer.map { [try JSONValue(parsing: $0.utf8)] } ?? []
        let finding = lookup.judge(
            LookupAnswer(pages: pages, window: CreationWindow(sentAt: call.sentAt, offset: nil)))
        switch (finding, example.expected) {
        case (.found(let body), .found(let expected)): #expect(body?.text == expected)
        case (.absent, .absent): break
        case (.unclear(let sight), .unclear): #expect(sight.hasSuffix("."))
        default: Issue.record("\(finding)")
        }
    }

    @Test("What a job remembers of a doubt comes back from its text")
    func note() throws {
        let instant = try #require(Timestamp(iso8601: "2026-01-01T00:00:00.123Z"))
        var note = DoubtNote(sentAt: instant)
        #expect(note.text == #"{"sentAt":"2026-01-01T00:00:00.123Z"}"#)
        #expect(DoubtNote(note.text) == note)
        note.missedAt = instant + .seconds(30)
        note.conflict = JobFailure(kind: "conflict", message: "It is there.", status: 409, requestID: "r")
        #expect(DoubtNote(note.text) == note)
        for text in [nil, "", "{}", #"{"sentAt":"soon"}"#, #"{"pages":1}"#] { #expect(DoubtNote(text) == nil) }
    }

    @Test("A clock that was set between the call and the look hides nothing that was created")
    func clockSet() throws {
        // By a clock that was ten minutes fast, and is right now.
        let sent = try #require(Timestamp(iso8601: "2026-01-01T00:10:00Z"))
        let note = try #require(DoubtNote(DoubtNote(sentAt: sent, clockOffset: .seconds(-600)).text))
        let created = "2026-01-01T00:00:01Z"
        #expect(note.clockOffset == .seconds(-600))
        #expect(CreationWindow(of: note, offset: .zero).holds(created))
        #expect(!CreationWindow(of: DoubtNote(sentAt: sent), offset: .zero).holds(created))
        #expect(CreationWindow(of: note, offset: .zero).holds("2026-01-01T00:10:01Z"), "or it was right then")
        #expect(!CreationWindow(of: note, offset: .zero).holds("2025-12-31T23:59:00Z"))
    }

    @Test("What a patient client may still have brought about is looked for")
    func patience() throws {
        let sent = try #require(Timestamp(iso8601: "2026-01-01T00:00:00Z"))
        let late = "2026-01-01T00:05:00Z"
        #expect(CreationWindow(sentAt: sent, offset: .zero, longest: .seconds(600)).holds(late))
        #expect(!CreationWindow(sentAt: sent, offset: .zero).holds(late))
    }

    @Test("The first look comes half a minute after the call, the second a minute after the first, conflicts at once")
    func dates() {
        let start = Timestamp(microseconds: 1_000_000_000)
        var note = DoubtNote(sentAt: start)
        #expect(note.lookDue(now: start) == start + .seconds(30))
        // The clock was set back by a day.
        #expect(note.lookDue(now: start - .seconds(86_400)) == start - .seconds(86_400))
        note.missedAt = start + .seconds(40)
        #expect(note.lookDue(now: start + .seconds(40)) == start + .seconds(100))
        note.conflict = JobFailure(kind: "conflict", message: "It is there.")
        #expect(note.lookDue(now: start) == start)
    }
}
