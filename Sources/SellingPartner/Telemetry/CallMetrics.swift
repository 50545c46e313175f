package import Metrics
import Synchronization

/// Counts calls by family of operations and status class, and how long their answers took.
package final class CallMetrics: Sendable {
    /// What came of a request, coarsely.
    enum StatusClass: String, CaseIterable {
        case success = "2xx"
        case redirection = "3xx"
        case refusal = "4xx"
        case throttled = "429"
        case serverError = "5xx"
        /// No answer came.
        case error

        init(status: Int?) {
            switch status {
            case nil: self = .error
            case 429?: self = .throttled
            case let status? where status >= 500: self = .serverError
            case let status? where status >= 400: self = .refusal
            case let status? where status >= 300: self = .redirection
            default: self = .success
            }
        }
    }

    private struct Handles: Sendable {
        let duration: Timer
        let calls: [StatusClass: Counter]
    }

    private let factory: any MetricsFactory
    /// The families that were called so far: a few dozen at most.
    private let handles = Mutex<[String: Handles]>([:])

    /// Creates handles as families come up.
    package init(factory: any MetricsFactory = MetricsSystem.factory) {
        self.factory = factory
    }

    /// Counts one request.
    ///
    /// - Parameters:
    ///   - family: The first part of the operation's name.
    ///   - status: The answer's; `nil` when none came.
    ///   - duration: How long its head took; not counted without an answer.
    func count(family: String, status: Int?, duration: Duration) {
        let handles = handles(of: family)
        handles.calls[StatusClass(status: status)]?.increment()
        if status != nil { handles.duration.record(duration: duration) }
    }

    private func handles(of family: String) -> Handles {
        handles.withLock { known in
            if let handles = known[family] { return handles }
            let new = Handles(
                duration: Timer(
                    label: "spworker_call_duration_seconds", dimensions: [("family", family)], factory: factory),
                calls: Dictionary(
                    uniqueKeysWithValues: StatusClass.allCases.map {
                        let labels = [("family", family), ("status", $0.rawValue)]
                        return ($0, Counter(label: "spworker_calls_total", dimensions: labels, factory: factory))
                    }))
            known[family] = new
            return new
        }
    }
}
