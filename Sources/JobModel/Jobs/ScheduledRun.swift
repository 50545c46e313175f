/// What a schedule knows of a job that it put in, as it stood when the job was claimed.
public struct ScheduledRun: Sendable, Hashable {
    /// The definition's name.
    public let definition: String
    /// The instant for which the job was put in: that of the schedule, not that at which somebody got round to it.
    public let scheduledAt: Timestamp
    /// How far the definition has come for the seller; `nil` before the first success, and where it has no cursor.
    public let cursor: String?
    /// Whether the job's parameters, options, body and output are templates that must be filled before anything else.
    public let isTemplate: Bool
    /// For which instant the definition last succeeded for the seller.
    public let lastSuccessAt: Timestamp?

    /// Creates the knowledge.
    public init(
        definition: String, scheduledAt: Timestamp, cursor: String? = nil, isTemplate: Bool = false,
        lastSuccessAt: Timestamp? = nil
    ) {
        self.definition = definition
        self.scheduledAt = scheduledAt
        self.cursor = cursor
        self.isTemplate = isTemplate
        self.lastSuccessAt = lastSuccessAt
    }
}
