/// What the rounds of `bench dashboard` came to.
struct DashboardFigures: Sendable, Hashable {
    /// A page that is asked for.
    struct Page: Sendable, Hashable {
        /// The beginning of its figures' keys.
        let key: String
        /// Where it is.
        let path: String

        init(_ key: String, _ path: String) {
            self.key = key
            self.path = path
        }
    }

    /// The worker's calls a second in one round.
    struct Round: Sendable, Hashable {
        /// While nobody looked.
        let alone: Double
        /// While the viewers did.
        let viewed: Double
        /// How long their pages took meanwhile.
        let pages: Percentiles
    }

    /// Every page; where there are filters, with those that find little among much too.
    static let pages = [
        Page("overview", "/"), Page("sellers", "/sellers"), Page("sellersFound", "/sellers?q=seller17"),
        Page("sellersRevoked", "/sellers?state=revoked"), Page("seller", "/sellers/seller1"), Page("jobs", "/jobs"),
        Page("jobsFailed", "/jobs?state=failed"), Page("jobsOfSeller", "/jobs?seller=seller7"),
        Page("job", "/jobs/1"), Page("lanes", "/lanes"), Page("schedules", "/schedules"),
        Page("schedule", "/schedules/\(DashboardBacklog.definition)"), Page("workers", "/workers"),
        Page("events", "/events"), Page("applications", "/applications"), Page("inbox", "/inbox"),
        Page("metrics", "/metrics"),
    ]

    /// For each page, what each round came to.
    var pages = [[Percentiles]](repeating: [], count: DashboardFigures.pages.count)
    /// The worker's rounds.
    var rounds: [Round] = []

    /// A page's slowest answers in a line: the worst of the last round.
    var lastPages: String {
        let slowest = zip(Self.pages, pages).max { ($0.1.last?.nearlyAll ?? 0) < ($1.1.last?.nearlyAll ?? 0) }
        guard let (page, figures) = slowest, let last = figures.last else { return "" }
        return "the slowest page is \(page.path), p50 \(BenchUnit.milliseconds.text(last.half)), p99 "
            + BenchUnit.milliseconds.text(last.nearlyAll)
    }

    /// The last round of the worker in a line.
    var lastRound: String {
        guard let round = rounds.last else { return "" }
        return
            "\(BenchUnit.perSecond.text(round.alone)) alone, \(BenchUnit.perSecond.text(round.viewed)) with viewers, "
            + "\(Spread.hundredths(round.viewed / max(round.alone, 1e-9)))"
    }

    /// The figures for people and programs.
    func lines(viewers: Int) -> [BenchLine] {
        var lines: [BenchLine] = []
        for (page, parts) in zip(Self.pages, pages) {
            lines.append(line("\(page.key)P50", "\(page.path), p50", parts, \.half))
            lines.append(
                line("\(page.key)P99", "\(page.path), p99", parts, \.nearlyAll, goal: .atMost(150, reach: 50)))
        }
        lines.append(
            line(
                "viewedPagesP99", "pages of \(viewers) viewers of a busy worker, p99", rounds.map(\.pages), \.nearlyAll)
        )
        lines.append(BenchLine("workAlone", "calls while nobody looks", Spread(rounds.map(\.alone)), .perSecond))
        lines.append(
            BenchLine("workViewed", "calls with \(viewers) viewers", Spread(rounds.map(\.viewed)), .perSecond))
        lines.append(
            BenchLine(
                "viewedOfAlone", "with viewers / alone", Spread(rounds.map { $0.viewed / max($0.alone, 1e-9) }), .ratio,
                goal: .atLeast(0.95, reach: 0.98)))
        return lines
    }

    private func line(
        _ key: String, _ measure: String, _ parts: [Percentiles], _ figure: (Percentiles) -> Double,
        goal: BenchGoal? = nil
    ) -> BenchLine {
        BenchLine(
            key, measure, Spread(figure(Percentiles(all: parts)), parts: parts.map(figure)), .milliseconds, goal: goal)
    }
}
