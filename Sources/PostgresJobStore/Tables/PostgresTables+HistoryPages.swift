package import JobStore

// Pages of events and of the inbox, in the tables' own order.
extension PostgresTables {
    package func events(matching search: EventSearch, from floor: Int64?) throws -> [EventRow] {
        var conditions = Conditions()
        if let seller = search.seller { conditions.add(seller) { "seller = \($0)" } }
        if !search.kinds.isEmpty { conditions.add(ArrayText(search.kinds.sorted())) { "kind = ANY(\($0)::text[])" } }
        Self.add(search.beforeID, floor, to: &conditions)
        return try rows(
            "SELECT \(Self.eventColumns) \(conditions.clause) ORDER BY id DESC LIMIT \(conditions.next)",
            conditions.values + [search.limit], event)
    }

    package func eventID(countedBack count: Int, before: Int64?) throws -> Int64? {
        try first(
            "SELECT id FROM event WHERE id < $1 ORDER BY id DESC LIMIT 1 OFFSET $2", [before ?? .max, count - 1]
        ) { $0.int64(0) }
    }

    package func inboxRows(matching search: InboxSearch, from floor: Int64?) throws -> [InboxRow] {
        var conditions = Conditions()
        if let status = search.status { conditions.add(status) { "status = \($0)" } }
        Self.add(search.beforeID, floor, to: &conditions)
        return try rows(
            "SELECT \(Self.inboxColumns) \(conditions.clause) ORDER BY id DESC LIMIT \(conditions.next)",
            conditions.values + [search.limit], inboxRow)
    }

    package func inboxID(countedBack count: Int, before: Int64?) throws -> Int64? {
        try first(
            "SELECT id FROM inbox WHERE id < $1 ORDER BY id DESC LIMIT 1 OFFSET $2", [before ?? .max, count - 1]
        ) { $0.int64(0) }
    }

    private static func add(_ before: Int64?, _ floor: Int64?, to conditions: inout Conditions) {
        if let before { conditions.add(before) { "id < \($0)" } }
        if let floor { conditions.add(floor) { "id >= \($0)" } }
    }
}
