import JobModel
import JobStore
import Overview
import Testing

@testable import spworker

@Suite("The demo's progress")
struct DemoProgressTests {
    private var glance: DemoGlance {
        var glance = DemoGlance(elapsed: .seconds(65), total: 2000)
        (glance.succeeded, glance.failed, glance.running) = (1160, 1, 24)
        (glance.waits.ready, glance.waits.plan, glance.waits.later) = (3, 412, 2)
        (glance.waits.parked, glance.waits.blocked) = (100, 298)
        (glance.jobsPerSecond, glance.callsPerSecond, glance.throttled) = (71.6, 81.2, 5)
        return glance
    }

    private func text(_ line: [DemoGlance.Piece]) -> String { line.map(\.text).joined() }

    @Test("elsewhere than on a terminal it is one plain line")
    func line() {
        #expect(
            glance.line == "1:05  1160/2000 done · 72 jobs/s · 81 calls/s · 24 running · 3 ready · "
                + "412 waiting for their plan · 2 retrying · 100 parked · 298 blocked")
    }

    @Test("on a terminal it is a bar and two lines of numbers")
    func block() {
        let lines = glance.block(width: 99).map(text)
        #expect(
            lines == [
                "  " + String(repeating: "█", count: 27) + String(repeating: "░", count: 21)
                    + "  58 %  1160 of 2000 jobs  1:05",
                "  72 jobs/s · 81 calls/s · 5 throttled · 1 failed",
                "  24 running · 3 ready · 412 waiting for their plan · 2 retrying · 100 parked · 298 blocked",
            ])
    }

    @Test("no line is wider than the terminal", arguments: [20, 40, 60, 80, 200])
    func width(columns: Int) {
        #expect(glance.block(width: columns).allSatisfy { text($0).count <= columns })
    }

    @Test("numbers that are zero stand back")
    func zeros() {
        let pieces = DemoGlance(total: 10).block(width: 99)[1]
        #expect(pieces.dropFirst().allSatisfy { $0.style == .faint })
    }

    @Test("waiting jobs are counted by what their lane waits for")
    func waits() {
        func record(_ waiting: Int, _ change: (inout LaneRow) -> Void = { _ in }) -> LaneRecord {
            let lane = Records.lane {
                $0.jobAt = Records.now - .seconds(1)
                change(&$0)
            }
            return LaneRecord(lane: lane, waiting: waiting, readAt: Records.now)
        }
        func count(
            _ lanes: [LaneRecord], _ authorization: AuthorizationRow = Records.authorization(),
            _ application: ApplicationRow = Records.application()
        ) -> DemoWaits {
            DemoWaits(lanes: lanes, authorizations: [authorization], applications: [application])
        }
        let lanes = [
            record(1), record(2) { $0.limiter.block(until: Records.now + .seconds(9)) },
            record(4) { $0.jobAt = Records.now + .seconds(9) }, record(0),
        ]
        let waits = count(lanes)
        #expect(waits.ready == 1 && waits.plan == 2 && waits.later == 4 && waits.parked == 0 && waits.blocked == 0)
        #expect(count(lanes, Records.authorization { $0.state = .revoked }).parked == 7)
        #expect(count(lanes, Records.authorization { $0.blockedUntil = Records.now + .seconds(9) }).parked == 7)
        #expect(count(lanes, Records.authorization(), Records.application { $0.state = .stopped }).blocked == 7)
    }

    @Test("the pace is that of the last second")
    func pace() {
        var pace = DemoPace()
        #expect(pace.jobs == 0)
        for tenth in 0...30 {
            // Ten jobs and twenty calls a second at first, then none.
            let done = min(tenth, 15)
            pace.add(at: .milliseconds(100 * tenth), jobs: done, calls: 2 * done)
            if tenth == 15 {
                #expect(abs(pace.jobs - 10) < 0.01)
                #expect(abs(pace.calls - 20) < 0.01)
            }
        }
        #expect(pace.jobs == 0 && pace.calls == 0)
    }
}
