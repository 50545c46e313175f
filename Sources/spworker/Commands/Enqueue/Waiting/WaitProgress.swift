import JobModel
import JobStore

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

    /// The job's last step, and what keeps it from the next one when that is not Amazon's taking its time.
    static func stage(of record: JobRecord) -> String {
        let standing = record.standing.text
        guard let step = JobSteps(record)?.current else { return standing }
        switch record.label {
        case .retrying, .throttled, .parked, .paused, .blocked: return "\(step.plain), \(standing)"
        case .ready, .scheduled, .snoozed, nil: return step.plain
        }
    }

    /// `0:07`, `12:30`, `1:02:03`.
    static func clock(_ elapsed: Duration) -> String {
        let seconds = max(0, elapsed.components.seconds)
        func padded(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        return (hours > 0 ? "\(hours):\(padded(minutes))" : "\(minutes)") + ":\(padded(seconds % 60))"
    }
}
