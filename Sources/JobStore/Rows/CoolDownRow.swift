package import JobModel

/// Something that is not to be asked of Amazon for a seller until an instant, while the seller's other jobs go on.
package struct CoolDownRow: Sendable, Hashable {
    /// No cool-down lasts longer: a clock that stepped must not stop anything for days.
    package static let longest = Duration.seconds(4 * 3600)

    /// Whose jobs wait.
    package var authorization: AuthorizationKey
    /// What cools down, a name and a value: `reportType:GET_MERCHANT_LISTINGS_ALL_DATA`.
    package var scope: String
    /// Nothing of it is asked for before this instant.
    package var until: Timestamp
    /// How many refusals in a row led to it; 0 when it has another cause.
    package var refusals: Int
    /// Why: a clause that goes on after "because".
    package var reason: String

    package init(authorization: AuthorizationKey, scope: String, until: Timestamp, refusals: Int, reason: String) {
        self.authorization = authorization
        self.scope = scope
        self.until = until
        self.refusals = refusals
        self.reason = reason
    }

    /// The scope of a report type.
    package static func scope(ofReportType type: String) -> String { "reportType:\(type)" }

    /// What cools down as people say it: `report type GET_MERCHANT_LISTINGS_ALL_DATA`.
    package var subject: String {
        guard let colon = scope.firstIndex(of: ":") else { return scope }
        let name = scope[..<colon].reduce(into: "") { name, character in
            name += character.isUppercase ? " \(character.lowercased())" : String(character)
        }
        return "\(name) \(scope[scope.index(after: colon)...])"
    }

    /// All of it in a sentence. With the present, it also says how far off the end is.
    package func sentence(now: Timestamp? = nil) -> String {
        let distance = now.map { " (\(until.told($0)))" } ?? ""
        return "The \(subject) of \(authorization.seller)/\(authorization.region) cools down until "
            + "\(until.iso8601)\(distance), because \(reason)."
    }
}
