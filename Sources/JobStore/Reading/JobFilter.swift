package import JobModel

/// Which jobs to list. Newest first.
package struct JobFilter: Sendable, Hashable {
    package var states: Set<JobState>
    package var seller: String?
    package var kind: String?
    package var operation: String?
    package var createdBefore: Timestamp?
    package var createdAfter: Timestamp?
    /// Only jobs of which nobody knows what became of their call.
    package var inDoubt: Bool
    /// Only jobs with a smaller number: where the next page begins.
    package var beforeID: JobID?
    package var limit: Int

    package init(
        states: Set<JobState> = [], seller: String? = nil, kind: String? = nil, operation: String? = nil,
        createdBefore: Timestamp? = nil, createdAfter: Timestamp? = nil, inDoubt: Bool = false, beforeID: JobID? = nil,
        limit: Int = 50
    ) {
        self.states = states
        self.seller = seller
        self.kind = kind
        self.operation = operation
        self.createdBefore = createdBefore
        self.createdAfter = createdAfter
        self.inDoubt = inDoubt
        self.beforeID = beforeID
        self.limit = limit
    }
}
