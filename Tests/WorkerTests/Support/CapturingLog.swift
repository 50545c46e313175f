import Logging

/// Keeps the lines of a log from `notice` on.
struct CapturingLog: LogHandler {
    let lines: Diary<String>
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .notice

    static func logger(_ lines: Diary<String>) -> Logger {
        Logger(label: "test", factory: { _ in CapturingLog(lines: lines) })
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let reason = event.metadata?["reason"].map { " \($0)" } ?? ""
        lines.write("\(event.level): \(event.message)\(reason)")
    }
}
