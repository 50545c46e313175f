import JobModel
import JobStore
import Overview

/// What the inbox says.
struct InboxView {
    /// A row that another program wrote.
    struct Line {
        let number: String
        let tone: String
        let word: String
        let owner: String
        /// The operation's name in pieces.
        let pieces: [String]
        let writtenAt: Instant?
        let writtenText: String?
        let reasonText: String?
        let jobNumber: String?
        let jobPath: String?
        let isRejected: Bool

        init(_ row: InboxRow, now: Timestamp) {
            let status = InboxStatus(rawValue: row.status)
            number = "\(row.id)"
            tone = status?.tone ?? "none"
            word = row.status.cut(to: 20)
            owner = [row.seller, row.region].compactMap(\.self).joined(separator: "/").cut(to: 80)
            pieces = (row.operation ?? row.kind).cut(to: 120).pieces
            let at = row.createdAt.flatMap { Timestamp(iso8601: $0) }
            writtenAt = at?.shown(now)
            writtenText = at == nil ? row.createdAt?.cut(to: 30) : nil
            reasonText = row.error?.cut(to: 1000)
            jobNumber = row.jobID?.description
            jobPath = row.jobID.map { Links.job($0) }
            isRejected = status == .rejected
        }
    }

    /// A filter by status.
    struct Chip {
        let chipTitle: String
        let chipPath: String
        let isChosen: Bool
    }

    /// So many rows are shown at once.
    static let pageSize = 50
    /// So many rows are looked through for a page.
    static let mostLooked = 50_000

    let chips: [Chip]
    let rows: [Line]
    let hasRows: Bool
    let hasActions: Bool
    let statusValue: String?
    let lookedThrough: String?
    let hasPages: Bool
    let firstPath: String?
    let nextPath: String?
    let nextText: String
    let emptyTitle: String
    let emptyText: String?
    let emptyCommand: String?

    init(
        _ page: RowPage<InboxRow>, _ status: InboxStatus?, before: Int64?, newRows: Int, isOperator: Bool,
        now: Timestamp
    ) {
        chips =
            [Chip(chipTitle: "All", chipPath: "/inbox", isChosen: status == nil)]
            + InboxStatus.allCases.map { one in
                let count = one == .new && newRows > 0 ? " \(Words.number(newRows))" : ""
                return Chip(
                    chipTitle: one.rawValue + count, chipPath: Self.path(one, before: nil), isChosen: one == status)
            }
        rows = page.rows.map { Line($0, now: now) }
        hasRows = !rows.isEmpty
        hasActions = isOperator && rows.contains { $0.isRejected }
        statusValue = status?.rawValue
        let isCut = page.scannedTo != nil && page.rows.count < Self.pageSize
        lookedThrough =
            isCut ? "Looked through \(Words.counted(Self.mostLooked, "row")); older ones may match too." : nil
        firstPath = before == nil ? nil : Self.path(status, before: nil)
        nextPath = page.scannedTo.map { Self.path(status, before: $0) }
        hasPages = firstPath != nil || nextPath != nil
        nextText = isCut ? "Look further" : "Older rows"
        (emptyTitle, emptyText, emptyCommand) = Self.empty(status, isCut: isCut, isFirst: before == nil)
    }

    /// The address of a page of rows.
    static func path(_ status: InboxStatus?, before: Int64?) -> String {
        let fields = [status.map { "status=\($0.rawValue)" }, before.map { "before=\($0)" }].compactMap(\.self)
        return fields.isEmpty ? "/inbox" : "/inbox?\(fields.joined(separator: "&"))"
    }

    private static func empty(_ status: InboxStatus?, isCut: Bool, isFirst: Bool) -> (String, String?, String?) {
        if isCut { return ("None of these.", "There are older rows to look through: look further.", nil) }
        if !isFirst { return ("That was all.", "Go back to the newest.", nil) }
        switch status {
        case .rejected: return ("No row is rejected.", "That is how it should be.", nil)
        case .new: return ("No row waits for a worker.", nil, nil)
        case .accepted, .duplicate: return ("No such rows.", "Settled rows are deleted after 'retention.inbox'.", nil)
        case nil:
            return (
                "The inbox is empty.", "Programs put jobs in with:",
                "INSERT INTO inbox (seller, operation, params) VALUES (...)"
            )
        }
    }
}
