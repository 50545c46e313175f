import JobModel
import JobStore

/// What to do for a seller, in a few words. The seller's page says it at length.
enum SellerAdvice {
    /// What to do.
    static func words(_ row: AuthorizationRow, now: Timestamp) -> String {
        switch row.state {
        case .revoked: "Let the seller authorize again and put the new refresh token in place."
        case .misconfigured where row.hasLeft: "Put it back among the sellers, or cancel its jobs."
        case .misconfigured: "Correct its refresh token or its application."
        case .suspect:
            row.blockedUntil.map { $0 > now ? "Nothing yet: it is tried again \($0.told(now))." : nil }
                .flatMap { $0 } ?? "Nothing yet: it is being tried again."
        case .active: row.pauseReason == nil ? "Nothing." : "Resume it once the reason is gone."
        }
    }
}
