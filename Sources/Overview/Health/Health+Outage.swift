import JobModel
import JobStore

/// Whether Amazon can be reached.
extension Health {
    /// How long a job has met it before it is a fault. 2 min: until then it passes by itself.
    private static let patience = Duration.seconds(120)

    /// Jobs whose last call could not be sent, among those that were looked at.
    var outage: Finding? {
        // One that waits for longer waits for something else; it still knows its last failure.
        let jobs = sight.waiting.filter {
            $0.row.waitReason == .snooze && $0.row.failure?.kind == JobFailure.networkKind
                && $0.row.runAt - now <= RetryPolicy.outage.maxBackoff
        }
        guard let first = jobs.first, let oldest = jobs.map(\.row.createdAt).min() else { return nil }
        let isFault = now - oldest >= Self.patience
        return Finding(
            .jobs,
            text: "\(counted(jobs.count, "job")) could not reach Amazon and "
                + "\(jobs.count == 1 ? "is" : "are") tried again: \((first.row.failure?.message ?? "").cut(to: 160))",
            style: isFault ? .bad : .warning, more: "spworker doctor", isFault: isFault)
    }
}
