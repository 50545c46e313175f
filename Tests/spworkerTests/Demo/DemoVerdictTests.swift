import JobModel
import Testing

@testable import spworker

@Suite("The demo's verdict")
struct DemoVerdictTests {
    private let script = DemoScript(sellers: 9, jobs: 270, timeScale: 5, since: "2026-02-01T00:00:00.000Z")
    private var expected: DemoExpectation { DemoExpectation(script) }
    private var names: [String] { (0..<9).map(script.name) }

    /// A tally of a worker that did exactly what the script provokes, the throttled seller's 429s included.
    private var perfect: DemoTally {
        var tally = DemoTally()
        for (name, share) in zip(names, expected.shares) {
            var own = DemoTally.Share()
            own.good = share.exchanges.good
            if share.exchanges.revoked > 0 { own.refused["invalid_grant"] = share.exchanges.revoked }
            if share.exchanges.wrongSecret > 0 { own.refused["invalid_client"] = share.exchanges.wrongSecret }
            own.serverErrors = share.retries
            own.calls = share.jobs + share.retries + share.exchanges.expired
            tally.shares[name] = own
        }
        tally.shares[names[0]]?.calls += expected.morePages
        tally.shares[names[script.cast.throttled]]?.calls += 4
        tally.shares[names[script.cast.throttled]]?.throttled = 4
        tally.shares[names[script.cast.throttled]]?.provoked = 4
        tally.effects = expected.posts
        return tally
    }

    private func problems(
        counts: [JobState: Int] = [.succeeded: 270], retries: [Int]? = nil, files: Int? = nil,
        _ change: (inout DemoTally) -> Void = { _ in }
    ) -> [String] {
        var tally = perfect
        change(&tally)
        return DemoVerdict(
            expected: expected, names: names, tally: tally, counts: counts,
            retries: retries ?? expected.shares.map(\.retries), files: files ?? expected.files
        ).problems
    }

    @Test("a worker that did what the script provokes has no problems")
    func perfection() {
        #expect(problems() == [])
        #expect(perfect.throttled == 4 && perfect.avoidable == 0)
    }

    @Test("a throttled call of any other seller is avoidable")
    func avoidable() {
        let found = problems { tally in
            tally.shares["seller-5"]?.throttled = 1
            tally.shares["seller-5"]?.calls += 1
        }
        #expect(found == ["avoidable throttles: 1 instead of 0."])
    }

    @Test("one exchange too many is told with its seller")
    func exchange() {
        let found = problems { $0.shares["seller-4"]?.good += 1 }
        #expect(
            found == ["seller-4: 1 good exchange and 0 refused were due; there were 2, 1 of them unexplained."])
    }

    @Test("a refusal for another reason is unexplained")
    func refusal() {
        let found = problems { $0.shares["seller-3"]?.refused["access_denied"] = 1 }
        #expect(found.count == 1 && found[0].hasPrefix("seller-3:"))
    }

    @Test("jobs that did not succeed, calls too many and missing files are problems each")
    func others() {
        #expect(
            problems(counts: [.succeeded: 268, .waiting: 2])
                == ["jobs waiting: 2 instead of 0.", "jobs succeeded: 268 instead of 270."])
        #expect(problems { $0.shares["seller-4"]?.calls += 1 }.count == 1)
        #expect(problems(files: 0).count == 1)
        #expect(problems { $0.repeatedEffects = 1 }.count == 1)
        #expect(problems { $0.complaints = 1 }.count == 1)
        #expect(problems(retries: Array(repeating: 0, count: 9)).count == script.cast.troubled.count)
        #expect(problems { $0.shares[""] = DemoTally.Share() }.count == 1)
    }
}
