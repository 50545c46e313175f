import JobModel
import Testing

@testable import spworker

@Suite("The demo's script")
struct DemoScriptTests {
    /// Sellers and jobs.
    static let sizes = [(3, 3), (3, 30), (4, 60), (5, 50), (9, 270), (20, 2000), (200, 4000)]

    private func script(_ size: (Int, Int)) -> DemoScript {
        DemoScript(sellers: size.0, jobs: size.1, timeScale: 5, since: "2026-02-01T00:00:00.000Z")
    }

    @Test("every job is enqueued once: before, at the opening, or with an act", arguments: sizes)
    func jobsAreEnqueuedOnce(size: (Int, Int)) {
        let script = script(size)
        let enqueued = script.canaries + script.opening + script.acts.flatMap(\.jobs)
        #expect(enqueued.count == size.1)
        #expect(Set(enqueued.map(\.request)) == Set(script.jobs.map(\.request)))
        #expect(Set(script.jobs.map(\.request)).count == size.1, "two jobs are the same")
    }

    @Test("what it provokes adds up", arguments: sizes)
    func addsUp(size: (Int, Int)) {
        let script = script(size)
        let expected = DemoExpectation(script)
        #expect(expected.jobs == size.1)
        #expect(expected.shares.allSatisfy { $0.jobs > 0 })
        #expect(expected.exchanges.first == size.0)
        #expect(expected.exchanges.refused == (size.0 < 4 ? 2 : 3))
        #expect(expected.exchanges.witness == 2)
        #expect(expected.exchanges.good == size.0 + expected.forcedRepeats + 2)
        #expect(expected.exchanges.total == expected.shares.reduce(0) { $0 + $1.exchanges.total })
        #expect(expected.files == script.jobs.count { $0.pages > 1 })
        let pages = script.jobs.reduce(0) { $0 + $1.pages }
        #expect(expected.calls == pages + expected.retries + expected.forcedRepeats)
        #expect(script.acts.flatMap(\.faults).count == script.acts.flatMap(\.jobs).count)
    }

    @Test("with ten jobs a seller every trouble is there", arguments: [(3, 30), (4, 60), (9, 270), (20, 2000)])
    func hasEveryTrouble(size: (Int, Int)) {
        let script = script(size)
        let expected = DemoExpectation(script)
        var kinds: [DemoAct.Kind] = [.serverErrors, .tokenExpired, .secretRepaired, .authorizedAgain]
        if size.0 < 4 { kinds.removeAll { $0 == .secretRepaired } }
        #expect(script.acts.map(\.kind) == kinds)
        #expect(expected.retries == script.cast.troubled.count * DemoScript.errorsPerSeller)
        #expect(expected.forcedRepeats == 1 && expected.throttled == 1 && expected.posts > 0)
    }

    @Test("acts come in order, at least a second of real time apart", arguments: sizes)
    func actsAreApart(size: (Int, Int)) {
        let times = script(size).acts.map(\.after)
        #expect(times.first.map { $0 >= .seconds(5) } ?? false)
        for (earlier, later) in zip(times, times.dropFirst()) { #expect(later - earlier >= .seconds(5)) }
    }

    @Test("the default demo takes half a minute of real time")
    func length() {
        let script = script((20, 2000))
        let total = (script.acts.last?.after ?? .zero) + script.length
        #expect((Duration.seconds(20)...Duration.seconds(40)).contains(total / 5))
    }

    @Test("a job that meets all errors of its seller still has attempts left")
    func jobsSurvive() {
        #expect(DemoScript.errorsPerSeller < NewJob.defaultMaxAttempts)
    }

    @Test("the same numbers give the same jobs")
    func isDeterministic() {
        #expect(script((9, 270)).jobs.map(\.request) == script((9, 270)).jobs.map(\.request))
    }

    @Test("nobody plays two of the parts that exclude each other", arguments: [3, 4, 5, 8, 9, 20, 200, 1000])
    func cast(sellers: Int) {
        let cast = DemoCast(sellers: sellers)
        let parts = [cast.throttled, cast.revoked] + Array(cast.second) + cast.troubled
        #expect(Set(parts).count == parts.count)
        #expect(parts.allSatisfy { (0..<sellers).contains($0) })
        #expect(cast.second.isEmpty == (sellers < 4))
        #expect((1...3).contains(cast.troubled.count))
        #expect(!cast.second.contains(cast.expiring) && !cast.second.contains(cast.witness))
        #expect(cast.witness != cast.revoked)
    }

    @Test("the witness is the first by name of those who share the revoked seller's application", arguments: sizes)
    func witness(size: (Int, Int)) {
        let script = script(size)
        let others = (0..<size.0).filter { $0 != script.cast.revoked && !script.cast.second.contains($0) }
        #expect(others.map(script.name).min() == script.name(script.cast.witness))
    }

    @Test("sellers to whom something happens are told of it")
    func notes() {
        let script = script((20, 2000))
        #expect(script.note(0) == "witness, token expired")
        #expect(script.note(1) == "granted 0.5/s of 5/s")
        #expect(script.note(2) == "revoked, authorized again")
        #expect(script.note(3) == "")
        #expect(script.note(4) == "4 x 503")
        #expect(script.note(19) == "wrong secret, repaired")
        #expect(self.script((3, 30)).note(0) == "witness, 4 x 503, token expired")
        #expect(
            script.wordsOfStop
                == "Application second is stopped, its client secret is refused: 300 jobs of 3 sellers wait, "
                + "no attempt spent.")
    }
}
