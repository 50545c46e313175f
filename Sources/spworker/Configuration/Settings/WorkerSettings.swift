/// How the worker works.
package struct WorkerSettings: Sendable, Equatable {
    /// The most jobs that run at once. Defaults to 64.
    package var concurrency = 64
    /// The most jobs of one seller and region that run at once, over all operations. Defaults to 4.
    package var perSeller = 4
    /// How long running jobs may take to end after a request to stop. Defaults to 25 s.
    package var drain: Duration = .seconds(25)
    /// How long a worker may be silent before its jobs are taken over. Defaults to 45 s.
    package var lease: Duration = .seconds(45)

    /// The defaults.
    package init() {}

    init(_ section: SettingSection) {
        concurrency = section.integer("concurrency", in: 1...10_000) ?? concurrency
        perSeller = section.integer("perSeller", in: 1...1_000) ?? perSeller
        drain = section.duration("drain") ?? drain
        lease = section.duration("lease", atLeast: .seconds(5)) ?? lease
    }
}
