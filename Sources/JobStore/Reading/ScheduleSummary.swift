package import JobModel

/// A definition's rows in numbers.
package struct ScheduleSummary: Sendable, Hashable {
    package var definition: String
    /// Active rows: sellers, counted once a region.
    package var sellers: Int
    /// Rows whose definition or seller is gone.
    package var inactive: Int
    /// Active rows that are paused.
    package var paused: Int
    /// Active rows whose last job failed or is quarantined.
    package var failing: Int
    /// Active rows by what became of their last jobs; paused ones are counted as such. What no row has is absent.
    package var results: [ScheduleResult: Int]
    /// The earliest next fire of a row that may fire.
    package var nextFireAt: Timestamp?
    /// The latest fire of any row.
    package var lastFireAt: Timestamp?
    /// The latest success of any active row.
    package var lastSuccessAt: Timestamp?
    /// The last success that is longest ago among active rows that are not paused; rows without any are left out.
    package var oldestSuccessAt: Timestamp?

    package init(
        definition: String, sellers: Int = 0, inactive: Int = 0, paused: Int = 0, failing: Int = 0,
        results: [ScheduleResult: Int] = [:], nextFireAt: Timestamp? = nil, lastFireAt: Timestamp? = nil,
        lastSuccessAt: Timestamp? = nil, oldestSuccessAt: Timestamp? = nil
    ) {
        self.definition = definition
        self.sellers = sellers
        self.inactive = inactive
        self.paused = paused
        self.failing = failing
        self.results = results
        self.nextFireAt = nextFireAt
        self.lastFireAt = lastFireAt
        self.lastSuccessAt = lastSuccessAt
        self.oldestSuccessAt = oldestSuccessAt
    }
}

/// Which rows of schedules to list: by definition, seller and region.
package struct ScheduleFilter: Sendable, Hashable {
    package var definition: String?
    package var seller: String?
    package var region: String?
    /// Only active rows.
    package var isActive: Bool
    /// Only rows behind this one: where the next page begins.
    package var after: ScheduleKey?
    package var limit: Int

    package init(
        definition: String? = nil, seller: String? = nil, region: String? = nil, isActive: Bool = false,
        after: ScheduleKey? = nil, limit: Int = 50
    ) {
        self.definition = definition
        self.seller = seller
        self.region = region
        self.isActive = isActive
        self.after = after
        self.limit = limit
    }
}
