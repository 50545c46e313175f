import JobModel
import JobStore

/// Which sellers somebody wants to see, as the address says it.
struct SellerSearch: Sendable, Hashable {
    /// So many are shown at once.
    static let pageSize = 50
    private static let longestText = 100

    /// A part of the seller's name and region.
    var text: String?
    var application: String?
    var standing: SellerStanding?
    /// The last one of the page before.
    var after: AuthorizationKey?

    /// Reads an address; what it says in vain counts as not said.
    init(_ query: FormValues) {
        text = query["q"].map { String($0.prefix(Self.longestText)) }
        application = query["application"]
        standing = query["state"].flatMap(SellerStanding.init)
        after = query["after"].flatMap(Self.key)
    }

    /// Whether all sellers are wanted.
    var isForAll: Bool { text == nil && application == nil && standing == nil }

    /// The address of the same search.
    ///
    /// - Parameter after: Where the page begins; `nil` for the first one.
    func path(after: AuthorizationKey? = nil) -> String {
        path(in: standing, after: after)
    }

    /// The address of the same search among sellers of another standing.
    func path(in standing: SellerStanding?, after: AuthorizationKey? = nil) -> String {
        Links.list(
            .sellers,
            [
                "q": text, "application": application, "state": standing?.rawValue, "after": after.map(Self.mark),
            ])
    }

    /// Whether text and application fit.
    func fits(_ key: AuthorizationKey) -> Bool {
        (application.map { $0 == key.application } ?? true)
            && (needle.map { AuthorizationSearch.folded("\(key.seller)/\(key.region)").contains($0) } ?? true)
    }

    /// What stores are asked for the same.
    func search(after: AuthorizationKey?, limit: Int) -> AuthorizationSearch {
        var search = AuthorizationSearch(text: text, application: application, after: after, limit: limit)
        switch standing {
        case .suspect: search.states = [.suspect]
        case .revoked: search.states = [.revoked]
        case .misconfigured: search.states = [.misconfigured]
        case .paused: search.isPaused = true
        case .active, .renewal, nil: break
        }
        return search
    }

    private var needle: String? { text.map(AuthorizationSearch.folded) }

    private static func mark(_ key: AuthorizationKey) -> String {
        [key.seller, key.region, key.application].map(\.percentEncoded).joined(separator: "/")
    }

    private static func key(_ mark: String) -> AuthorizationKey? {
        let parts = mark.split(separator: "/", omittingEmptySubsequences: false)
            .map { FormValues.decoded($0, plusIsBlank: false) }
        guard parts.count == 3 else { return nil }
        return AuthorizationKey(application: parts[2], seller: parts[0], region: parts[1])
    }
}
