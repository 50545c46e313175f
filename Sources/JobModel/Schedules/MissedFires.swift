/// What becomes of fires that nobody was there for.
package enum MissedFires: Sendable, Hashable {
    /// They are passed over. A fire counts as missed when it is over a minute late.
    case skip
    /// One job makes up for all of them, for the time of the last one.
    case one
    /// Each gets its job, the last so many of them. Below one is taken as one.
    case all(Int)

    /// How many jobs may come of one look.
    var limit: Int {
        switch self {
        case .skip, .one: 1
        case .all(let count): max(1, count)
        }
    }
}
