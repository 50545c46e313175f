/// A job's row that is to be written.
package struct JobChange: Sendable {
    package let row: JobRow
    /// What the tables hold, where that is known: what is the same need not be written.
    package let was: JobRow?

    package init(row: JobRow, was: JobRow?) {
        self.row = row
        self.was = was
    }
}
