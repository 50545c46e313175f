/// Who a request comes from.
package struct Visitor: Sendable, Hashable {
    /// Which way the request came.
    package enum Way: String, Sendable, Hashable {
        /// Through pages, with a session.
        case dashboard
        /// Through the JSON API or another address for programs.
        case api
    }

    /// The name that they gave at login, or their role's word.
    package var name: String
    /// What they may do.
    package var role: Role
    /// The address that the connection comes from.
    package var address: String
    /// Which way they came.
    package var way: Way

    package init(name: String, role: Role, address: String, way: Way) {
        self.name = name
        self.role = role
        self.address = address
        self.way = way
    }

    /// Who it was, for the history: `dashboard:lena@127.0.0.1`.
    package var actor: String { "\(way.rawValue):\(name)@\(address)" }

    /// A name as somebody typed it, made fit for the history; `nil` when nothing is left of it.
    static func name(typed text: String) -> String? {
        let name = text.unicodeScalars.filter { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || "-._ ".unicodeScalars.contains(scalar)
        }.prefix(40)
        let trimmed = String(String.UnicodeScalarView(name)).split(separator: " ").joined(separator: " ")
        return trimmed.isEmpty ? nil : trimmed
    }
}
