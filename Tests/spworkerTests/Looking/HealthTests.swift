import JobModel
import JobStore
import OperationCatalogue
import Overview
import Testing

@testable import spworker

@Suite("Status tells whether the installation works")
struct HealthTests {
    private func health(_ change: (inout Health.Sight) -> Void) -> Health {
        var sight = Health.Sight(lockHolder: "process 7", workers: [Records.worker()])
        change(&sight)
        return Health(sight, now: Records.now)
    }

    @Test("A worker with nothing to do is healthy")
    func idle() {
        #expect(health { _ in }.isHealthy)
    }

    @Test("No worker is a fault only while work waits")
    func noWorker() {
        func gone(_ sight: inout Health.Sight) {
            sight.lockHolder = nil
            sight.workers = []
        }
        #expect(health { gone(&$0) }.isHealthy)
        #expect(
            !health {
                gone(&$0)
                $0.counts[.waiting] = 1
            }.isHealthy)
        #expect(
            !health {
                gone(&$0)
                $0.newInboxRows = 1
            }.isHealthy)
        #expect(
            health {
                gone(&$0)
                $0.counts[.succeeded] = 1
            }.isHealthy)
    }

    @Test("A worker that claims nothing, as when the disk is full, is a fault that is told with its reason")
    func heldUp() {
        let health = health { $0.workers = [Records.worker { $0.obstacle = "The disk has 12 MiB free." }] }
        #expect(!health.isHealthy)
        #expect(health.findings.first?.text == "The worker claims no jobs for now: The disk has 12 MiB free.")
    }

    @Test("Jobs that cannot reach Amazon are told with the reason, and are a fault when that lasts")
    func outage() {
        func cutOff(_ row: inout JobRow) {
            row.waitReason = .snooze
            row.failure = JobFailure(kind: "network", message: "Amazon could not be reached.")
            row.runAt = Records.now + .seconds(30)
        }
        let young = health { $0.waiting = [Records.job(cutOff)] }
        #expect(young.isHealthy)
        #expect(
            young.findings.contains {
                $0.text == "1 job could not reach Amazon and is tried again: Amazon could not be reached."
            })
        let old = health {
            $0.waiting = [
                Records.job(cutOff),
                Records.job {
                    cutOff(&$0)
                    $0.createdAt = Records.now - .seconds(120)
                },
            ]
        }
        #expect(!old.isHealthy && old.findings.contains { $0.text.hasPrefix("2 jobs could not reach Amazon and are") })
        let planned = health {
            $0.waiting = [
                Records.job {
                    cutOff(&$0)
                    $0.createdAt = Records.now - .seconds(9999)
                    $0.runAt = Records.now + .seconds(3600)
                }
            ]
        }
        #expect(planned.isHealthy, "it waits for its usage plan by now")
    }

    @Test("Notices are mentioned when the oldest was tried in vain, and are no fault")
    func notices() {
        var notice = NoticeRow(
            hook: .onRevoked, target: "post ops.example 1a2b3c", at: Records.now, application: "main",
            nextAt: Records.now)
        #expect(
            health {
                $0.noticeCount = 1
                $0.oldestNotice = notice
            }.findings.allSatisfy { !$0.text.contains("hooks") })
        notice.tries = 3
        notice.lastError = "it answered 503"
        let health = health {
            $0.noticeCount = 7
            $0.oldestNotice = notice
        }
        let text = "7 notices wait for hooks; 'post ops.example 1a2b3c' failed 3 times: it answered 503"
        #expect(health.isHealthy && health.findings.contains { $0.text == text && $0.more == "spworker hooks list" })
    }

    @Test("A lapsed heartbeat and a stopped application are faults; a revoked seller and quarantine are not")
    func faults() {
        #expect(!health { $0.workers = [Records.worker { $0.leaseUntil = Records.now - .seconds(1) }] }.isHealthy)
        #expect(!health { $0.applications = [Records.application { $0.state = .stopped }] }.isHealthy)
        let stuck = health {
            $0.authorizations = [Records.authorization { $0.state = .revoked }]
            $0.counts = [.quarantined: 2]
        }
        #expect(stuck.isHealthy)
        #expect(stuck.findings.contains { $0.more == "spworker sellers show acme" })
        #expect(stuck.findings.contains { $0.text == "2 jobs are in quarantine until a person decides." })
    }

    @Test("A seller without anything against it who gets no token for over an hour is a fault")
    func tokenless() {
        func health(good: Int64?, until: Int64 = 20, _ change: (inout AuthorizationRow) -> Void = { _ in }) -> Health {
            let row = Records.authorization {
                $0.since = Records.now - .seconds(90_000)
                $0.lastGoodAt = good.map { Records.now - .seconds($0) }
                $0.failure = JobFailure(kind: "login.serverError", message: "Amazon answered 503.")
                $0.blockedUntil = Records.now + .seconds(until)
                change(&$0)
            }
            return self.health { $0.authorizations = [row] }
        }
        let stuck = health(good: 3 * 3600)
        #expect(!stuck.isHealthy)
        #expect(stuck.findings.contains { $0.text == "Seller acme/EU has had no token for 2 h: Amazon answered 503." })
        #expect(!health(good: nil).isHealthy, "it never had one")
        #expect(health(good: 2 * 3600).isHealthy, "its last token has ended an hour ago")
        #expect(health(good: 3 * 3600, until: -600).isHealthy, "nobody has tried lately")
        #expect(health(good: 3 * 3600) { $0.failure = nil }.isHealthy)
        let many = self.health { sight in
            sight.authorizations = (0..<7).map { number in
                Records.authorization {
                    $0.key = AuthorizationKey(application: "main", seller: "s\(number)", region: "EU")
                    $0.since = Records.now - .seconds(90_000)
                    $0.failure = JobFailure(kind: "login.serverError", message: "Amazon answered 503.")
                    $0.blockedUntil = Records.now
                }
            }
        }
        #expect(many.findings.contains { $0.text == "2 more sellers had no token for over an hour." })
    }

    @Test("A seller who is not among the sellers any more is told as such")
    func left() {
        let left = health {
            $0.authorizations = [
                Records.authorization {
                    $0.state = .misconfigured
                    $0.failure = JobFailure(kind: "secret.notConfigured", message: "it is not in the configuration")
                }
            ]
        }
        #expect(left.findings.contains { $0.text.hasPrefix("Seller acme/EU is not among the sellers any more") })
        #expect(left.isHealthy)
    }

    @Test("An outage is a fault when it has lasted for half an hour", arguments: [(29, true), (30, false)])
    func outage(minutes: Int, isHealthy: Bool) {
        let health = health {
            $0.applications = [
                Records.application {
                    $0.state = .suspect
                    $0.since = Records.now - .seconds(60 * minutes)
                    $0.failure = JobFailure(kind: "outage", message: "Amazon refuses 5 of 9 sellers at once.")
                    $0.pauses = 2
                }
            ]
        }
        #expect(health.isHealthy == isHealthy)
        let finding = health.findings.first { $0.more == "spworker applications show main" }
        #expect(
            finding?.text
                == "Application main became suspect \(minutes) m ago and waits: Amazon refuses 5 of 9 sellers at once.")
    }

    @Test("Authorizations that end soon are told, the first to end first, and are no fault")
    func renewals() {
        let day = Duration.seconds(86_400)
        let health = health { sight in
            for number in 0..<9 {
                let key = AuthorizationKey(application: "main", seller: "s\(number)", region: "EU")
                // They end 55 days from now, 45 days, and so on: three are early.
                sight.renewals[key] = YearlyRenewal(authorizedAt: Records.now - day * (310 + number * 10))
            }
        }
        #expect(health.isHealthy)
        let told = health.findings.filter { $0.text.contains("authorization") }
        #expect(told.count == 6)
        #expect(told[0].text == "The authorization of s8/EU should have been renewed by 2026-02-04.")
        #expect(told[4].text == "The authorization of s4/EU must be renewed by 2026-03-16.")
        #expect(told[5].text == "1 more authorization must be renewed.")
        #expect(told[0].more == "spworker sellers show s8" && told[5].more == "spworker sellers list")
    }

    @Test("Waiting jobs are counted by label, and the oldest ready one is told")
    func labels() {
        let health = health {
            $0.counts = [.waiting: 3]
            $0.waiting = [
                Records.job(), Records.job { $0.runAt = Records.now - .seconds(5) },
                Records.job { $0.runAt = Records.now + .seconds(5) },
            ]
        }
        #expect(health.labels == [.ready: 2, .scheduled: 1])
        #expect(health.oldestReady == .seconds(60))
        #expect(!health.isSampled)
    }

    @Test("A sample says that it is one")
    func sample() {
        let health = health {
            $0.counts = [.waiting: 20_000]
            $0.waiting = [Records.job()]
        }
        #expect(health.isSampled)
        #expect(health.findings.contains { $0.text == "Of the newest 1 waiting: 1 ready." })
        #expect(health.json["waitingSampled"] == .bool(true))
    }
}
