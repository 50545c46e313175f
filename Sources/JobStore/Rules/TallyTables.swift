/// The tables of what is counted by the minute, as they are seen inside one transaction.
package protocol TallyTables: AnyObject {
    /// Adds to what was counted in the minute, which is counted since 1970.
    func add(_ counts: TallyCounts, toMinute minute: Int64) throws
    /// What was counted in each step of the span.
    func tallies(in span: TallySpan) throws -> [TallyCounts]
    /// Deletes rows of minutes before `minute` or after `last`, the earliest first; returns how many.
    func deleteTallies(before minute: Int64, after last: Int64, limit: Int) throws -> Int
}
