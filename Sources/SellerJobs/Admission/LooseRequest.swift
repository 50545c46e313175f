import JobModel

/// A request as other programs write it: every field is a text, and one that is missing or empty means the default.
struct LooseRequest {
    var kind: String?
    var seller: String?
    var region: String?
    var operation: String?
    var parameters: String?
    var body: String?
    var options: String?
    /// ISO 8601 with a zone, or Unix seconds.
    var runAt: String?
    var priority: String?
    var uniqueKey: String?
    var maxAttempts: String?
    /// Like `runAt`.
    var deadline: String?
    var output: String?
    /// What `runAt` is called where the request comes from.
    var runAtName = "runAt"
    /// What `maxAttempts` is called there.
    var maxAttemptsName = "maxAttempts"

    /// Reads times and numbers, and adds what is wrong with them to `problems`.
    func request(_ problems: inout [String]) -> JobRequest {
        JobRequest(
            kind: Self.given(kind) ?? "request", seller: Self.given(seller), region: Self.given(region),
            operation: operation ?? "", parameters: Self.given(parameters) ?? "{}", body: Self.given(body),
            options: Self.given(options) ?? "{}", runAt: Self.instant(runAtName, runAt, &problems),
            priority: Self.number("priority", priority, 0...9, default: NewJob.defaultPriority, &problems),
            uniqueKey: Self.given(uniqueKey),
            maxAttempts: Self.number(
                maxAttemptsName, maxAttempts, 1...1000, default: NewJob.defaultMaxAttempts, &problems),
            deadline: Self.instant("deadline", deadline, &problems), output: Self.given(output))
    }

    private static func given(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }

    private static func instant(_ name: String, _ text: String?, _ problems: inout [String]) -> Timestamp? {
        guard let text, !text.isEmpty else { return nil }
        if let seconds = Int64(text), (0..<1_000_000_000_000).contains(seconds) {
            return Timestamp(microseconds: seconds * 1_000_000)
        }
        if let instant = Timestamp(iso8601: text) { return instant }
        problems.append(
            "\(name) '\(text.prefix(60))' is neither ISO 8601 with a zone, as 2026-02-01T12:00:00Z, nor Unix seconds.")
        return nil
    }

    private static func number(
        _ name: String, _ text: String?, _ range: ClosedRange<Int>, default value: Int, _ problems: inout [String]
    ) -> Int {
        guard let text, !text.isEmpty else { return value }
        if let number = Int(text), range.contains(number) { return number }
        problems.append(
            "\(name) '\(text.prefix(60))' is not a whole number from \(range.lowerBound) to \(range.upperBound).")
        return value
    }
}
