import JobModel
import JobStore
import Overview

/// What cools down beside the lanes, in a table below theirs.
struct CoolDownTable {
    private let rows: [CoolDownRow]
    private let now: Timestamp

    init(_ rows: [CoolDownRow], now: Timestamp) {
        self.rows = rows
        self.now = now
    }

    func print(to console: Console) {
        guard !rows.isEmpty else { return }
        console.line()
        var table = Table([("COOLS DOWN", .left), ("SELLER", .left), ("ENDS", .left), ("WHY", .left)])
        for row in rows {
            table.add([
                (row.subject.plain, nil), ("\(row.authorization.seller)/\(row.authorization.region)", nil),
                (row.until.told(now), .warning), (row.reason.plain, .faint),
            ])
        }
        table.print(to: console)
    }
}
