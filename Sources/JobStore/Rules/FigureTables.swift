package import JobModel

/// What a look at the whole queue needs of the tables. Locks nothing.
package protocol FigureTables: AnyObject {
    /// Lanes whose turn has come and whose application runs them, those first that have been due for longest.
    func dueLaneIDs(now: Timestamp, limit: Int) throws -> [Int64]
    /// Waiting jobs, no suspects, of authorizations that park them, counted up to `cap`.
    func parkedCount(cap: Int) throws -> Int
    /// The size of the database in bytes; `nil` when there is none.
    func databaseBytes() throws -> Int?
}

extension QueueReader {
    /// The figures that nobody keeps.
    package func figures() throws -> QueueFigures {
        let lanes = try tables.dueLaneIDs(now: now, limit: QueueFigures.lanesLookedAt)
        let due = try lanes.compactMap { try tables.horizon(laneID: $0).jobAt }.filter { $0 <= now }
        return QueueFigures(
            oldestReadyAt: due.min(), parkedJobs: try tables.parkedCount(cap: QueueFigures.mostCounted),
            databaseBytes: try tables.databaseBytes())
    }
}
