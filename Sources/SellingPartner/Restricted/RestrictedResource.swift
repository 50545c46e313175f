package import OperationCatalogue

/// What a restricted data token opens: an operation, or one thing of it, with the personal data that was asked for.
package struct RestrictedResource: Sendable, Hashable {
    /// The operation's full name, for messages.
    package let operation: String
    /// The HTTP method in capitals.
    package let method: String
    /// The operation's path with its parameters' names in braces, so that one token serves every order; the path of the
    /// one document where Amazon takes nothing else.
    package let path: String
    /// The data elements asked for, in alphabetical order; empty where the operation knows none.
    package let dataElements: [String]
    /// Whether the token is good for one thing alone.
    package let isSpecific: Bool

    /// Operations whose tokens name one thing: Amazon refuses the path with braces.
    private static let specificOperations: Set<String> = ["reports.getReportDocument"]

    /// What a call needs a token for, or `nil` when it is made with the access token.
    ///
    /// Operations with data elements answer without a restricted data token too and leave the personal data out, so
    /// they need one only for the elements that were asked for; every other restricted operation always needs one.
    ///
    /// - Parameter dataElements: What is asked for. Elements that the operation does not know are left out.
    package init?(_ call: PreparedCall, dataElements: [String] = []) {
        let operation = call.operation
        guard operation.isRestricted else { return nil }
        let wanted = Set(dataElements).intersection(operation.restrictedDataElements).sorted()
        guard operation.restrictedDataElements.isEmpty || !wanted.isEmpty else { return nil }
        self.operation = operation.name
        self.dataElements = wanted
        method = operation.method
        isSpecific = Self.specificOperations.contains("\(operation.family).\(operation.id)")
        path = isSpecific ? call.path : operation.path
    }

    /// The body that asks for a token.
    var requestBody: [UInt8] {
        var resource: [String: JSONValue] = ["method": .string(method), "path": .string(path)]
        if !dataElements.isEmpty { resource["dataElements"] = .array(dataElements.map { .string($0) }) }
        return Array(JSONValue.object(["restrictedResources": .array([.object(resource)])]).text.utf8)
    }
}
