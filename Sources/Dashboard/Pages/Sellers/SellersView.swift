import JobModel
import JobStore
import Overview

/// What the list of sellers says.
struct SellersView {
    /// A filter by standing.
    struct Chip {
        let chipTitle: String
        let chipPath: String
        let isChosen: Bool
    }

    /// A choice of the filter by application.
    struct Choice {
        let choice: String
        let isChosen: Bool
    }

    let text: String
    let standingValue: String?
    let chips: [Chip]
    let applications: [Choice]
    let hasApplications: Bool
    let isFiltered: Bool
    let sellers: [SellerLine]
    let hasSellers: Bool
    let hasRenewals: Bool
    let hasTags: Bool
    let countText: String?
    let firstPath: String?
    let nextPath: String?
    let emptyTitle: String
    let emptyText: String
    let emptyCommand: String?

    init(
        _ page: SellerListing, _ search: SellerSearch, configured: [ConfiguredSeller], applications: [String],
        now: Timestamp
    ) {
        text = search.text ?? ""
        standingValue = search.standing?.rawValue
        let all = Chip(chipTitle: "All", chipPath: search.path(in: nil), isChosen: search.standing == nil)
        chips =
            [all]
            + SellerStanding.allCases.map { standing in
                Chip(
                    chipTitle: standing.title, chipPath: search.path(in: standing),
                    isChosen: search.standing == standing)
            }
        self.applications = applications.map { Choice(choice: $0, isChosen: $0 == search.application) }
        hasApplications = applications.count > 1
        isFiltered = search.text != nil || search.application != nil
        sellers = page.entries.map { SellerLine($0, hasApplications: applications.count > 1, now: now) }
        hasSellers = !page.entries.isEmpty
        hasRenewals = page.entries.contains { $0.seller.renewal != nil }
        hasTags = page.entries.contains { !($0.seller.configured?.tags ?? []).isEmpty }
        countText =
            search.isForAll && !configured.isEmpty
            ? "\(Words.counted(configured.count, "authorization")) configured, counting each region" : nil
        firstPath = search.after == nil ? nil : search.path()
        nextPath = page.next.map { search.path(after: $0) }
        (emptyTitle, emptyText, emptyCommand) = Self.empty(search, isCut: page.next != nil)
    }

    private static func empty(_ search: SellerSearch, isCut: Bool) -> (String, String, String?) {
        if isCut { return ("None of these.", "There are more sellers to look through: go on to the next page.", nil) }
        if search.after != nil { return ("That was all.", "Go back to the first page.", nil) }
        if search.isForAll {
            return (
                "No sellers yet.", "Add one under 'sellers:' in the configuration, or set SP_REFRESH_TOKEN; then",
                "spworker sellers check"
            )
        }
        guard let standing = search.standing, search.text == nil, search.application == nil else {
            return ("No seller fits.", "Take a filter away, or look for a shorter part of the name.", nil)
        }
        switch standing {
        case .active: return ("No seller is active.", "See what is held against them under the other filters.", nil)
        case .renewal:
            return (
                "Nobody has to authorize again within 30 days.",
                "This is known of sellers with 'authorizedAt' in the configuration.", nil
            )
        case .suspect, .revoked, .misconfigured, .paused:
            return ("No seller is \(standing.rawValue).", "That is how it should be.", nil)
        }
    }
}
