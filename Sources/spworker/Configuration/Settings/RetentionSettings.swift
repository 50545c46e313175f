/// How long finished things are kept.
package struct RetentionSettings: Sendable, Equatable {
    /// Jobs that succeeded. Defaults to one day.
    package var succeeded: Duration = .seconds(86_400)
    /// Jobs that failed. Defaults to 14 days.
    package var failed: Duration = .seconds(14 * 86_400)
    /// Jobs that were cancelled. Defaults to one day.
    package var cancelled: Duration = .seconds(86_400)
    /// Events of authorizations and applications. Defaults to 400 days.
    package var events: Duration = .seconds(400 * 86_400)
    /// Outputs of jobs: files in the output directory and objects in S3, by the time at which they were written, as
    /// long as they still are what was written. Objects go where the worker may look at them and delete them; otherwise
    /// they are for the bucket's lifecycle rules. Defaults to 30 days.
    package var outputs: Duration = .seconds(30 * 86_400)
    /// Settled rows of the inbox. Defaults to 7 days.
    package var inbox: Duration = .seconds(7 * 86_400)
    /// The most jobs to keep: above it finished ones go before their time. Defaults to two million.
    package var maxJobs = 2_000_000

    /// The defaults.
    package init() {}

    init(_ section: SettingSection) {
        succeeded = section.duration("succeeded") ?? succeeded
        failed = section.duration("failed") ?? failed
        cancelled = section.duration("cancelled") ?? cancelled
        events = section.duration("events") ?? events
        outputs = section.duration("outputs") ?? outputs
        inbox = section.duration("inbox") ?? inbox
        maxJobs = section.integer("maxJobs", in: 1_000...1_000_000_000) ?? maxJobs
    }
}
