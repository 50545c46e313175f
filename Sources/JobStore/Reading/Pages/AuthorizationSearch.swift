package import JobModel

/// Which authorizations to list, by seller, region and application.
package struct AuthorizationSearch: Sendable, Hashable {
    /// Only those whose `seller/region` holds this, in small or capital letters. Letters beyond ASCII must be the same.
    package var text: String?
    /// Only these; all when `nil`.
    package var keys: [AuthorizationKey]?
    package var application: String?
    /// Only those in one of these states; all when empty.
    package var states: Set<AuthorizationState>
    /// Only those that an operator has paused, or only the others.
    package var isPaused: Bool?
    /// Only those that come later in the list: the last one of the page before.
    package var after: AuthorizationKey?
    package var limit: Int

    package init(
        text: String? = nil, keys: [AuthorizationKey]? = nil, application: String? = nil,
        states: Set<AuthorizationState> = [], isPaused: Bool? = nil, after: AuthorizationKey? = nil, limit: Int = 50
    ) {
        self.text = text
        self.keys = keys
        self.application = application
        self.states = states
        self.isPaused = isPaused
        self.after = after
        self.limit = limit
    }

    /// The text as stores compare it.
    package var needle: String? { text.map(Self.folded) }

    /// The text with its ASCII letters small, as databases fold it.
    package static func folded(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { ("A"..."Z").contains($0) ? Unicode.Scalar(UInt8($0.value) + 32) : $0 }))
    }
}

/// An authorization with the number of its jobs.
package struct AuthorizationRecord: Sendable, Hashable {
    /// Jobs are counted up to this.
    package static let mostCounted = 1000

    package var row: AuthorizationRow
    /// Waiting jobs over all lanes, up to `mostCounted`.
    package var waiting: Int

    package init(row: AuthorizationRow, waiting: Int) {
        self.row = row
        self.waiting = waiting
    }

    /// Whether there may be more waiting jobs than were counted.
    package var hasMore: Bool { waiting >= Self.mostCounted }

    /// Waiting jobs that cannot run before the seller's authorization works again.
    package var parked: Int { row.hold == .parked ? waiting : 0 }

    /// Waiting jobs that cannot run before somebody lifts the seller's pause.
    package var paused: Int { row.hold == .paused ? waiting : 0 }
}

extension QueueReader {
    /// A page of authorizations.
    package func authorizations(matching search: AuthorizationSearch) throws -> [AuthorizationRecord] {
        let rows = try tables.authorizations(matching: search)
        let counts = try tables.waitingCounts(of: rows, cap: AuthorizationRecord.mostCounted)
        return rows.map { AuthorizationRecord(row: $0, waiting: counts[$0.id] ?? 0) }
    }
}
