/// Every metric that the program tells, by its name in Prometheus' text: the one place of names, kinds, labels and
/// buckets. Nothing else is served.
package enum MetricName: String, CaseIterable, Sendable, Hashable {
    // MARK: Counted while working, in the worker's process

    case runs = "spworker_runs_total"
    case jobsEnded = "spworker_jobs_ended_total"
    case runDuration = "spworker_run_duration_seconds"
    case laneWait = "spworker_lane_wait_seconds"
    case claims = "spworker_claims_total"
    case claimedJobs = "spworker_claimed_jobs_total"
    case inboxRows = "spworker_inbox_rows_total"
    case calls = "spworker_calls_total"
    case callDuration = "spworker_call_duration_seconds"
    case tokenCacheHits = "spworker_token_cache_hits_total"
    case tokenCacheMisses = "spworker_token_cache_misses_total"
    case tokenExchanges = "spworker_token_exchanges_total"
    case tokenExchangeDuration = "spworker_token_exchange_duration_seconds"
    case revocations = "spworker_revocations_total"
    case restorations = "spworker_restorations_total"
    case hookDeliveries = "spworker_hook_deliveries_total"
    case storeCommitDuration = "spworker_store_commit_duration_seconds"
    case storeCommitOperations = "spworker_store_commit_operations"
    case storeCommitFailures = "spworker_store_commit_failures_total"
    case storeLogSize = "spworker_store_wal_bytes"

    // MARK: Read from the database at each scrape

    case jobs = "spworker_jobs"
    case oldestReadyJob = "spworker_oldest_ready_job_seconds"
    case parkedJobs = "spworker_parked_jobs"
    case pausedJobs = "spworker_paused_jobs"
    case waitingInboxRows = "spworker_inbox_waiting_rows"
    case waitingNotices = "spworker_hook_waiting_notices"
    case authorizations = "spworker_authorizations"
    case applications = "spworker_applications"
    case workers = "spworker_workers"
    case heartbeatAge = "spworker_worker_heartbeat_age_seconds"
    case leaseLeft = "spworker_worker_lease_left_seconds"
    case databaseUp = "spworker_database_up"
    case databaseSize = "spworker_database_bytes"
    case build = "spworker_build_info"

    /// How a metric behaves.
    package enum Kind: String, Sendable, Hashable {
        /// Only grows, from zero at the start of the process.
        case counter
        /// Goes up and down.
        case gauge
        /// How often values fell into each bucket, their sum and their number.
        case histogram
    }

    /// How it behaves.
    package var kind: Kind {
        if rawValue.hasSuffix("_total") { return .counter }
        return buckets.isEmpty ? .gauge : .histogram
    }

    /// The labels that every sample has, in the order in which they are written. None of them names a seller or a job:
    /// their values are few.
    package var labels: [String] {
        switch self {
        case .runs, .jobsEnded: ["kind", "outcome"]
        case .runDuration: ["kind"]
        case .claims, .inboxRows, .hookDeliveries: ["result"]
        case .calls: ["family", "status"]
        case .callDuration: ["family"]
        case .tokenCacheHits, .tokenCacheMisses: ["token"]
        case .tokenExchanges: ["token", "result"]
        case .tokenExchangeDuration: ["token"]
        case .revocations: ["state"]
        case .storeCommitDuration: ["synchronous"]
        case .jobs, .authorizations, .applications, .workers: ["state"]
        case .build: ["version"]
        case .laneWait, .claimedJobs, .restorations, .storeCommitOperations, .storeCommitFailures, .storeLogSize,
            .oldestReadyJob, .parkedJobs, .pausedJobs, .waitingInboxRows, .waitingNotices, .heartbeatAge,
            .leaseLeft, .databaseUp, .databaseSize:
            []
        }
    }

    /// The upper bounds of a histogram's buckets, ascending, in the metric's unit; the last bucket has none.
    package var buckets: [Double] {
        switch self {
        case .runDuration: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600]
        case .laneWait: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 900, 3600, 14400]
        case .callDuration, .tokenExchangeDuration: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
        case .storeCommitDuration:
            [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5]
        case .storeCommitOperations: [1, 2, 4, 8, 16, 32, 64, 128, 256]
        default: []
        }
    }
}
