import JobModel
import JobStore

/// Whose turn it is when reports of one type that came to nothing are asked for once more.
///
/// Amazon cancels reports that have no data, and those that are asked for too soon after another of the type, and does
/// not say which it was. A second try with the type's whole interval to itself tells: cancelled again, it has no data.
struct ReportTurn: Sendable {
    let known: KnownReports
    let job: JobID
    /// How long Amazon is known to want between two reports of the type; `nil` when nothing is known.
    let interval: Duration?

    /// Whoever lets another job go first looks again after so long: that job's order is noted by then.
    static let courtesy = Duration.seconds(60)
    /// A type that others ask for again and again may never rest: a second try does not wait for longer than this.
    static let patience = Duration.seconds(2 * 86_400)

    /// How a run ends that would ask now, or `nil` when it may. No attempt is spent.
    func outcome(of state: ProcessingCheckpoint, now: Timestamp) async throws -> Outcome? {
        // Asked first: a job that asks between the two questions is then found by the other one, which sees its order.
        let ahead = try await known.retryAhead(of: job, isAgain: state.retries > 0, now: now)
        if state.retries > 0, let interval, !isTired(state, now: now),
            let last = try await known.lastCreation(before: now), now < last + interval
        {
            return .snooze(
                until: last + interval,
                JobFailure(
                    kind: "coolDown",
                    message: "Amazon makes a report of type \(known.type) every \(interval.rough) at most, and the "
                        + "last one was asked for at \(last.iso8601). This one is asked for once more after that."))
        }
        guard let ahead else { return nil }
        return .snooze(
            until: now + Self.courtesy,
            JobFailure(
                kind: "coolDown",
                message: "Job \(ahead) asks for a report of type \(known.type) once more, and goes first."))
    }

    /// Whether a second try had the type's interval to itself, so that it was not asked for too soon.
    func wasKept(by state: ProcessingCheckpoint) async throws -> Bool {
        guard state.retries > 0, let interval, let since = state.since else { return false }
        // What was noted later was asked for later: it was let go first, or waited.
        let last = try await known.lastCreation(before: since, besides: job, blur: .zero)
        return last.map { since - $0 >= interval } ?? true
    }

    private func isTired(_ state: ProcessingCheckpoint, now: Timestamp) -> Bool {
        let end = state.steps.last { [.cancelled, .fatal].contains($0.word) }
        return end.map { now - $0.at > Self.patience } ?? false
    }
}
