package import JobModel
package import JobStore

/// How a worker works.
package struct WorkerOptions: Sendable {
    /// Runs at a time. 64.
    package var concurrency: Int
    /// How long running jobs may go on after the worker was asked to stop. 25 s.
    package var drain: Duration
    /// How long the worker counts as alive without a heartbeat. 45 s.
    package var lease: Duration
    /// How often the store is looked at for other programs' changes. 25 ms; longer where time is accelerated.
    package var poll: Duration
    /// How often old jobs are deleted. 60 s.
    package var pruneEvery: Duration
    /// How long failed attempts pause.
    package var retryPolicy: RetryPolicy
    /// How long ended jobs are kept.
    package var retention: Retention
    /// Whether the worker ends when nothing is left to do.
    package var stopsWhenDrained: Bool
    /// The machine's name, for other people to see.
    package var host: String
    /// The process id.
    package var pid: Int
    /// The program's version.
    package var version: String

    /// Creates options.
    package init(
        concurrency: Int = 64, drain: Duration = .seconds(25), lease: Duration = .seconds(45),
        poll: Duration = .milliseconds(25), pruneEvery: Duration = .seconds(60),
        retryPolicy: RetryPolicy = RetryPolicy(),
        retention: Retention = Retention(), stopsWhenDrained: Bool = false, host: String = "localhost", pid: Int = 0,
        version: String = "0"
    ) {
        self.concurrency = max(1, concurrency)
        self.drain = drain
        self.lease = lease
        self.poll = poll
        self.pruneEvery = pruneEvery
        self.retryPolicy = retryPolicy
        self.retention = retention
        self.stopsWhenDrained = stopsWhenDrained
        self.host = host
        self.pid = pid
        self.version = version
    }
}
