import JobModel
package import JobStore
import OperationCatalogue

extension JobRecord {
    /// What is known against the job's next call when that orders a report; `nil` when nothing is. Bodies in files
    /// are not looked at.
    ///
    /// - Throws: What the store throws.
    package func coolDown(in store: some QueueReading) async throws -> CoolDownRow? {
        guard let key = authorization?.key, let type = orderedReportType else { return nil }
        return try await store.coolDown(of: key, scope: CoolDownRow.scope(ofReportType: type))
    }

    private var orderedReportType: String? {
        if row.kind == "report" { return ReportType.isOrder(lane.key.operation) ? row.operation : nil }
        return content?.body.flatMap { ReportType.ordered(by: row.operation, body: $0.utf8) }
    }
}
