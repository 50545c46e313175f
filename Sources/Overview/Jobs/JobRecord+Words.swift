package import JobModel
package import JobStore

extension JobRecord {
    /// What the job asks for: an operation, a report or feed type; for a query, which has none, its kind.
    package var operationText: String { row.operation.isEmpty ? row.kind : row.operation.plain }

    /// Whether it succeeded without a file because Amazon had nothing to give.
    package var isEmpty: Bool { row.state == .succeeded && row.result?.bytes == 0 && JobSteps(self)?.isEmpty == true }

    /// How much of its feed Amazon did not take although the job succeeded, in words; `nil` where it took all.
    package var shortfall: String? { row.state == .succeeded ? JobSteps(self)?.shortfall : nil }

    /// Seller and region, or the application of a grantless call.
    package var sellerText: String {
        authorization.map { "\($0.key.seller)/\($0.key.region)" } ?? "(\(application.name))"
    }

    /// The most telling thing about the job in a few words.
    package func note(now: Timestamp) -> String {
        switch row.state {
        case .waiting where row.runAt > now:
            let reason = row.failure.map { ": \($0.message)" } ?? ""
            return "due \(row.runAt.told(now))\(reason)".cut(to: 60)
        case .running: return row.startedAt.map { "started \($0.told(now))" } ?? ""
        case .succeeded where isEmpty: return "no data"
        case .succeeded:
            return [shortfall, row.result?.path].compactMap(\.self).joined(separator: ", ").cut(to: 60)
        case .waiting, .failed, .cancelled, .quarantined: return row.failure?.message.cut(to: 60) ?? ""
        }
    }

    /// Why nothing becomes of what was enqueued under the job's key; `nil` where the job goes on, or has ended.
    package var hold: String? {
        guard row.state == .quarantined else { return nil }
        return "Job \(row.id) is in quarantine, and nothing is done for its key until a person decides: "
            + "'spworker jobs explain \(row.id)' says why it is, then 'spworker jobs retry \(row.id) --yes' or "
            + "'spworker jobs cancel \(row.id)'."
    }
}
