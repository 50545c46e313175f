import JobModel
import JobStore

/// One event in one line.
struct EventLine {
    private let event: EventRow

    init(_ event: EventRow) {
        self.event = event
    }

    /// Who it is about.
    private var subject: String {
        guard let seller = event.seller else { return "application \(event.application)" }
        return "\(seller)/\(event.region ?? "-")"
    }

    /// How the event looks.
    var style: Style? {
        switch event.kind {
        case "revoked", "misconfigured", "applicationStopped", "hookGivenUp", "scheduleRejected": .bad
        case "suspected", "applicationSuspected", "sellerPaused", "applicationPaused", "accessTrouble", "renewalDue",
            "sellerRemoved", "clientSecretDue", "clientSecretStage", "schedulePaused":
            .warning
        case "restored", "applicationRestored", "sellerResumed", "applicationResumed", "sellerAdded", "scheduleResumed":
            .good
        default: nil
        }
    }

    /// The line, coloured where the console shows colours.
    func text(_ console: Console) -> String {
        let time = console.styled(event.at.iso8601, .faint)
        // As wide as the longest kind, so that lines that come one by one stand below one another.
        let kind = event.kind.plain.padded(to: "applicationSuspected".count)
        let word = style.map { console.styled(kind, $0) } ?? kind
        let reason = event.failure.map { ": \($0.message.plain)" } ?? ""
        let actor = event.actor == "worker" ? "" : console.styled(" (by \(event.actor.plain))", .faint)
        return "\(time)  \(word)  \(subject.plain)\(reason)\(actor)"
    }
}
