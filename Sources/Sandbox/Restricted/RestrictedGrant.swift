import OperationCatalogue

/// One thing that a restricted data token opens.
package struct RestrictedGrant: Sendable, Hashable {
    /// The HTTP method.
    package var method: String
    /// The path as it was asked for: that of one call, or with the names of parameters in braces.
    package var path: String
    /// The personal data that answers may hold.
    package var dataElements: Set<String>

    /// Creates a grant.
    package init(method: String, path: String, dataElements: Set<String> = []) {
        self.method = method
        self.path = path
        self.dataElements = dataElements
    }

    /// Whether a call of `operation` at `path` is opened by it.
    func opens(_ operation: Operation, path: some StringProtocol) -> Bool {
        method == operation.method && (self.path == operation.path || self.path == path)
    }
}
