import JobModel

/// How an application stands.
enum ApplicationStanding: Sendable, Hashable {
    case ok
    /// More of its sellers are refused than can have left: it waits until Amazon, or whatever it is, works again.
    case outage(Outage)
    /// Its client secret does not work.
    case stopped

    struct Outage: Sendable, Hashable {
        /// Pauses that have been for nothing.
        var pauses: Int
        /// When sellers are asked again.
        var until: Timestamp
    }

    var isOutage: Bool {
        if case .outage = self { true } else { false }
    }
}

/// Sellers of an application that are asked whether Amazon accepts anybody at this moment.
struct WitnessRound: Sendable, Hashable {
    /// Asked, and not heard of yet, with the time of asking.
    var pending: [AuthorizationKey: Timestamp] = [:]
    var accepted: Set<AuthorizationKey> = []
    /// Refused although nothing had been held against them.
    var refusedWitnesses: Set<AuthorizationKey> = []
    /// Refused once more.
    var refusedSuspects: Set<AuthorizationKey> = []
    /// Those who could not say.
    var unsettled: Set<AuthorizationKey> = []
    /// Not before this instant is anybody else asked.
    var notBefore: Timestamp

    var asked: Set<AuthorizationKey> {
        accepted.union(refusedWitnesses).union(refusedSuspects).union(unsettled).union(pending.keys)
    }
}
