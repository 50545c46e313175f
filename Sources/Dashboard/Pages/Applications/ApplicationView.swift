import JobModel
import JobStore
import Overview

/// What an application's page says.
struct ApplicationView {
    let name: String
    let tone: String
    let word: String
    let since: Instant?
    let reasons: [ReasonView]
    let sellers: String
    let sellersPath: String
    let facts: [Fact]
    let age: SecretAgeView?
    let isAgeUnknown: Bool
    let events: [EventView]
    let pausePath: String
    let canPause: Bool
    let resumePath: String
    let canResume: Bool
    let resumeWarning: String?

    init(_ overview: ApplicationOverview, _ events: [EventRow], now: Timestamp) {
        name = overview.name
        tone = overview.style.tone
        word = overview.stateText
        since = overview.row?.since.shown(now)
        reasons =
            (overview.row.map { Explanation.reasons(for: $0, events: events, now: now) } ?? []).map { ReasonView($0) }
        sellers = Words.number(overview.sellers)
        sellersPath = Links.list(.sellers, ["application": overview.name])
        facts = Self.facts(overview, now)
        age = overview.age.map { SecretAgeView($0, now: now) }
        isAgeUnknown = overview.age == nil && overview.configured != nil
        self.events = events.map { EventView($0, now: now) }
        pausePath = Links.application(overview.name, "pause")
        canPause = overview.row?.pauseReason == nil
        resumePath = Links.application(overview.name, "resume")
        canResume = overview.isHeld
        resumeWarning =
            overview.state == .ok
            ? nil : "It is \(overview.state.word) and will be taken for ok without asking Amazon first."
    }

    private static func facts(_ overview: ApplicationOverview, _ now: Timestamp) -> [Fact] {
        var facts: [Fact] = []
        if let again = overview.askedAgain(now) { facts.append(Fact(factName: "Asked again", factText: again)) }
        guard let configured = overview.configured else {
            return facts + [
                Fact(factName: "Configured", factText: "nowhere any more: its jobs wait", factTone: "warning")
            ]
        }
        return facts + [
            Fact(factName: "Client id", factText: configured.clientID, isCode: true),
            Fact(factName: "Client secret", factText: configured.clientSecret, isCode: true),
        ]
    }
}
