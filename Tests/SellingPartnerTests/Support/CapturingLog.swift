import Logging

/// Keeps every line that is logged, with all its metadata, as text.
struct CapturingLog: LogHandler {
    let lines: Recorder<String>
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    static func logger(_ lines: Recorder<String>) -> Logger {
        Logger(label: "test", factory: { _ in CapturingLog(lines: lines) })
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        lines.append("\(event.level) \(event.message) \(all)")
    }
}
