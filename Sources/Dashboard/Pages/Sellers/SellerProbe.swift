import JobModel
import JobStore
import OperationCatalogue

/// What became of asking a worker to try a seller's credentials.
struct SellerProbe: Sendable {
    /// The verb that workers know.
    static let verb = "probe"

    /// `good` when it works, `bad` when not, `warning` when that is not known.
    let tone: Notice.Tone
    let words: String
    /// Whether an answer may still come.
    let isOpen: Bool

    /// Reads a request; `nil` when it is another one.
    init?(_ row: CommandRow, of key: AuthorizationKey, now: Timestamp) {
        let argument = Self.value(row.argument)
        guard row.verb == Self.verb, argument["seller"]?.string == key.seller,
            argument["region"]?.string == key.region, argument["application"]?.string == key.application
        else { return nil }
        let answer = Self.value(row.answer)
        let name = "\(key.seller)/\(key.region)"
        isOpen = row.status == .new && !row.isOverdue(at: now)
        switch row.status {
        case .new where isOpen:
            tone = .warning
            words = "A worker was asked \(row.createdAt.told(now)) to try \(name); it has not answered yet."
        case .new, .expired:
            tone = .bad
            words =
                "No worker has tried \(name): none answered within \(CommandRow.lifetime.rough). See whether one runs, "
                + "and try again."
        case .failed:
            tone = .bad
            words = "\(name) was not tried: \(answer["reason"]?.string ?? "no reason was given")"
        case .done:
            if let reason = answer["reason"]?.string {
                tone = .bad
                words = "\(name) does not work and is \(answer["state"]?.string ?? "unknown"): \(reason)"
            } else {
                tone = .good
                words = "\(name) works and is active."
            }
        }
    }

    /// What a worker is asked.
    static func argument(_ key: AuthorizationKey, reason: String, actor: String) -> String {
        JSONValue.object([
            "seller": .string(key.seller), "region": .string(key.region), "application": .string(key.application),
            "operator": .string(actor), "why": .string(reason),
        ]).text
    }

    private static func value(_ text: String?) -> JSONValue {
        text.flatMap { try? JSONValue(parsing: Array($0.utf8)) } ?? .null
    }
}
