import JobModel
import JobStore
import OperationCatalogue

/// What the queue itself knows of a seller's reports of one type.
struct KnownReports: Sendable {
    let store: any JobStore
    let type: String
    let authorization: AuthorizationKey

    /// So many of the latest jobs are looked through.
    private static let reach = 500

    /// Two orders so close to each other may have reached Amazon in the other order than they were noted in.
    private static let blur = Duration.seconds(60)

    /// When another job than `job` last had such a report made by Amazon, before `before` or at much the same time; `nil`
    /// when none is known.
    func lastCreation(before: Timestamp, besides job: JobID) async throws -> Timestamp? {
        try await rows().filter { $0.id != job }
            .flatMap { ProcessingTrace($0)?.steps ?? [] }
            .filter { $0.word == .created && $0.at < before + Self.blur }.map(\.at).max()
    }

    /// With which options the reports were asked for that jobs of the queue asked for, by their ids.
    func reportOptions() async throws -> [String: [String: String]] {
        var options: [String: [String: String]] = [:]
        for row in try await rows() {
            let ids = (ProcessingTrace(row)?.steps ?? []).filter { $0.word == .created }.compactMap(\.id)
            guard !ids.isEmpty, let content = try await store.job(row.id)?.content else { continue }
            var ignored: [String] = []
            let wish = ReportOptions(parsing: content.options, problems: &ignored)
            for id in ids { options[id] = wish.reportOptions }
        }
        return options
    }

    private func rows() async throws -> [JobRow] {
        try await store.jobs(
            matching: JobFilter(seller: authorization.seller, kind: "report", operation: type, limit: Self.reach)
        ).filter { $0.authorization?.key == authorization }.map(\.row)
    }
}
