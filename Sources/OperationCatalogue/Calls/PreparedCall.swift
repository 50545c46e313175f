/// A call that has been checked against the catalogue and is ready to be sent.
package struct PreparedCall: Sendable, Hashable {
    /// The operation.
    package let operation: Operation
    /// The path, percent-encoded, beginning with a slash.
    package let path: String
    /// The query, percent-encoded, without the question mark; empty when there is none.
    package let query: String
    /// Header parameters in the order of the catalogue.
    package let headers: [Header]
    /// The body in JSON, or `nil`.
    package let body: [UInt8]?
    /// What looked odd but is sent all the same, for example a value that the models do not list.
    package let warnings: [String]

    /// A header parameter.
    package struct Header: Sendable, Hashable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(
        operation: Operation, path: String, query: String, headers: [Header] = [], body: [UInt8]? = nil,
        warnings: [String] = []
    ) {
        self.operation = operation
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.warnings = warnings
    }
}
