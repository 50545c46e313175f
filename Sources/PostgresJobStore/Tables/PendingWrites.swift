/// Changes of the hot tables that are to be written together.
struct PendingWrites {
    var jobs = BatchedUpdates(table: "job", columns: PostgresTables.changingJobColumns)
    var lanes = BatchedUpdates(table: "lane", columns: PostgresTables.changingLaneColumns)
    var authorizations = BatchedUpdates(
        table: "\"authorization\"", columns: PostgresTables.changingAuthorizationColumns)
    var newJobs = BatchedInserts(table: "job", columns: PostgresTables.newJobColumns, omitsNulls: true)
    var newBodies = BatchedInserts(table: "job_body", columns: [("job_id", "bigint"), ("body", "text")])
    var places = PendingPlaces()
    var newAttempts = BatchedInserts(
        table: "attempt", columns: PostgresTables.attemptColumns, omitsNulls: true)
    /// Statements that come last.
    var counting: [(sql: String, values: [(any Bindable)?])] = []

    var isEmpty: Bool {
        jobs.isEmpty && lanes.isEmpty && authorizations.isEmpty && newJobs.isEmpty && newBodies.isEmpty
            && newAttempts.isEmpty && places.isEmpty && counting.isEmpty
    }

    /// The statements that make rows, which are then forgotten. They come before changes of the same rows.
    mutating func takeInserts() -> [(sql: String, values: [(any Bindable)?])] {
        var statements: [(sql: String, values: [(any Bindable)?])] = []
        if !newJobs.isEmpty { statements.append(newJobs.take()) }
        if !newBodies.isEmpty { statements.append(newBodies.take()) }
        if !newAttempts.isEmpty { statements.append(newAttempts.take()) }
        return statements + places.takeWaiting() + places.takeMoves()
    }

    /// The statements that count what was done, which are then forgotten.
    mutating func takeCounting() -> [(sql: String, values: [(any Bindable)?])] {
        defer { counting = [] }
        return counting
    }

    /// The statements that change rows, which are then forgotten.
    mutating func takeUpdates() -> [BatchedUpdates.Statement] { authorizations.take() + lanes.take() + jobs.take() }
}
