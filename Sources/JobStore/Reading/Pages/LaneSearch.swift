package import JobModel

/// Which lanes to list, in the order of their numbers.
package struct LaneSearch: Sendable, Hashable {
    /// What is the case with a lane.
    package enum Condition: String, Sendable, Hashable, CaseIterable {
        /// A refusal has closed it for a while.
        case blocked
        /// Somebody has paused it.
        case paused
        /// Jobs of it wait, as far as it is known without looking for them.
        case waiting
    }

    package var seller: String?
    package var region: String?
    package var application: String?
    /// Only operations whose name holds this, in small or capital letters.
    package var operation: String?
    package var condition: Condition?
    /// Only lanes with a higher number: the last one of the page before.
    package var afterID: Int64?
    package var limit: Int

    package init(
        seller: String? = nil, region: String? = nil, application: String? = nil, operation: String? = nil,
        condition: Condition? = nil, afterID: Int64? = nil, limit: Int = 50
    ) {
        self.seller = seller
        self.region = region
        self.application = application
        self.operation = operation
        self.condition = condition
        self.afterID = afterID
        self.limit = limit
    }

    /// The part of an operation's name as stores compare it.
    package var needle: String? { operation.map(AuthorizationSearch.folded) }
}

extension QueueReader {
    /// Waiting jobs of a lane are counted up to this for a page.
    private static var mostCounted: Int { 10_000 }

    /// A page of lanes.
    package func lanes(matching search: LaneSearch) throws -> [LaneRecord] {
        let lanes = try tables.lanes(matching: search, now: now)
        let counts = try tables.waitingCounts(
            laneIDs: lanes.filter { $0.jobAt != nil }.map(\.id), cap: Self.mostCounted)
        return lanes.map { LaneRecord(lane: $0, waiting: counts[$0.id] ?? 0, readAt: now) }
    }

    /// Since when the job that has been ready longest could have run.
    package func oldestReady(now: Timestamp) throws -> Timestamp? {
        try tables.applications().filter(\.runsGrantless).compactMap {
            try tables.oldestReady(applicationID: $0.id, grantlessOnly: !$0.isRunnable, now: now)
        }.min()
    }
}
