import OperationCatalogue

/// What a call for a restricted data token asks for, checked more strictly than Amazon does.
struct RestrictedOrder {
    /// What the token is to open.
    let grants: [RestrictedGrant]

    /// The operation that mints tokens.
    static let operation = "tokens.createRestrictedDataToken"
    /// How long a token lives; Amazon's live an hour too.
    static let lifetime = Duration.seconds(3600)
    private static let mostResources = 50
    /// Operations whose tokens open one thing alone.
    private static let specific: Set<String> = [document]
    /// The operation that gives out the addresses of reports' documents.
    static let document = "reports.getReportDocument"

    /// Reads a body.
    ///
    /// - Parameter find: The operation that a method and a path mean.
    /// - Throws: the refusal, also when the application or the seller lacks a role for something.
    init(
        _ body: JSONValue?, of seller: World.Seller, _ application: World.Application?,
        find: (_ method: String, _ path: String) -> OperationRules?
    ) throws(CallCheck.Refusal) {
        guard case .array(let resources)? = body?["restrictedResources"],
            (1...Self.mostResources).contains(resources.count)
        else { throw CallCheck.Refusal("restrictedResources must be a list of 1 to \(Self.mostResources) items") }
        var grants: [RestrictedGrant] = []
        var denied: [String] = []
        let withheld = seller.deniedDataElements.union(application?.deniedDataElements ?? [])
        for resource in resources {
            guard let method = resource["method"]?.string, let path = resource["path"]?.string else {
                throw CallCheck.Refusal("a restricted resource needs method and path")
            }
            guard let rules = find(method, path), rules.operation.isRestricted else {
                throw CallCheck.Refusal("\(method.prefix(10)) \(path.prefix(100)) is no restricted operation")
            }
            if Self.specific.contains(rules.shortName), path.contains("{") {
                throw CallCheck.Refusal(
                    "\(rules.shortName) takes a token for one document, not for \(path.prefix(100))")
            }
            let elements = try Self.elements(resource["dataElements"], rules)
            denied += withheld.intersection(elements.isEmpty ? [rules.shortName] : elements)
            grants.append(RestrictedGrant(method: method, path: path, dataElements: elements))
        }
        guard denied.isEmpty else { throw CallCheck.Refusal(reply: .roleMissing(for: Set(denied).sorted())) }
        self.grants = grants
    }

    private static func elements(_ value: JSONValue?, _ rules: OperationRules) throws(CallCheck.Refusal) -> Set<String>
    {
        let known = rules.operation.restrictedDataElements
        guard let value else {
            guard known.isEmpty else { throw CallCheck.Refusal("\(rules.shortName) needs dataElements") }
            return []
        }
        guard case .array(let items) = value, case let texts = items.compactMap(\.string), texts.count == items.count,
            !texts.isEmpty, texts.allSatisfy(known.contains)
        else {
            throw CallCheck.Refusal(
                "dataElements of \(rules.shortName) "
                    + (known.isEmpty ? "must be left out" : "must be some of \(known.joined(separator: ", "))"))
        }
        return Set(texts)
    }
}

extension Reply {
    /// The refusal of a token for want of a role. Its details name a fault of the login that it is not, as Amazon's do.
    static func roleMissing(for elements: [String]) -> Reply {
        error(
            400, "InvalidInput",
            message: "Application does not have access to one or more requested data elements: "
                + "[\(elements.joined(separator: ", "))]", details: "invalid_client")
    }

    /// The refusal of a token for a document that needs none.
    static let noPersonalData = error(
        400, "InvalidInput", message: "The report document holds no personal data; no token can be had for it.")

    /// The answer of a call for a token.
    static func restrictedToken(_ token: String) -> Reply {
        Reply(
            status: 200,
            body: JSONWriter.object { writer in
                writer.member("restrictedDataToken", token)
                writer.member("expiresIn", Int(RestrictedOrder.lifetime.components.seconds))
            })
    }
}
