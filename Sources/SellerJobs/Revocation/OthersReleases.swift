import JobModel

/// What other processes have released since this one last looked: what it has cached for these may be out of date.
struct OthersReleases: Sendable, Equatable {
    /// Sellers that were out and are active again: with a new refresh token, or because Amazon takes the old one again.
    var sellers: Set<AuthorizationKey> = []
    /// Applications that were stopped and go on.
    var applications: Set<String> = []

    var isEmpty: Bool { sellers.isEmpty && applications.isEmpty }

    mutating func formUnion(_ other: OthersReleases) {
        sellers.formUnion(other.sellers)
        applications.formUnion(other.applications)
    }
}
