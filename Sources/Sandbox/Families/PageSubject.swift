import OperationCatalogue

/// What a paged call asks for apart from the page: how many items a page has, and a fingerprint of everything else, so
/// that a page token can hold it.
struct PageSubject: Hashable {
    /// How many items a page has, at least 1.
    let pageSize: Int
    /// The fingerprint of the path's parameters.
    private let place: String
    /// The fingerprint of each query parameter but the token, by name, and of the body.
    private let parts: [String: String]

    /// Reads it off a call.
    ///
    /// - Parameters:
    ///   - context: The call.
    ///   - token: The parameter that holds the page token.
    /// - Throws: `CallCheck.Refusal` when the call asks for a page of no or too many items.
    init(_ context: CheckedCall, token: String) throws(CallCheck.Refusal) {
        var place = Fingerprint()
        for name in context.rules.pathNames {
            place.add(context.path[name, default: ""].utf8)
            place.add([0])
        }
        self.place = place.text
        var parts: [String: String] = [:]
        for (name, value) in context.query where name != token && value != Self.tokenMode {
            parts[name] = Fingerprint(value.utf8).text
        }
        if let body = context.body { parts[Self.bodyName] = Fingerprint(body.text.utf8).text }
        self.parts = parts
        guard let name = Self.sizeNames.first(where: { context.query[$0] != nil }) else {
            pageSize = Self.usualSize
            return
        }
        guard let size = context.query[name].flatMap(Int.init), (1...Self.largestSize).contains(size) else {
            throw CallCheck.Refusal("\(name) is not a whole number from 1 to \(Self.largestSize)")
        }
        pageSize = size
    }

    /// Whether a call for a further page of this may ask as `later` does.
    ///
    /// - Parameters:
    ///   - later: What the call for the further page asks for.
    ///   - repeatsOthers: Whether it must repeat the other parameters or leave them out; `nil` where Amazon does not
    ///     say: those that it repeats must not have changed.
    func admits(_ later: PageSubject, repeatsOthers: Bool?) -> Bool {
        guard later.place == place else { return false }
        return switch repeatsOthers {
        case true?: later.parts == parts
        case false?: later.parts.isEmpty
        case nil: later.parts.allSatisfy { parts[$0.key] == $0.value }
        }
    }

    /// Amazon's names for the number of items on a page.
    private static let sizeNames = ["pageSize", "limit", "maxResults", "MaxResultsPerPage"]
    /// What QueryType is in Fulfillment Inbound v0 when a token is given, whatever it was for the first page.
    private static let tokenMode = "NEXT_TOKEN"
    private static let usualSize = 10
    private static let largestSize = 1000
    /// No parameter is called so.
    private static let bodyName = "(body)"

    // MARK: Inside a page token

    /// The subject as one text without a bar.
    var text: String {
        let named = parts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return ([String(pageSize), place] + named).joined(separator: ";")
    }

    init?(text: String) {
        let words = text.split(separator: ";", omittingEmptySubsequences: false)
        guard words.count >= 2, let pageSize = Int(words[0]), pageSize > 0 else { return nil }
        var parts: [String: String] = [:]
        for word in words.dropFirst(2) {
            let pair = word.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { return nil }
            parts[String(pair[0])] = String(pair[1])
        }
        self.pageSize = pageSize
        place = String(words[1])
        self.parts = parts
    }
}
