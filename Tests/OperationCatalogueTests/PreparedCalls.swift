import OperationCatalogue

extension CallContext {
    /// A seller of one marketplace, the United States.
    static let americanSeller = CallContext(
        region: .northAmerica, sellerId: "A2EXAMPLE", marketplaces: Marketplace.all.filter { $0.countryCode == "US" })

    /// A seller of two marketplaces, Germany and France.
    static let europeanSeller = CallContext(
        region: .europe, sellerId: "A2EXAMPLE", marketplaces: ["DE", "FR"].compactMap { Marketplace.named($0) })
}

/// Prepares a call by the name of its operation.
func prepared(
    _ name: String, _ parameters: [String: JSONValue] = [:], body: String? = nil,
    in context: CallContext = .americanSeller
) throws -> PreparedCall {
    let operation = try OperationCatalogue.builtIn.operation(named: name)
    return try CallRequest(operation: operation, parameters: parameters, body: body.map { Array($0.utf8) })
        .prepared(in: context)
}

/// The problems of a call, empty when it can be made.
func problems(
    _ name: String, _ parameters: [String: JSONValue] = [:], body: String? = nil,
    in context: CallContext = .americanSeller
) throws -> [InvalidCall.Problem] {
    do {
        _ = try prepared(name, parameters, body: body, in: context)
        return []
    } catch let error as InvalidCall {
        return error.problems
    }
}
