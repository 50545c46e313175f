/// Changes of the hot tables that are to be written together.
struct PendingWrites {
    typealias Statement = (sql: String, values: [(any Bindable)?])

    var jobs = BatchedUpdates(table: "job", columns: PostgresTables.changingJobColumns)
    var lanes = BatchedUpdates(table: "lane", columns: PostgresTables.changingLaneColumns)
    var authorizations = BatchedUpdates(
        table: "\"authorization\"", columns: PostgresTables.changingAuthorizationColumns)
    var newJobs = BatchedInserts(table: "job", columns: PostgresTables.newJobColumns, omitsNulls: true)
    var newBodies = BatchedInserts(table: "job_body", columns: [("job_id", "bigint"), ("body", "text")])
    var places = PendingPlaces()
    var newAttempts = BatchedInserts(
        table: "attempt", columns: PostgresTables.attemptColumns, omitsNulls: true)
    /// Authorizations of which somebody else has written last until now.
    var taken = ArrayText()
    /// Statements that come last.
    var counting: [Statement] = []

    var isEmpty: Bool {
        jobs.isEmpty && lanes.isEmpty && authorizations.isEmpty && newJobs.isEmpty && newBodies.isEmpty
            && newAttempts.isEmpty && places.isEmpty && counting.isEmpty && taken.count == 0
    }

    /// The statement that tells everybody who has written last, which is then forgotten.
    mutating func takeTaken(by writer: Int64) -> [Statement] {
        if taken.count == 0 { return [] }
        defer { taken = ArrayText() }
        return [("UPDATE \"authorization\" SET writer = $1 WHERE id = ANY($2::bigint[])", [writer, taken])]
    }

    /// The statements that make rows, which are then forgotten. They come before changes of the same rows.
    mutating func takeInserts() -> [Statement] {
        var statements: [Statement] = []
        if !newJobs.isEmpty { statements.append(newJobs.take()) }
        if !newBodies.isEmpty { statements.append(newBodies.take()) }
        if !newAttempts.isEmpty { statements.append(newAttempts.take()) }
        return statements + places.takeWaiting() + places.takeMoves()
    }

    /// The statements that count what was done, which are then forgotten.
    mutating func takeCounting() -> [Statement] {
        defer { counting = [] }
        return counting
    }

    /// The statements that change rows, which are then forgotten.
    mutating func takeUpdates() -> [Statement] { authorizations.take() + lanes.take() + jobs.take() }
}
