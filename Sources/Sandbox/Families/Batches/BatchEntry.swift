import OperationCatalogue

/// What the answer to a batch says of one item.
struct BatchEntry {
    /// What went wrong with an item.
    struct Failure {
        let status: Int
        let code: String
        let message: String

        /// A failure as a whole call would have had it, or `nil` for a fault that is none of a single item.
        init?(_ kind: Fault.Kind) {
            guard kind.hitsItems, let reply = Reply.fault(kind), let body = try? JSONValue(parsing: reply.body),
                case .array(let errors)? = body["errors"], let error = errors.first
            else { return nil }
            status = reply.status
            code = error["code"]?.string ?? "Unknown"
            message = error["message"]?.string ?? ""
        }

        static let nameless = Failure(400, "InvalidInput", "The item does not say what it is about.")

        private init(_ status: Int, _ code: String, _ message: String) {
            self.status = status
            self.code = code
            self.message = message
        }
    }

    let form: BatchForm
    let item: JSONValue
    let failure: Failure?

    /// The entry.
    var value: JSONValue {
        switch form {
        case .itemOffers: offers("Asin", "ASIN")
        case .listingOffers: offers("SellerSKU", "SKU")
        case .expectedPrices:
            entry(
                request: ["marketplaceId": item["marketplaceId"] ?? .null, "sku": name],
                body: [
                    "offerIdentifier": ["marketplaceId": item["marketplaceId"] ?? .null, "sku": name],
                    "featuredOfferExpectedPriceResults": [["resultStatus": "NO_COMPETING_OFFERS"]],
                ])
        case .summaries:
            entry(
                request: nil,
                body: [
                    "asin": name, "marketplaceId": item["marketplaceId"] ?? .null, "featuredBuyingOptions": [],
                ])
        case .inventory: stock
        case .fees: fees
        }
    }

    private var name: JSONValue { form.name(of: item).map { .string($0) } ?? .null }

    private var status: JSONValue {
        [
            "statusCode": .integer(Int64(failure?.status ?? 200)),
            "reasonPhrase": failure == nil ? "Success" : "Failure",
        ]
    }

    private func entry(request: JSONValue?, body: JSONValue) -> JSONValue {
        var members: [String: JSONValue] = ["status": status, "headers": [:], "body": body]
        if let failure {
            members["body"] = ["errors": [["code": .string(failure.code), "message": .string(failure.message)]]]
        }
        members["request"] = request
        return .object(members)
    }

    private func offers(_ requestName: String, _ bodyName: String) -> JSONValue {
        var request: [String: JSONValue] = [requestName: name]
        for key in ["MarketplaceId", "ItemCondition", "CustomerType"] { request[key] = item[key] }
        return entry(
            request: .object(request),
            body: [
                "payload": .object([
                    bodyName: name, "marketplaceID": item["MarketplaceId"] ?? .null,
                    "ItemCondition": item["ItemCondition"] ?? .null, "status": "Success", "Offers": [],
                ])
            ])
    }

    private var stock: JSONValue {
        var body: [String: JSONValue] = [
            "skuId": name, "locationId": form.parameter("locationId", of: item).map { .string($0) } ?? .null,
        ]
        if let failure {
            body["actionableErrors"] = [
                ["errorType": .string(failure.code), "errorSubType": .string(failure.message)]
            ]
        } else {
            body["sellableQuantity"] = item["body"]?["quantity"] ?? 10
            body["clientSequenceNumber"] = item["body"]?["clientSequenceNumber"]
            body["actionableErrors"] = []
        }
        return ["status": status, "body": .object(body)]
    }

    private var fees: JSONValue {
        let request = item["FeesEstimateRequest"]
        var members: [String: JSONValue] = [
            "Status": "Success",
            "FeesEstimateIdentifier": .object([
                "IdType": item["IdType"] ?? .null, "IdValue": name, "MarketplaceId": request?["MarketplaceId"] ?? .null,
                "SellerInputIdentifier": request?["Identifier"] ?? .null,
            ]),
        ]
        if let failure {
            let isOurs = failure.status >= 500
            members["Status"] = isOurs ? "ServiceError" : "ClientError"
            members["Error"] = [
                "Type": isOurs ? "Receiver" : "Sender", "Code": .string(failure.code),
                "Message": .string(failure.message), "Detail": [],
            ]
        } else {
            members["FeesEstimate"] = ["FeeDetailList": []]
        }
        return .object(members)
    }
}
