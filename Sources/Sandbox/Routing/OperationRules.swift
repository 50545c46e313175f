import OperationCatalogue

/// What is checked about a call of one operation, laid out for quick look-up.
struct OperationRules {
    let operation: Operation
    let path: [String: Parameter]
    let query: [String: Parameter]
    let requiredQuery: [String]
    let headers: [Parameter]
    /// The names of the path's parameters in the order of the path.
    let pathNames: [String]
    /// The operation's name without the version.
    let shortName: String
    let name: String

    init(_ operation: Operation) {
        self.operation = operation
        name = operation.name
        shortName = "\(operation.family).\(operation.id)"
        let path = operation.parameters.filter { $0.location == .path }
        self.path = Dictionary(path.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let query = operation.parameters.filter { $0.location == .query }
        self.query = Dictionary(query.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        requiredQuery = query.filter(\.isRequired).map(\.name)
        headers = operation.parameters.filter { $0.location == .header }
        pathNames = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
    }
}
