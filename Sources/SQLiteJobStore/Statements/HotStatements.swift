/// The statements of claims, ends and enqueues.
final class HotStatements {
    let insertJob = KeptStatement(SQLiteTables.jobInsertion)
    let updateJob = RowUpdates("job", SQLiteTables.changingJobColumns)
    let insertWaiting = KeptStatement(SQLiteTables.waitingInsertion)
    let deleteWaiting = KeptStatement(SQLiteTables.waitingDeletion)
    let insertRunning = ManyInsertions("job_running", SQLiteTables.runningColumns)
    let deleteRunning = KeptStatement(SQLiteTables.runningDeletion)
    let insertEnded = ManyInsertions("job_ended", SQLiteTables.endedColumns)
    let head = KeptStatement(SQLiteTables.headQuery)
    let nextPriority = KeptStatement(SQLiteTables.nextPriorityQuery)
    let laneByKey = KeptStatement(SQLiteTables.laneByKeyQuery)
    let updateLane = RowUpdates("lane", SQLiteTables.changingLaneColumns)
    let updateAuthorization = RowUpdates("authorization", SQLiteTables.changingAuthorizationColumns)

    /// Lets go of all statements: a connection cannot be closed before.
    func forget() {
        for statement in [insertJob, insertWaiting, deleteWaiting, deleteRunning, head, nextPriority, laneByKey] {
            statement.forget()
        }
        for insertions in [insertRunning, insertEnded] { insertions.forget() }
        for updates in [updateJob, updateLane, updateAuthorization] { updates.forget() }
    }
}
