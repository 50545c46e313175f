/// When a seller must authorize the application anew: Amazon ends a grant after 365 days, and never says so beforehand.
package struct YearlyRenewal: Sendable, Hashable {
    /// How a grant stands.
    package enum Standing: Sendable, Hashable {
        /// There is time.
        case early
        /// It ends within 30 days.
        case due
        /// Its last day has passed.
        case passed
    }

    private static let day = Duration.seconds(86_400)
    private static let lifetime = day * 365
    private static let notice = day * 30

    /// The beginning of the day, in UTC, on which the seller gave the grant.
    package let authorizedAt: Timestamp

    /// - Parameter authorizedAt: The beginning of a day in UTC.
    package init(authorizedAt: Timestamp) {
        self.authorizedAt = authorizedAt
    }

    /// The beginning of the day on which the grant ends.
    package var renewBy: Timestamp { authorizedAt + Self.lifetime }

    /// How the grant stands. At which hour it was given is not known, so it has passed when its last day has.
    package func standing(at now: Timestamp) -> Standing {
        if now >= renewBy + Self.day { return .passed }
        return now >= renewBy - Self.notice ? .due : .early
    }

    /// What a person should know; `nil` while there is time. The same for as long as the grant stands so.
    package func warning(at now: Timestamp) -> String? {
        switch standing(at: now) {
        case .early:
            nil
        case .due:
            "The seller's authorization of \(Self.date(authorizedAt)) ends on \(Self.date(renewBy)), after 365 days, and "
                + "must be renewed before. Nothing else announces it."
        case .passed:
            "The seller's authorization of \(Self.date(authorizedAt)) ended on \(Self.date(renewBy)), after 365 days, if "
                + "it was not renewed: from now on Amazon may refuse it at any time."
        }
    }

    /// What to do about it.
    package static let cure =
        "Let the seller authorize the application again, put the new refresh token where the configuration looks for it, "
        + "and set the seller's authorizedAt to that day."

    /// The day as people write it: `2026-02-01`.
    package static func date(_ instant: Timestamp) -> String { String(instant.iso8601.prefix(10)) }
}
