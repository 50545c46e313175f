package import Metrics

/// Counts what the writer commits. Handles are made once; a commit costs two looks at the clock beside them.
package struct SQLiteStoreMetrics: Sendable {
    private let full: Timer
    private let normal: Timer
    private let operations: Recorder
    private let failures: Counter
    private let logSize: Recorder
    /// Time since a fixed instant, which never steps.
    let monotonic: @Sendable () -> Duration

    /// Makes the handles.
    package init(
        factory: any MetricsFactory = MetricsSystem.factory, monotonic: @escaping @Sendable () -> Duration
    ) {
        func commits(_ mode: String) -> Timer {
            Timer(
                label: "spworker_store_commit_duration_seconds", dimensions: [("synchronous", mode)], factory: factory)
        }
        full = commits("full")
        normal = commits("normal")
        operations = Recorder(
            label: "spworker_store_commit_operations", dimensions: [], aggregate: true, factory: factory)
        failures = Counter(label: "spworker_store_commit_failures_total", dimensions: [], factory: factory)
        logSize = Recorder(label: "spworker_store_wal_bytes", dimensions: [], aggregate: false, factory: factory)
        self.monotonic = monotonic
    }

    /// A group was committed.
    ///
    /// - Parameters:
    ///   - isDurable: Whether the commit waited for the disk.
    ///   - logBytes: The length of the write-ahead log, where this process watches it.
    func committed(operations count: Int, isDurable: Bool, after duration: Duration, logBytes: Int?) {
        (isDurable ? full : normal).record(duration: duration)
        operations.record(count)
        if let logBytes { logSize.record(logBytes) }
    }

    /// A group could not be committed.
    func failed() { failures.increment() }
}
