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
    ///
    /// - Parameter blur: How far later a report may be noted that Amazon was asked for before.
    func lastCreation(
        before: Timestamp, besides job: JobID? = nil, blur: Duration = Self.blur
    ) async throws -> Timestamp? {
        try await rows().filter { $0.id != job }
            .flatMap { Self.creations(ProcessingTrace($0)?.steps ?? []) }
            .filter { $0 < before + blur }.max()
    }

    /// The job that asks once more for such a report, which came to nothing, and does so before `job`; `nil` when there is
    /// none. Those that wait for later are none.
    ///
    /// - Parameter isAgain: Whether `job` asks once more too: the better priority goes first, then the smaller number.
    ///   A job that asks for the first time lets all of them go first.
    func retryAhead(of job: JobID, isAgain: Bool, now: Timestamp) async throws -> JobID? {
        let open = try await rows(in: [.waiting, .running])
        guard let own = open.first(where: { $0.id == job }) else { return nil }
        return open.filter { row in
            guard row.id != job, row.state == .running || row.isInDoubt || row.runAt <= now,
                let state = row.checkpoint.flatMap({ ProcessingCheckpoint($0) }),
                state.stage == .creating, state.retries > 0
            else { return false }
            return !isAgain || (row.priority, row.id) < (own.priority, own.id)
        }.map(\.id).min()
    }

    /// With which options the reports were asked for that jobs of the queue asked for, by their ids.
    func reportOptions() async throws -> [String: [String: String]] {
        var options: [String: [String: String]] = [:]
        for row in try await rows() {
            // What was found after a doubt, or taken for being alike, has the same options as what was asked for.
            let ids = ProcessingTrace(row)?.ids ?? []
            guard !ids.isEmpty, let content = try await store.job(row.id)?.content else { continue }
            var ignored: [String] = []
            let wish = ReportOptions(parsing: content.options, problems: &ignored)
            for id in ids { options[id] = wish.reportOptions }
        }
        return options
    }

    /// When Amazon was asked, as far as steps tell. What was found after a doubt had been asked for by the job itself, and is
    /// looked at later; what a search has shown was there before, and its state is known at once.
    static func creations(_ steps: [ProcessingStep]) -> [Timestamp] {
        steps.indices.filter { index in
            switch steps[index].word {
            case .created: true
            case .joined: index + 1 == steps.endIndex || steps[index + 1].at > steps[index].at
            default: false
            }
        }.map { steps[$0].at }
    }

    private func rows(in states: Set<JobState> = []) async throws -> [JobRow] {
        try await store.jobs(
            matching: JobFilter(
                states: states, seller: authorization.seller, kind: "report", operation: type, limit: Self.reach)
        ).filter { $0.authorization?.key == authorization }.map(\.row)
    }
}
