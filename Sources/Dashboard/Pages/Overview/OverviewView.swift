import JobModel
import JobStore
import Overview

/// What the first page says.
struct OverviewView {
    /// A number that is looked at first.
    struct Figure {
        let word: String
        let count: String
        let path: String
        let tone: String
    }

    /// How far back the drawings go.
    struct SpanLink {
        let spanTitle: String
        let spanPath: String
        let isShown: Bool
    }

    /// Sellers in one state.
    struct Standing {
        let standingWord: String
        let standingCount: String
        let standingPath: String
    }

    let verdictTone: String
    let verdict: String
    /// What to type where the verdict asks for it.
    let verdictCommand: String?
    let findings: [FindingView]
    let hasFindings: Bool
    let figures: [Figure]
    let oldest: String
    let oldestNote: String
    let spans: [SpanLink]
    let trends: [Trends.Trend]
    let trendsTitle: String
    let standings: [Standing]
    let sellers: [StuckSeller]
    let hasTrouble: Bool
    let moreSellers: String?
    let workers: [WorkerLine]
    let hasWorkers: Bool
    let noWorkers: String
    let events: [EventView]

    init(_ sight: OverviewSight, _ span: Trends.Span) {
        let (health, now) = (sight.health, sight.health.now)
        let counts = health.sight.counts
        let isIdle = health.sight.lockHolder == nil
        // That no worker runs is the verdict.
        let telling = health.findings.filter { Self.isWorthTelling($0) && !(isIdle && $0.topic == .workers) }
        verdictCommand = isIdle ? "spworker run" : nil
        (verdictTone, verdict) = Self.verdict(health, telling, stuck: sight.standings)
        findings = telling.map { FindingView($0, now: now) }
        hasFindings = !findings.isEmpty
        figures = JobState.allCases.map { Self.figure($0, counts[$0] ?? 0) }
        oldest = health.oldestReady.map(\.rough) ?? "none"
        oldestNote = health.oldestReady == nil ? "ready and waiting" : "age of the oldest ready job"
        spans = Trends.Span.allCases.map { other in
            SpanLink(spanTitle: other.title, spanPath: "/?span=\(other.rawValue)", isShown: other == span)
        }
        trends = Trends(sight.tallies[span] ?? [], span).all
        trendsTitle = span.title
        standings = SellerStanding.allCases.compactMap { standing in
            guard let count = sight.standings[standing], count > 0 else { return nil }
            return Standing(
                standingWord: standing.title.lowercased(), standingCount: Words.number(count),
                standingPath: Links.list(.sellers, ["state": standing.rawValue]))
        }
        sellers = sight.stuck.map { StuckSeller($0, now: now) }
        let all = sight.standings.reduce(0) { $1.key == .renewal ? $0 : $0 + $1.value }
        hasTrouble = all > 0
        moreSellers =
            all > sellers.count ? "The \(Words.number(sellers.count)) most urgent of \(Words.number(all))" : nil
        workers = health.sight.workers.map { WorkerLine($0, now: now) }
        hasWorkers = !workers.isEmpty
        noWorkers = isIdle ? "Those that run are listed here." : "It is starting, and has not announced itself yet."
        events = sight.events.map { EventView($0, now: now) }
    }

    /// Sellers have a list of their own, and figures stand above.
    private static func isWorthTelling(_ finding: Health.Finding) -> Bool {
        switch finding.topic {
        case .jobs: false
        case .seller, .sellers: finding.isFault
        case .workers, .inbox, .hooks, .quarantine, .application, .renewal, .renewals: true
        }
    }

    private static func verdict(
        _ health: Health, _ findings: [Health.Finding], stuck: [SellerStanding: Int]
    ) -> (tone: String, sentence: String) {
        if health.sight.lockHolder == nil {
            return health.isHealthy
                ? ("warning", "No worker is running, and nothing waits")
                : ("bad", "No worker is running, and work waits")
        }
        if !health.isHealthy { return ("bad", "It does not work as it should") }
        let count = stuck.reduce(0) { $1.key == .renewal ? $0 : $0 + $1.value }
        if count > 0 {
            let verb = count == 1 ? "needs" : "need"
            return ("warning", "It works, and \(Words.counted(count, "seller")) \(verb) attention")
        }
        if findings.contains(where: { $0.style == .warning || $0.style == .bad }) {
            return ("warning", "It works, with something to look at")
        }
        return ("good", "Everything works")
    }

    private static func figure(_ state: JobState, _ count: Int) -> Figure {
        let tone =
            switch state {
            case .failed, .quarantined: count > 0 ? "bad" : "none"
            case .running: count > 0 ? "accent" : "none"
            case .waiting, .succeeded, .cancelled: "none"
            }
        return Figure(
            word: state.word, count: Words.number(count), path: Links.list(.jobs, ["state": state.word]), tone: tone)
    }
}
