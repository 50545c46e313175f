/// By what sellers are told apart in lists.
enum SellerStanding: String, Sendable, Hashable, CaseIterable {
    /// Nothing is held against it, and nobody has paused it.
    case active
    case suspect, revoked, misconfigured, paused
    /// It must authorize anew within a month, or should have.
    case renewal

    /// What it is called.
    var title: String { self == .renewal ? "Renewal due" : rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}
