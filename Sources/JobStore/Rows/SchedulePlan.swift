package import JobModel

/// What a definition wants of one seller.
package struct SchedulePlan: Sendable, Hashable {
    package var key: ScheduleKey
    /// The application whose authorization is used.
    package var application: String
    /// A digest of the definition's schedule.
    package var signature: String
    /// When it fires first, if it has not been planned with this signature already; `nil` when it runs by hand only.
    package var nextFireAt: Timestamp?
    /// What follows the success of a job, as a JSON object that the `chain` kind reads; `nil` for nothing.
    package var chain: String?

    package init(
        key: ScheduleKey, application: String, signature: String, nextFireAt: Timestamp?, chain: String? = nil
    ) {
        self.key = key
        self.application = application
        self.signature = signature
        self.nextFireAt = nextFireAt
        self.chain = chain
    }
}
