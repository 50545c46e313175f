import JobModel
import Testing

@testable import spworker

@Suite("Figures about the dashboard")
struct DashboardFiguresTests {
    private static func round(_ alone: Double, _ viewed: Double) -> DashboardFigures.Round {
        DashboardFigures.Round(alone: alone, viewed: viewed, pages: Percentiles([.milliseconds(20)]))
    }

    @Test("the target for every page is held against its slowest answers of all rounds together")
    func pages() throws {
        var figures = DashboardFigures()
        for index in figures.pages.indices {
            figures.pages[index] = [
                Percentiles([.milliseconds(10), .milliseconds(20)]),
                Percentiles([.milliseconds(30), .milliseconds(160)]),
            ]
        }
        figures.rounds = [Self.round(1000, 990)]
        let lines = figures.lines(viewers: 10)
        #expect(Set(lines.map(\.key)).count == lines.count)
        for page in DashboardFigures.pages {
            let half = try #require(lines.first { $0.key == "\(page.key)P50" })
            #expect(half.value.median == 20 && half.goal == nil)
            let nearlyAll = try #require(lines.first { $0.key == "\(page.key)P99" })
            #expect(nearlyAll.value.median == 160 && nearlyAll.value.least == 20)
            #expect(nearlyAll.goal?.isMet(nearlyAll.value) == false)
        }
        #expect(figures.lastPages.contains("p99 160 ms"))
    }

    @Test("what viewers cost is reckoned within each round, and one bad round does not decide")
    func viewers() throws {
        var figures = DashboardFigures()
        figures.rounds = [Self.round(1000, 970), Self.round(2000, 1000), Self.round(500, 490)]
        let ratio = try #require(figures.lines(viewers: 10).first { $0.key == "viewedOfAlone" })
        #expect(abs(ratio.value.median - 0.97) < 1e-9 && ratio.value.least == 0.5)
        #expect(ratio.goal?.isMet(ratio.value) == true)
        #expect(figures.lastRound == "500/s alone, 490/s with viewers, 0.98")
    }

    @Test("a backlog for pages has jobs in every state, and no more sellers than jobs for them")
    func backlog() {
        let backlog = DashboardBacklog(jobs: 1_000_000, sellers: 5000)
        #expect(backlog.waiting == 400_000 && backlog.active == 4950)
        #expect(Backlog(jobs: backlog.waiting, sellers: 5000).sellers == 5000)
    }
}
