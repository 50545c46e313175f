import JobStore

/// What events are about, to choose them by.
package enum EventTopic: String, Sendable, Hashable, CaseIterable {
    case sellers, applications, schedules, hooks
    /// What people did to the queue, by a command, a page or a request.
    case people

    /// What a choice calls it.
    package var title: String {
        switch self {
        case .sellers: "Sellers"
        case .applications: "Applications"
        case .schedules: "Schedules"
        case .hooks: "Hooks"
        case .people: "What people did"
        }
    }

    /// The kinds of its events, in the order in which they are offered.
    package var kinds: [String] {
        switch self {
        case .sellers:
            [
                "suspected", "revoked", "misconfigured", "restored", "secretChanged", "renewalDue", "accessTrouble",
                "sellerAdded", "sellerRemoved",
            ]
        case .applications:
            [
                "applicationSuspected", "applicationStopped", "applicationRestored", "clientSecretDue",
                "clientSecretStage",
            ]
        case .schedules: ["scheduleRejected"]
        case .hooks: ["hookGivenUp"]
        case .people:
            Deed.Kind.allCases.map(\.rawValue) + [
                "sellerPaused", "sellerResumed", "sellerProbed", "applicationPaused", "applicationResumed",
                "schedulePaused", "scheduleResumed", "scheduleRun", "cursorSet",
            ]
        }
    }
}
