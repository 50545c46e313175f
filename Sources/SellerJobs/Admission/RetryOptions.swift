import JobModel
import OperationCatalogue

/// How long a job pauses before another attempt, as its options say it. Every kind takes them.
struct RetryOptions: Sendable, Hashable {
    /// The options' names.
    static let names: Set<String> = ["backoff", "maxBackoff"]

    /// The bound of the first pause.
    var backoff: Duration?
    /// The bound that growth ends at.
    var maxBackoff: Duration?

    /// Reads one option. Returns whether it is one of these.
    mutating func read(_ option: OptionValue, _ problems: inout [String]) -> Bool {
        switch option.name {
        case "backoff": backoff = option.duration(&problems)
        case "maxBackoff": maxBackoff = option.duration(&problems)
        default: return false
        }
        return true
    }

    /// The options as they are stored with the job.
    var members: [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        members["backoff"] = backoff.map { .string("\($0.microseconds / 1000)ms") }
        members["maxBackoff"] = maxBackoff.map { .string("\($0.microseconds / 1000)ms") }
        return members
    }

    /// The pauses, or `nil` when the worker's are meant. What is not said is as usual; no first pause is cut for that.
    var policy: RetryPolicy? {
        guard backoff != nil || maxBackoff != nil else { return nil }
        var policy = RetryPolicy()
        if let backoff { policy.backoff = backoff }
        policy.maxBackoff = maxBackoff ?? max(policy.backoff, policy.maxBackoff)
        return policy
    }
}
