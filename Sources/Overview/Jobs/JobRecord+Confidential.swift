import JobModel
package import JobStore
import OperationCatalogue

extension JobRecord {
    /// Whether its answer may tell of people or hold a credential, so that it is shown to nobody. What is not known
    /// to be harmless is not shown.
    package var hidesResult: Bool {
        switch row.kind {
        case "report": return ReportTypes.builtIn.type(named: row.operation)?.isRestricted ?? true
        case "feed": return !Self.harmlessFeeds.contains(row.operation)
        case "query": return false
        case "request":
            guard let operation else { return true }
            return operation.answersWithCredential || operation.answersWithPersonalData(parameters)
        default: return true
        }
    }

    /// Whether what it sends may tell of people or hold a secret, so that it is shown to nobody.
    package var hidesBody: Bool {
        switch row.kind {
        case "report": ReportTypes.builtIn.type(named: row.operation)?.isRestricted ?? true
        case "feed": !Self.harmlessFeeds.contains(row.operation)
        case "query": false
        case "request": operation?.hidesBodies ?? true
        default: true
        }
    }

    /// Feeds of products, prices and stock. Others send orders, addresses and invoices, or are not known.
    private static let harmlessFeeds: Set<String> = [
        "JSON_LISTINGS_FEED", "POST_PRODUCT_DATA", "POST_PRODUCT_IMAGE_DATA", "POST_PRODUCT_PRICING_DATA",
        "POST_PRODUCT_RELATIONSHIP_DATA", "POST_INVENTORY_AVAILABILITY_DATA", "POST_PRODUCT_OVERRIDES_DATA",
        "POST_FLAT_FILE_INVLOADER_DATA", "POST_FLAT_FILE_LISTINGS_DATA",
        "POST_FLAT_FILE_PRICEANDQUANTITYONLY_UPDATE_DATA",
    ]

    private var operation: Operation? {
        try? OperationCatalogue.builtIn.operation(named: row.operation)
    }

    private var parameters: [String: JSONValue] {
        guard let text = content?.parameters, case .object(let members)? = try? JSONValue(parsing: text.utf8) else {
            return [:]
        }
        return members
    }
}
