import JobModel
package import JobStore

/// One event in words.
package struct EventLine: Sendable {
    package let event: EventRow

    package init(_ event: EventRow) {
        self.event = event
    }

    /// Who it is about.
    package var subject: String {
        guard let seller = event.seller else {
            return event.application.isEmpty ? "the queue" : "application \(event.application)"
        }
        return "\(seller)/\(event.region ?? "-")"
    }

    /// Who did it; `nil` when a worker did, which needs no mention.
    package var actor: String? { event.actor == "worker" ? nil : event.actor }

    /// How the event looks.
    package var style: Style? {
        switch event.kind {
        case "revoked", "misconfigured", "applicationStopped", "hookGivenUp", "scheduleRejected": .bad
        case "suspected", "applicationSuspected", "sellerPaused", "applicationPaused", "accessTrouble", "renewalDue",
            "sellerRemoved", "clientSecretDue", "clientSecretStage", "schedulePaused", "lanesPaused":
            .warning
        case "restored", "applicationRestored", "sellerResumed", "applicationResumed", "sellerAdded", "scheduleResumed",
            "lanesResumed":
            .good
        default: nil
        }
    }
}
