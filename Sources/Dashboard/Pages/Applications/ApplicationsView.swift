import JobModel
import JobStore
import Overview

/// What the list of applications says.
struct ApplicationsView {
    let applications: [ApplicationLine]
    let hasApplications: Bool

    init(_ applications: [ApplicationOverview], now: Timestamp) {
        self.applications = applications.map { ApplicationLine($0, now: now) }
        hasApplications = !applications.isEmpty
    }
}

/// An application in the list.
struct ApplicationLine {
    let name: String
    let path: String
    let tone: String
    let word: String
    let since: Instant?
    let sellers: String
    let sellersPath: String
    let age: SecretAgeView?
    let reason: String?
    let askedAgain: String?

    init(_ overview: ApplicationOverview, now: Timestamp) {
        name = overview.name
        path = Links.application(overview.name)
        tone = overview.style.tone
        word = overview.stateText
        since = overview.state == .ok ? nil : overview.row?.since.shown(now)
        sellers = Words.number(overview.sellers)
        sellersPath = Links.list(.sellers, ["application": overview.name])
        age = overview.age.map { SecretAgeView($0, now: now) }
        reason = overview.isHeld ? overview.reason : nil
        askedAgain = overview.askedAgain(now)
    }
}

/// How old a client secret is, and how old it may become.
struct SecretAgeView {
    let days: String
    let ageTone: String
    let bar: String
    let endsOn: String
    let ends: Instant
    let source: String

    init(_ age: ClientSecretAge, now: Timestamp) {
        let (days, lifetime) = (age.days(at: now), ClientSecretAge.lifetime)
        self.days = age.told(now)
        ageTone = age.style(now).tone
        let left = max(0, lifetime - days)
        bar =
            UseBar(
                used: Double(days), of: Double(lifetime), title: "Age of the client secret",
                summary: "\(days) of \(lifetime) days; \(counted(left, "day")) left."
            ).svg
        endsOn = age.endsAt.day
        ends = age.endsAt.shown(now)
        source = age.source
    }
}
