import JobModel

extension LaneKey {
    /// A lane of the seller `seller`.
    static func sample(_ seller: String = "acme", operation: String = "call") -> LaneKey {
        LaneKey(
            authorization: AuthorizationKey(application: "main", seller: seller, region: "EU"), operation: operation)
    }
}

extension NewJob {
    /// A job in a lane that is never in its own way.
    static func sample(
        kind: String = "test", seller: String = "acme", operation: String = "call",
        plan: LanePlan = LanePlan(rate: 1000, burst: 1000), runAt: Timestamp? = nil, maxAttempts: Int = 8,
        deadline: Timestamp? = nil
    ) -> NewJob {
        let lane = LaneKey.sample(seller, operation: operation)
        return NewJob(
            kind: kind, lane: lane, plan: plan, authorization: lane.authorization, operation: operation, runAt: runAt,
            maxAttempts: maxAttempts, deadline: deadline)
    }
}

extension ClaimedJob {
    /// A job in the hands of nobody in particular.
    static func sample(_ number: Int64) -> ClaimedJob {
        ClaimedJob(
            fence: RunFence(job: JobID(number), run: 1, worker: WorkerID("w")), kind: "test", lane: .sample(),
            authorization: LaneKey.sample().authorization, operation: "call", parameters: "{}", body: nil,
            options: "{}", output: nil, attempt: 0, maxAttempts: 8, deadline: nil, createdAt: .distantPast,
            checkpoint: nil, isInDoubt: false)
    }
}
