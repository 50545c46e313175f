import JobModel
import OperationCatalogue

/// What a job remembers of a call in doubt, in its checkpoint: when it began, and what looking for it has shown so far.
struct DoubtNote: Sendable, Hashable {
    /// Just before the call, by this machine's clock.
    let sentAt: Timestamp
    /// By how much Amazon's clock was ahead of this machine's then; `nil` when that was not known. Between the call and
    /// a look this machine's clock may be set.
    let clockOffset: Duration?
    /// When it was looked for and not found.
    var missedAt: Timestamp?
    /// Amazon's refusal when it was no doubt but a conflict with something that is there already.
    var conflict: JobFailure?
    /// The checkpoint whose place the note takes, of a job that makes several calls. It comes back with the call's
    /// answer.
    let kept: String?

    /// What was created shows in listings late: it is looked for after so long at the earliest.
    static let firstLook = Duration.seconds(30)
    /// That it is not there is believed when a second look, so much later, agrees.
    static let secondLook = Duration.seconds(60)

    init(sentAt: Timestamp, clockOffset: Duration? = nil, kept: String? = nil) {
        self.sentAt = sentAt
        self.clockOffset = clockOffset.map { .milliseconds($0.microseconds / 1000) }
        self.kept = kept
    }

    /// Reads what an earlier run wrote; `nil` for anything else.
    init?(_ text: String?) {
        guard let value = text.flatMap({ try? JSONValue(parsing: $0.utf8) }),
            let sentAt = value["sentAt"]?.string.flatMap({ Timestamp(iso8601: $0) })
        else { return nil }
        self.sentAt = sentAt
        clockOffset = if case .integer(let offset)? = value["clockOffsetMs"] { .milliseconds(offset) } else { nil }
        kept = value["kept"]?.string
        missedAt = value["missedAt"]?.string.flatMap { Timestamp(iso8601: $0) }
        if let conflict = value["conflict"], let message = conflict["message"]?.string {
            self.conflict = JobFailure(
                kind: "conflict", message: message, status: 409, requestID: conflict["requestId"]?.string)
        }
    }

    /// The text that is stored with the job.
    var text: String {
        var members: [String: JSONValue] = ["sentAt": .string(sentAt.iso8601)]
        if let clockOffset { members["clockOffsetMs"] = .integer(clockOffset.microseconds / 1000) }
        if let missedAt { members["missedAt"] = .string(missedAt.iso8601) }
        if let kept { members["kept"] = .string(kept) }
        if let conflict {
            var refusal: [String: JSONValue] = ["message": .string(conflict.message)]
            if let id = conflict.requestID { refusal["requestId"] = .string(id) }
            members["conflict"] = .object(refusal)
        }
        return JSONValue.object(members).text
    }

    /// When the call is to be looked for next. What it is in conflict with is there already.
    func lookDue(now: Timestamp) -> Timestamp {
        if conflict != nil { return sentAt }
        let due = missedAt.map { $0 + Self.secondLook } ?? (sentAt + Self.firstLook)
        // A clock that was set back must not make the job wait for hours, nor for ever.
        return due > now + Self.secondLook ? now : due
    }
}
