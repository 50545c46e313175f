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
        try page(
            search.limit, floor: { try tables.eventID(countedBack: max(1, most), before: search.beforeID) },
            isSelective: search.seller != nil || !search.kinds.isEmpty, id: \.id
        ) { floor, limit in
            var search = search
            search.limit = limit
            return try tables.events(matching: search, from: floor)
        }
    }

    /// A page of inbox rows, as far as so many of them hold it.
    package func inboxRows(matching search: InboxSearch, lookingThrough most: Int) throws -> RowPage<InboxRow> {
        try page(
            search.limit, floor: { try tables.inboxID(countedBack: max(1, most), before: search.beforeID) },
            isSelective: search.status != nil, id: \.id
        ) { floor, limit in
            var search = search
            search.limit = limit
            return try tables.inboxRows(matching: search, from: floor)
        }
    }

    private func page<Row>(
        _ limit: Int, floor: () throws -> Int64?, isSelective: Bool, id: (Row) -> Int64,
        read: (Int64?, Int) throws -> [Row]
    ) throws -> RowPage<Row> {
        let wanted = min(max(1, limit), 10_000)
        let end = isSelective ? try floor() : nil
        // One more tells whether there is a next page.
        let rows = try read(end, wanted + 1)
        guard rows.count > wanted else { return RowPage(rows: rows, scannedTo: end) }
        let shown = Array(rows.prefix(wanted))
        return RowPage(rows: shown, scannedTo: shown.last.map(id))
    }

    /// Jobs that have this unique key, or had it when they ended, newest first.
    package func jobs(uniqueKey: String, limit: Int) throws -> [JobRecord] {
        try records(of: tables.jobIDs(uniqueKey: uniqueKey, limit: min(max(1, limit), 10_000)))
    }
}
