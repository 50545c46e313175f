/// A type of report: how it comes about, what it takes and what its document is.
package struct ReportType: Sendable, Hashable {
    /// Who can have it.
    package enum Audience: String, Sendable, Hashable {
        case seller, vendor, both
    }

    /// How reports of the type come about.
    package enum Making: String, Sendable, Hashable {
        /// By a call for each.
        case request
        /// By a call for each, or by a schedule at Amazon.
        case requestOrSchedule = "request+schedule"
        /// By a schedule at Amazon alone.
        case schedule
        /// By Amazon, when it sees fit.
        case amazon
        /// Nobody has said.
        case unknown = "-"
    }

    /// What its document is.
    package enum Format: String, Sendable, Hashable {
        /// Lines of values with tabs between them.
        case tab
        case csv, json, xml, pdf, xlsx
    }

    /// Whether Amazon still knows it.
    package enum Standing: Sendable, Hashable {
        /// On Amazon's pages.
        case listed
        /// On Amazon's pages no more, or never; clients use it.
        case unlisted
        /// The date on which it was to go has passed, and nobody has said that it is gone.
        case leaving(since: String)
        /// Gone since that date.
        case removed(on: String)
    }

    /// Something that a report of the type can be told.
    package struct Option: Sendable, Hashable {
        /// Its name, for example `reportPeriod`.
        package let name: String
        /// Whether it must be given.
        package let isRequired: Bool
        /// The values that it takes; empty when they cannot be listed.
        package let values: [String]
    }

    /// The name, for example `GET_MERCHANT_LISTINGS_ALL_DATA`.
    package let name: String
    /// Who can have it.
    package let audience: Audience
    /// What it is about, in the words of Amazon's pages; `nil` where they do not list it.
    package let category: String?
    /// How it comes about.
    package let making: Making
    /// What its document is; `nil` where that is not known.
    package let format: Format?
    /// Whether Amazon still knows it.
    package let standing: Standing
    /// Whether its document holds personal data, so that it opens with a restricted data token alone.
    package var isRestricted = false
    /// The longest window that it covers, in days; `nil` when nobody has said.
    package var maxRangeDays: Int?
    /// How far back it reaches, in days; `nil` when nobody has said.
    package var lookbackDays: Int?
    /// How long to wait before another is asked for, in hours; `nil` when nobody has said.
    package var minRequestIntervalHours: Int?
    /// How long Amazon may take to make one, in hours; `nil` when nobody has said.
    package var longestMakingHours: Int?
    /// The countries and regions that have it, by their codes; empty when all have it or nobody has said.
    package var onlyIn: [String] = []
    /// The options that are known, in the order of Amazon's pages.
    package var options: [Option] = []

    /// Whether it is there in one of the marketplaces, as far as is known.
    package func isOffered(in marketplaces: some Sequence<Marketplace>) -> Bool {
        onlyIn.isEmpty
            || marketplaces.contains { onlyIn.contains($0.countryCode) || onlyIn.contains($0.region.rawValue) }
    }
}
