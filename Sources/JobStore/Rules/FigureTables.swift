/// What a look at the whole queue needs of the tables. Locks nothing.
package protocol FigureTables: AnyObject {
    /// Waiting jobs, no suspects, of authorizations that park them and are not paused, counted up to `cap`.
    func parkedCount(cap: Int) throws -> Int
    /// Waiting jobs of sellers that are paused, counted up to `cap`.
    func pausedCount(cap: Int) throws -> Int
    /// The size of the database in bytes; `nil` when there is none.
    func databaseBytes() throws -> Int?
}

extension QueueReader {
    /// The figures that nobody keeps.
    package func figures() throws -> QueueFigures {
        QueueFigures(
            parkedJobs: try tables.parkedCount(cap: QueueFigures.mostCounted),
            pausedJobs: try tables.pausedCount(cap: QueueFigures.mostCounted),
            databaseBytes: try tables.databaseBytes())
    }
}
