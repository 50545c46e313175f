package import OperationCatalogue

/// Finds the operation that a method and a path mean. Built once, then only walked: one look-up for each segment.
package struct PathRouter: Sendable {
    /// A found operation.
    package struct Match: Sendable, Hashable {
        /// The operation's place in the list that the router was built from.
        package var operation: Int
        /// The values of the path's parameters in the order of the path, still percent-encoded.
        package var values: [String]
    }

    private struct Node {
        var literals: [String: Int] = [:]
        var parameter: Int?
        var operations: [String: Int] = [:]
    }

    private var nodes: [Node] = [Node()]

    /// Creates a router for `operations`.
    package init(_ operations: [Operation]) {
        for (index, operation) in operations.enumerated() {
            var place = 0
            for segment in Self.segments(of: operation.path) {
                place = segment.hasPrefix("{") ? parameterChild(of: place) : literalChild(of: place, named: segment)
            }
            nodes[place].operations[operation.method] = index
        }
    }

    /// The operation that `method` and `path` mean, or `nil`. `path` begins with a slash and has no query.
    package func match(method: String, path: some StringProtocol) -> Match? {
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        let segments = Self.segments(of: path)
        var values: [String] = []
        guard let operation = walk(segments[...], from: 0, method: method, values: &values) else { return nil }
        return Match(operation: operation, values: values)
    }

    /// A literal segment wins over a parameter; where it leads nowhere, the parameter is tried.
    private func walk(
        _ segments: ArraySlice<String>, from place: Int, method: String, values: inout [String]
    ) -> Int? {
        guard let segment = segments.first else { return nodes[place].operations[method] }
        if let child = nodes[place].literals[segment],
            let found = walk(segments.dropFirst(), from: child, method: method, values: &values)
        {
            return found
        }
        guard let child = nodes[place].parameter, !segment.isEmpty else { return nil }
        values.append(segment)
        if let found = walk(segments.dropFirst(), from: child, method: method, values: &values) { return found }
        values.removeLast()
        return nil
    }

    private static func segments(of path: some StringProtocol) -> [String] {
        path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private mutating func literalChild(of place: Int, named name: String) -> Int {
        if let child = nodes[place].literals[name] { return child }
        nodes.append(Node())
        nodes[place].literals[name] = nodes.count - 1
        return nodes.count - 1
    }

    private mutating func parameterChild(of place: Int) -> Int {
        if let child = nodes[place].parameter { return child }
        nodes.append(Node())
        nodes[place].parameter = nodes.count - 1
        return nodes.count - 1
    }
}
