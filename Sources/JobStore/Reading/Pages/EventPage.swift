/// Which events to list. Newest first.
package struct EventSearch: Sendable, Hashable {
    /// Only those about this seller, whatever its region and application.
    package var seller: String?
    /// Only those of these kinds; all when empty.
    package var kinds: Set<String>
    /// Only those with a smaller number: where the next page begins.
    package var beforeID: Int64?
    package var limit: Int

    package init(seller: String? = nil, kinds: Set<String> = [], beforeID: Int64? = nil, limit: Int = 50) {
        self.seller = seller
        self.kinds = kinds
        self.beforeID = beforeID
        self.limit = limit
    }
}

/// Which rows of the inbox to list. Newest first.
package struct InboxSearch: Sendable, Hashable {
    /// Only those with this status.
    package var status: String?
    /// Only those with a smaller number: where the next page begins.
    package var beforeID: Int64?
    package var limit: Int

    package init(status: String? = nil, beforeID: Int64? = nil, limit: Int = 50) {
        self.status = status
        self.beforeID = beforeID
        self.limit = limit
    }
}

/// A part of a list of rows that have numbers, newest first.
package struct RowPage<Row: Sendable & Hashable>: Sendable, Hashable {
    package var rows: [Row]
    /// Where the next page begins, as the search's `beforeID`; `nil` when all rows have been looked through. A page with
    /// fewer rows than were wanted has stopped because it had looked through enough.
    package var scannedTo: Int64?

    package init(rows: [Row], scannedTo: Int64?) {
        self.rows = rows
        self.scannedTo = scannedTo
    }
}

extension QueueReader {
    /// A page of events, as far as so many of them hold it.
    package func events(matching search: EventSearch, lookingThrough most: Int) throws -> RowPage<EventRow> {
        let isSelective = search.seller != nil || !search.kinds.isEmpty
        let end = isSelective ? try tables.eventID(countedBack: max(1, most), before: search.beforeID) : nil
        var wanted = search
        wanted.limit = Self.oneMore(than: search.limit)
        return Self.page(try tables.events(matching: wanted, from: end), of: wanted.limit - 1, end: end, id: \.id)
    }

    /// A page of inbox rows, as far as so many of them hold it.
    package func inboxRows(matching search: InboxSearch, lookingThrough most: Int) throws -> RowPage<InboxRow> {
        let isSelective = search.status != nil
        let end = isSelective ? try tables.inboxID(countedBack: max(1, most), before: search.beforeID) : nil
        var wanted = search
        wanted.limit = Self.oneMore(than: search.limit)
        return Self.page(try tables.inboxRows(matching: wanted, from: end), of: wanted.limit - 1, end: end, id: \.id)
    }

    /// One more than is wanted tells whether there is a next page.
    private static func oneMore(than limit: Int) -> Int { min(max(1, limit), 10_000) + 1 }

    private static func page<Row>(
        _ rows: [Row], of limit: Int, end: Int64?, id: (Row) -> Int64
    ) -> RowPage<Row> {
        guard rows.count > limit else { return RowPage(rows: rows, scannedTo: end) }
        let shown = Array(rows.prefix(limit))
        return RowPage(rows: shown, scannedTo: shown.last.map(id))
    }

    /// Jobs that have this unique key, or had it when they ended, newest first.
    package func jobs(uniqueKey: String, limit: Int) throws -> [JobRecord] {
        try records(of: tables.jobIDs(uniqueKey: uniqueKey, limit: min(max(1, limit), 10_000)))
    }
}
