import ArgumentParser
import JobModel

/// A time as the ends of a period are written: ISO 8601 with a zone, a date, or how long ago it was.
struct PastTime {
    private enum Form {
        case instant(Timestamp)
        case ago(Duration)
    }

    private let form: Form

    /// Reads `2026-02-01T12:00:00Z`, `2026-02-01` for midnight UTC, or `7d`.
    ///
    /// - Parameter flag: The flag, for the message.
    /// - Throws: `ValidationError` for anything else.
    init(_ text: String, flag: String) throws {
        if let instant = Timestamp(iso8601: text) {
            form = .instant(instant)
        } else if let duration = Duration(text: text) {
            form = .ago(duration)
        } else {
            throw ValidationError(
                "\(flag) '\(text)' is neither a time with a zone such as 2026-02-01T12:00:00Z, nor a date, nor how long ago it "
                    + "was, such as 7d.")
        }
    }

    /// The instant.
    func instant(now: Timestamp) -> Timestamp {
        switch form {
        case .instant(let instant): instant
        case .ago(let duration): now - duration
        }
    }
}
