import JobModel
import JobStore
import Overview

/// Shows how far an awaited job is, on standard error: on a terminal in a line that changes, elsewhere in a line for each
/// stage of a job that goes in steps.
struct WaitProgress {
    private let isTerminal: Bool
    private let isSilent: Bool
    private let write: (String) -> Void
    private var lastStage: String?
    private var lastLine: String?

    /// - Parameters:
    ///   - isSilent: Whether only programs read along.
    ///   - write: Writes to standard error, without a line break.
    init(isTerminal: Bool, isSilent: Bool, write: @escaping (String) -> Void = Console.rawError) {
        self.isTerminal = isTerminal
        self.isSilent = isSilent
        self.write = write
    }

    /// Shows where the job stands.
    ///
    /// - Parameter elapsed: How long it has been waited for.
    mutating func show(_ record: JobRecord, elapsed: Duration) {
        guard !isSilent else { return }
        let stage = Self.stage(of: record)
        let line = "Job \(record.row.id): \(stage)  \(Self.clock(elapsed))"
        if isTerminal {
            guard line != lastLine else { return }
            write("\r\u{1B}[K\(line)")
        } else {
            guard JobSteps.kinds.contains(record.row.kind), stage != lastStage else { return }
            write(line + "\n")
        }
        lastStage = stage
        lastLine = line
    }

    /// Leaves the line empty for what comes next.
    mutating func clear() {
        if isTerminal, lastLine != nil { write("\r\u{1B}[K") }
        lastLine = nil
    }

    /// The longest reason that is shown: the line must not break.
    private static let longest = 100

    /// The job's last step, and what keeps it from the next one when that is not Amazon's taking its time.
    static func stage(of record: JobRecord) -> String {
        let standing = record.standing.text
        let step = JobSteps(record)?.current?.plain
        switch record.label {
        case .snoozed where record.row.failure != nil && (asks(record) || record.row.isInDoubt):
            // Something other than Amazon's work is waited for, such as a report type that cools down. Once Amazon works, what
            // kept the job from asking is past.
            let reason = record.row.failure?.message.cut(to: longest) ?? ""
            return "\(step ?? standing), goes on at \(record.row.runAt.iso8601): \(reason)"
        case .retrying, .throttled, .parked, .paused, .blocked: return step.map { "\($0), \(standing)" } ?? standing
        case .ready, .scheduled, .snoozed, nil: return step ?? standing
        }
    }

    /// Whether the job's next call asks Amazon for something.
    private static func asks(_ record: JobRecord) -> Bool {
        record.lane.key.operation.split(separator: ".").last?.hasPrefix("create") ?? false
    }

    /// `0:07`, `12:30`, `1:02:03`.
    static func clock(_ elapsed: Duration) -> String {
        let seconds = max(0, elapsed.components.seconds)
        func padded(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        return (hours > 0 ? "\(hours):\(padded(minutes))" : "\(minutes)") + ":\(padded(seconds % 60))"
    }
}
