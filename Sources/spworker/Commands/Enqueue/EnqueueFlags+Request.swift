import JobModel
import OperationCatalogue

extension EnqueueFlags {
    /// The request that a command makes of these flags and its own.
    ///
    /// - Parameters:
    ///   - operation: What is asked for, as the kind understands it.
    ///   - options: The kind's own options.
    func request(
        kind: String, operation: String = "", parameters: String = "{}", body: String? = nil,
        options: [String: JSONValue], now: Timestamp
    ) -> JobRequest {
        var options = options
        if let timeout { options["timeout"] = .string(timeout) }
        if let uniqueFor { options["uniqueFor"] = .string(uniqueFor) }
        return JobRequest(
            kind: kind, seller: seller, region: region, operation: operation, parameters: parameters, body: body,
            options: JSONValue.object(options).text, runAt: start(now: now), priority: priority, uniqueKey: unique,
            maxAttempts: maxAttempts, deadline: deadline.flatMap { Timestamp(iso8601: $0) }, output: output)
    }
}
