package import JobStore

extension Deed {
    /// That so many rows of the inbox were made new again; `nil` when none was.
    ///
    /// - Parameter id: The row's number when one was named.
    package init?(reopenedRows count: Int, named id: Int64? = nil, actor: String) {
        guard count > 0 else { return nil }
        let note = id.map { "inbox row \($0)" } ?? counted(count, "inbox row")
        self.init(.inboxRetried, to: .queue, note: note, actor: actor)
    }

    /// That those of the rows were made new again whose answers say so; nothing when there is none.
    package static func telling(reopenedRows ids: [Int64], actor: String) -> DeedTelling<[InboxRetryAnswer]> {
        { answers in
            let changed = zip(ids, answers).filter { $1 == .reopened }.map(\.0)
            return Deed(
                reopenedRows: changed.count, named: changed.count == 1 ? changed.first : nil, actor: actor)
        }
    }
}
