package import JobModel

/// What a check of one seller has found.
package struct SellerFinding: Sendable, Hashable {
    /// The steps of a check, in their order.
    package enum Step: String, Sendable, Hashable, CaseIterable {
        /// Finding client id, client secret and refresh token.
        case secret
        /// Exchanging them for an access token.
        case token
        /// Leave by the usage plan.
        case permit
        /// Calling `sellers.getMarketplaceParticipations`.
        case call
    }

    /// Whom it is about.
    package let key: AuthorizationKey
    /// The step that went wrong; `nil` when all went well.
    package var failedStep: Step?
    /// Why it went wrong.
    package var failure: JobFailure?
    /// When the usage plan has room for the call again, when that was what went wrong.
    package var throttledUntil: Timestamp?
    /// Ids of the marketplaces in which the seller takes part, as Amazon says.
    package var marketplaces: [String] = []
    /// Ids of configured marketplaces that are not among them.
    package var missing: [String] = []
    /// The time from the call to the head of its answer.
    package var latency: Duration?

    package init(key: AuthorizationKey) {
        self.key = key
    }

    /// Whether the seller can be called.
    package var isGood: Bool { failedStep == nil }
}
