import OperationCatalogue
import Sandbox

/// Which parameters a sample call gives, and which values.
struct SampleRules {
    private let operation: Operation
    private let seller: World.Seller

    init(_ operation: Operation, _ seller: World.Seller) {
        self.operation = operation
        self.seller = seller
    }

    /// Holds everything that has a meaning of its own in a path or a query.
    static let oddText = "ä b/c%d+e&f=g?h#i"
    /// Such a text for a SKU that is encoded twice, which may hold commas too.
    static let oddSKU = "ü,b%41+c /d"

    /// What a search for orders always has: the catalogue does not say that one of several parameters must be there,
    /// and pages are to be small.
    private static let due: [String: Set<String>] = [
        "orders.getOrders@v0": ["CreatedAfter", "MaxResultsPerPage"],
        "orders.searchOrders@2026-01-01": ["createdAfter", "maxResultsPerPage"],
    ]

    func gives(_ parameter: Parameter, _ breadth: SampleCall.Breadth) -> Bool {
        if parameter.isRequired || Self.due[operation.name]?.contains(parameter.name) == true { return true }
        guard breadth == .everything else { return false }
        if let paging = operation.pagination, paging.location == .query, parameter.name == paging.requestParameter {
            return false
        }
        // A search for orders goes by creation or by change.
        let isSearch = Self.due[operation.name] != nil
        return !(isSearch && parameter.name.lowercased().hasPrefix("lastupdated"))
    }

    func texts(for parameter: Parameter) -> [String] {
        guard parameter.type == .array else { return [text(for: parameter, number: 0)] }
        let most = parameter.maxItems ?? .max
        if parameter.namesMarketplaces { return Array(seller.marketplaces.prefix(most)) }
        let known = parameter.knownValues.isEmpty ? Int.max : parameter.knownValues.count
        let count = min(max(2, parameter.minItems ?? 0), most, known)
        return (0..<count).map { text(for: parameter, number: $0) }
    }

    private func text(for parameter: Parameter, number: Int) -> String {
        if parameter.namesSeller { return seller.sellerId }
        if parameter.namesMarketplaces || parameter.name == "granularityId" { return seller.marketplaces[0] }
        if operation.family == "orders", parameter.name == "orderId" { return seller.orderId(number) }
        let known = parameter.knownValues.filter { $0 != "NEXT_TOKEN" }
        if !known.isEmpty { return known[number % known.count] }
        // A number of items is a whole one, whatever the models call it.
        if parameter.name == "pageSize", parameter.type != .integer { return "10" }
        switch parameter.type == .array ? parameter.itemType ?? .string : parameter.type {
        case .integer: return String(min(max(10, parameter.minimum ?? 0), parameter.maximum ?? .max))
        case .number: return "1.5"
        case .boolean: return "true"
        case .string, .array, .object: break
        }
        switch parameter.format {
        case "date-time": return day(of: parameter) + "T00:00:00Z"
        case "date": return day(of: parameter)
        case "boolean": return "true"
        case "country-code": return "DE"
        default: break
        }
        // What the models call plain texts.
        if ["After", "Before"].contains(where: parameter.name.hasSuffix) { return day(of: parameter) + "T00:00:00Z" }
        if parameter.location == .header { return "sample-1" }
        let text = parameter.isEncodedTwice ? Self.oddSKU : Self.oddText
        return String((number == 0 ? text : "\(number)\(text)").prefix(parameter.maxLength ?? .max))
    }

    /// A day before the virtual clock's first; ends come after beginnings.
    private func day(of parameter: Parameter) -> String {
        let name = parameter.name.lowercased()
        return ["before", "end", "until"].contains(where: name.contains) ? "2025-12-25" : "2025-12-01"
    }
}
