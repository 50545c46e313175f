import JobModel
import JobStore
import OperationCatalogue
import Overview

/// What is known of a seller, name by name.
struct SellerFacts {
    private let story: SellerStory

    init(_ story: SellerStory) { self.story = story }

    /// All that is known.
    var all: [Fact] {
        let (seller, now) = (story.seller, story.now)
        var facts = [
            Fact(
                factName: "Application", factText: seller.key.application,
                factPath: Links.application(seller.key.application))
        ]
        facts.append(
            Fact(
                factName: "Last good exchange", factText: seller.row?.lastGoodAt == nil ? "never" : nil,
                factInstant: seller.row?.lastGoodAt?.shown(now)))
        facts.append(Fact(factName: "Access token", factText: token))
        if let failed = story.firstFailureAt {
            facts.append(Fact(factName: "First failure", factInstant: failed.shown(now)))
        }
        if let next = story.nextProbeAt {
            facts.append(
                Fact(
                    factName: "Tried next", factText: next > now ? nil : "about now",
                    factInstant: next > now ? next.shown(now) : nil))
        }
        if let renewal = seller.renewal { facts.append(fact(renewal)) }
        guard let configured = seller.configured else {
            facts.append(
                Fact(
                    factName: "Configured", factText: "nowhere any more: its jobs wait until it is back",
                    factTone: "warning"))
            return facts
        }
        facts.append(Fact(factName: "Seller id", factText: configured.sellerID ?? "not configured", isCode: true))
        let places = configured.marketplaces.map(\.countryCode).joined(separator: ", ")
        facts.append(Fact(factName: "Marketplaces", factText: places.isEmpty ? "none configured" : places))
        facts.append(Fact(factName: "Refresh token", factText: configured.refreshToken, isCode: true))
        if configured.isSandbox { facts.append(Fact(factName: "Calls go to", factText: "Amazon's sandbox")) }
        return facts
    }

    private var token: String {
        guard let token = story.seller.token else { return "none is held" }
        let age = max(.zero, story.now - token.obtainedAt).rough
        return token.expiresAt > story.now
            ? "\(age) old, expires \(token.expiresAt.told(story.now))" : "\(age) old, expired"
    }

    private func fact(_ renewal: YearlyRenewal) -> Fact {
        let (until, from) = (YearlyRenewal.date(renewal.renewBy), YearlyRenewal.date(renewal.authorizedAt))
        let (word, tone): (String, String?) =
            switch renewal.standing(at: story.now) {
            case .early: ("by \(until)", nil)
            case .due: ("due by \(until)", "warning")
            case .passed: ("passed on \(until)", "bad")
            }
        return Fact(factName: "Renewal", factText: "\(word), authorized on \(from)", factTone: tone)
    }
}
