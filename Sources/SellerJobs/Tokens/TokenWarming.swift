package import JobModel

/// What getting tokens ahead of their use came to.
package struct TokenWarming: Sendable {
    /// A seller for whom there is no token.
    package struct Refusal: Sendable, Hashable {
        package let key: AuthorizationKey
        /// Why, and what to do.
        package let reason: String
    }

    /// Sellers for whom an exchange brought a token.
    package var exchanged = 0
    /// Sellers whose token was held already.
    package var held = 0
    /// Sellers that were not tried, because what is known of them says that it is no use.
    package var parked: [Refusal] = []
    /// Sellers whose secrets or exchanges failed.
    package var refused: [Refusal] = []
    /// The last seller that was looked at when time was up before all were; `nil` when all were.
    package var last: AuthorizationKey?

    package init() {}

    /// What became of one seller.
    enum End: Sendable {
        case exchanged, held
        case parked(String)
        case refused(String)
    }

    mutating func add(_ end: End, _ key: AuthorizationKey) {
        switch end {
        case .exchanged: exchanged += 1
        case .held: held += 1
        case .parked(let reason): parked.append(Refusal(key: key, reason: reason))
        case .refused(let reason): refused.append(Refusal(key: key, reason: reason))
        }
    }
}

extension AuthorizationKey {
    /// The order in which sellers are gone through.
    package static func isBefore(_ left: AuthorizationKey, _ right: AuthorizationKey) -> Bool {
        (left.seller, left.region, left.application) < (right.seller, right.region, right.application)
    }
}
