import OperationCatalogue
import Sandbox

/// Bodies of sample calls. The catalogue does not describe bodies, so that an empty object stands for most.
enum SampleBodies {
    static func body(of operation: Operation, _ seller: World.Seller, number: Int?) -> [UInt8]? {
        guard operation.body != .none else { return nil }
        var members = members(of: operation, seller)
        if let number { members["sampleNumber"] = .integer(Int64(number)) }
        return Array(JSONValue.object(members).text.utf8)
    }

    private static func members(of operation: Operation, _ seller: World.Seller) -> [String: JSONValue] {
        let marketplaces = JSONValue.array(seller.marketplaces.map { .string($0) })
        if operation.pagination?.style == .offset { return ["pagination": ["limit": 10, "offset": 0]] }
        return switch "\(operation.family).\(operation.id)" {
        case "reports.createReport":
            ["reportType": "GET_MERCHANT_LISTINGS_ALL_DATA", "marketplaceIds": marketplaces]
        case "reports.createReportSchedule":
            ["reportType": "GET_MERCHANT_LISTINGS_ALL_DATA", "marketplaceIds": marketplaces, "period": "P1D"]
        case "feeds.createFeedDocument": ["contentType": "application/json; charset=UTF-8"]
        case "feeds.createFeed":
            [
                "feedType": "JSON_LISTINGS_FEED", "marketplaceIds": marketplaces,
                "inputFeedDocumentId": "amzn1.tortuga.4.na.sample",
            ]
        case "dataKiosk.createQuery": ["query": "query { sample { items } }"]
        case "tokens.createRestrictedDataToken":
            ["restrictedResources": [["method": "GET", "path": "/mfn/v0/shipments/{shipmentId}"]]]
        case "notifications.createDestination":
            ["name": "sample", "resourceSpecification": ["sqs": ["arn": "arn:aws:sqs:eu-west-1:444455556666:sample"]]]
        case "notifications.createSubscription": ["payloadVersion": "1.0", "destinationId": "sample"]
        default: [:]
        }
    }
}
