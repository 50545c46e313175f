import JobModel
import Logging
import OperationCatalogue
import Ports
import Secrets

/// Writes log lines to standard error, each passed through the redactor.
struct LogOutput: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private let isJSON: Bool
    private let redactor: Redactor
    private let timekeeper: any Timekeeper

    private init(level: Logger.Level, json: Bool, redactor: Redactor, timekeeper: any Timekeeper) {
        logLevel = level
        isJSON = json
        self.redactor = redactor
        self.timekeeper = timekeeper
    }

    /// The logger that the flags and the environment ask for: flag, then `SPWORKER_LOG`, then info.
    static func logger(
        _ options: GlobalOptions, environment: any Environment, redactor: Redactor, timekeeper: any Timekeeper
    ) -> Logger {
        let handler = LogOutput(
            level: chosenLevel(options, environment), json: options.logFormat == "json", redactor: redactor,
            timekeeper: timekeeper)
        return Logger(label: "spworker") { _ in handler }
    }

    /// The logger for the lines about requests and answers, which `DEBUG=sp-api:*` turns on whatever the level of the
    /// others is.
    static func callLogger(
        _ options: GlobalOptions, environment: any Environment, redactor: Redactor, timekeeper: any Timekeeper
    ) -> Logger {
        let handler = LogOutput(
            level: callLevel(options, environment), json: options.logFormat == "json", redactor: redactor,
            timekeeper: timekeeper)
        return Logger(label: callLabel) { _ in handler }
    }

    /// What the lines about requests and answers are called in `DEBUG`.
    private static let callLabel = "sp-api:http"

    /// Whether the beginnings of bodies are wanted among the lines about requests and answers.
    static func asksForBodies(_ environment: any Environment) -> Bool {
        environment.value("SPWORKER_LOG_BODIES").map { ["1", "true", "yes"].contains($0.lowercased()) } ?? false
    }

    /// The level of the lines about requests and answers.
    static func callLevel(_ options: GlobalOptions, _ environment: any Environment) -> Logger.Level {
        let isAskedFor = environment.value("DEBUG").map { DebugVariable($0).names(callLabel) } ?? false
        return isAskedFor ? .trace : chosenLevel(options, environment)
    }

    /// The level of all other lines.
    static func chosenLevel(_ options: GlobalOptions, _ environment: any Environment) -> Logger.Level {
        (options.logLevel ?? environment.value("SPWORKER_LOG")).flatMap(level) ?? .info
    }

    /// The level with this name.
    static func level(_ name: String) -> Logger.Level? {
        Logger.Level(rawValue: name.lowercased() == "warn" ? "warning" : name.lowercased())
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let time = Timestamp(microseconds: timekeeper.wallMicroseconds()).iso8601
        let line: String
        if isJSON {
            var members: [String: JSONValue] = [
                "time": .string(time), "level": .string(event.level.rawValue), "message": .string("\(event.message)"),
            ]
            for (key, value) in all { members[key] = .string("\(value)") }
            line = JSONValue.object(members).text
        } else {
            let level = event.level.rawValue.uppercased()
            let padding = String(repeating: " ", count: max(0, 7 - level.count))
            let details = all.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.quoted("\($0.value)"))" }.joined()
            line = "\(time) \(level)\(padding) \(event.message)\(details)"
        }
        Console.printError(redactor.redact(line))
    }

    /// Values with blanks stand in quotes, and no value can begin a line of its own.
    private static func quoted(_ value: String) -> String {
        let flat =
            value.contains { $0.isNewline } ? value.split(whereSeparator: \.isNewline).joined(separator: " ") : value
        return flat.contains(" ") ? "\"\(flat)\"" : flat
    }
}
