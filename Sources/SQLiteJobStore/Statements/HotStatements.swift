/// The statements of claims, ends and enqueues.
final class HotStatements {
    let insertJob = KeptStatement(SQLiteTables.jobInsertion)
    let updateJob = RowUpdates("job", SQLiteTables.changingJobColumns)
    let insertWaiting = KeptStatement(SQLiteTables.waitingInsertion)
    let deleteWaiting = KeptStatement(SQLiteTables.waitingDeletion)
    let insertRunning = KeptStatement(SQLiteTables.runningInsertion)
    let deleteRunning = KeptStatement(SQLiteTables.runningDeletion)
    let insertEnded = KeptStatement(SQLiteTables.endedInsertion)
    let head = KeptStatement(SQLiteTables.headQuery)
    let laneByKey = KeptStatement(SQLiteTables.laneByKeyQuery)
    let updateLane = RowUpdates("lane", SQLiteTables.changingLaneColumns)
    let updateAuthorization = RowUpdates("authorization", SQLiteTables.changingAuthorizationColumns)

    /// Lets go of all statements: a connection cannot be closed before.
    func forget() {
        for statement in [
            insertJob, insertWaiting, deleteWaiting, insertRunning, deleteRunning, insertEnded, head, laneByKey,
        ] {
            statement.forget()
        }
        for updates in [updateJob, updateLane, updateAuthorization] { updates.forget() }
    }
}
