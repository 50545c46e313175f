/// What may have become of a row that another program wrote.
enum InboxStatus: String, Sendable, Hashable, CaseIterable {
    case new, rejected, accepted, duplicate

    /// How it looks.
    var tone: String {
        switch self {
        case .new: "accent"
        case .rejected: "bad"
        case .accepted: "good"
        case .duplicate: "none"
        }
    }
}
