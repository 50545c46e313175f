extension ReportType {
    /// Whether an operation orders a report.
    package static func isOrder(_ operation: String) -> Bool { operation.hasPrefix("reports.createReport@") }

    /// The type of the report that a call orders; `nil` for calls that order none.
    package static func ordered(by operation: String, body: some Sequence<UInt8>) -> String? {
        guard isOrder(operation) else { return nil }
        return (try? JSONValue(parsing: Array(body)))?["reportType"]?.string
    }
}
