extension MetricName {
    /// What it tells, in one sentence without a full stop; the table in the documentation says the same.
    package var help: String {
        switch self {
        case .runs:
            "Runs that have ended, by the job's kind and what became of the run (lost: another worker took the job over)"
        case .jobsEnded: "Jobs that a run of this worker has ended for good, by kind and outcome"
        case .runDuration: "How long runs took, from the claim's answer to their outcome"
        case .laneWait: "How long claimed jobs had been due, waiting for their lane's turn and its usage plan"
        case .claims: "Claims by result: jobs, empty, failed, or held when something outside the store was in the way"
        case .claimedJobs: "Jobs that were claimed"
        case .inboxRows: "Rows of the inbox that were answered, by answer"
        case .calls:
            "Requests to the Selling Partner API by family of operations and status class (error: no answer came)"
        case .callDuration: "How long the heads of answers of the Selling Partner API took"
        case .tokenCacheHits: "Tokens that were handed out from the cache, by kind of token"
        case .tokenCacheMisses: "Times that a token had to be waited for, by kind of token"
        case .tokenExchanges:
            "Tokens that were fetched, by kind of token and result (kept: found in the database; refused: for good)"
        case .tokenExchangeDuration: "How long it took to get a token that was not kept"
        case .revocations: "Sellers whose jobs were parked because of their authorization, by its new state"
        case .restorations: "Sellers whose authorization works again after their jobs were parked"
        case .hookDeliveries: "Tries to tell a hook's target, by result"
        case .storeCommitDuration:
            "How long transactions of the store's writer took, by whether they waited for the disk (full) or not (normal)"
        case .storeCommitOperations: "How many operations shared a transaction of the store's writer"
        case .storeCommitFailures: "Transactions of the store's writer that failed"
        case .storeLogSize: "The length of SQLite's write-ahead log after the last commit"
        case .jobs: "Jobs by state"
        case .oldestReadyJob: "How long the job that could be claimed first has been ready; 0 when none is"
        case .parkedJobs: "Jobs that wait for their seller's authorization, counted up to 100000"
        case .pausedJobs: "Jobs that wait for a paused seller to be resumed, counted up to 100000"
        case .waitingInboxRows: "Rows of the inbox that nobody has answered yet"
        case .waitingNotices: "Notices that targets of hooks have not been told yet"
        case .authorizations: "Sellers' authorizations by state; a paused one counts as paused"
        case .applications: "Applications by state; a paused one counts as paused"
        case .workers: "Workers by state: running, held, draining, or silent when the lease has passed"
        case .heartbeatAge: "The age of the oldest heartbeat among the workers; missing when there is none"
        case .leaseLeft:
            "How long the shortest lease among the workers still lasts; negative when it has passed, missing without workers"
        case .databaseUp: "Whether the figures of the database could be read: 1, or 0 and then the others are missing"
        case .databaseSize: "The size of the database"
        case .build: "Always 1; the version is its label"
        }
    }
}
