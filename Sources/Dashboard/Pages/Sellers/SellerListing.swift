import JobModel
import JobStore
import Overview

/// A page of the list of sellers: those that are configured, and those that only the store knows.
struct SellerListing: Sendable {
    /// A seller with its jobs.
    struct Entry: Sendable {
        let seller: SellerOverview
        /// Its jobs; `nil` before its first one.
        let record: AuthorizationRecord?
    }

    var entries: [Entry] = []
    /// The last one of the page, when there is another one behind it.
    var next: AuthorizationKey?
}
