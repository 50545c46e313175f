import JobModel
import JobStore
import Overview

extension JobSteps {
    /// The steps as a table.
    ///
    /// - Parameter start: When the job was put in, from which the first step is measured.
    func table(since start: Timestamp) -> Table {
        var table = Table([("STEP", .left), ("AT", .left), ("AFTER", .right), ("ID", .left), ("REQUEST ID", .left)])
        var last = start
        for step in steps {
            table.add([
                step.words.plain, step.at?.iso8601 ?? "-", step.at.map { ($0 - last).took } ?? "-",
                step.id?.plain ?? "-", step.requestID?.plain ?? "-",
            ])
            last = step.at ?? last
        }
        return table
    }
}
