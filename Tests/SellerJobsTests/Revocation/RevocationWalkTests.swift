import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import SellerJobs

@Suite("Random walks of the revocation machine", .timeLimit(.minutes(5)))
struct RevocationWalkTests {
    @Test(
        "revoke whoever left within two minutes, and nobody else", arguments: [1, 2, 3, 5, 12, 30],
        1...8 as ClosedRange<UInt64>)
    func walk(sellers: Int, seed: UInt64) {
        var world = RevocationWorld(seed: seed &* 1000 &+ UInt64(sellers), sellers: sellers)
        let random = world.random
        world.pass(.seconds(120))
        for _ in 0..<40 {
            let key = world.sellers[random.below(sellers)]
            switch random.below(12) {
            case 0, 1, 2: world.withdraw(key)
            case 3: world.renew(key)
            case 4: world.restore(key)
            case 5 where world.login == .well: world.set(login: .trouble)
            case 6 where world.login == .well: world.set(login: .refusingAll)
            case 7, 8: if world.login != .well { world.set(login: .well) }
            case 9 where world.isSecretValid && random.below(3) == 0: world.breakSecret()
            case 10: world.mendSecret()
            case 11: world.restart()
            default: break
            }
            world.pass(.seconds(60 + random.below(540)))
        }
        // All is well again, with old tokens and with new ones.
        world.set(login: .well)
        world.mendSecret()
        for (index, key) in world.sellers.enumerated() {
            if index % 2 == 0 { world.renew(key) } else { world.restore(key) }
        }
        world.pass(.seconds(26 * 3600), step: .seconds(60))
        let left = world.rows.values.filter { $0.state != .active }.map { world.state($0.key) }
        #expect(world.complaints.isEmpty, "seed \(random.seed)")
        #expect(left.isEmpty, "seed \(random.seed): a day after all is well")
        #expect(world.application.state == .ok, "seed \(random.seed)")
    }

    @Test("mark nobody in an outage of many hours, whenever the sellers' tokens run out")
    func longOutage() {
        var world = RevocationWorld(seed: 7, sellers: 200)
        world.pass(.seconds(4000), step: .seconds(5))
        world.set(login: .refusingAll)
        world.pass(.seconds(6 * 3600), step: .seconds(5))
        #expect(world.revocations == 0)
        #expect(world.outages == 1)
        #expect(world.application.state == .suspect)
        world.set(login: .well)
        world.pass(.seconds(2400))
        #expect(world.application.state == .ok)
        #expect(world.rows.values.allSatisfy { $0.state == .active })
        #expect(world.complaints.isEmpty)
    }

    @Test("tell sellers who left in the middle of an outage once it is over")
    func leftInOutage() {
        var world = RevocationWorld(seed: 8, sellers: 50)
        world.pass(.seconds(4000))
        world.set(login: .refusingAll)
        world.pass(.seconds(1200))
        for key in world.sellers.prefix(3) { world.withdraw(key) }
        world.set(login: .well)
        world.pass(.seconds(3 * 3600), step: .seconds(5))
        #expect(world.rows.values.count { $0.state == .revoked } == 3)
        #expect(world.complaints.isEmpty)
    }

    @Test("ask so little of a seller who left that Amazon hardly notices")
    func fewQuestions() {
        var world = RevocationWorld(seed: 9, sellers: 20)
        world.pass(.seconds(4000))
        world.withdraw(world.sellers[0])
        world.pass(.seconds(20 * 3600), step: .seconds(5))
        #expect(world.state(world.sellers[0]) == "revoked")
        #expect(world.questions[.confirmation] == 1)
        #expect(world.questions[.probe] == nil)
        #expect((1...3).contains(world.refusals[world.sellers[0]] ?? 0))
    }

    @Test("keep the jobs of a seller who left waiting while trouble at Amazon puts the confirmation off")
    func trouble() {
        var world = RevocationWorld(seed: 10, sellers: 20)
        world.pass(.seconds(4000))
        let left = world.sellers[0]
        world.withdraw(left)
        world.expire(left)
        world.pass(.seconds(30))
        #expect(world.state(left) == "suspect")
        world.set(login: .trouble)
        world.pass(.seconds(1200))
        #expect(world.state(left) == "suspect")
        world.set(login: .well)
        world.pass(.seconds(120))
        #expect(world.state(left) == "revoked")
        #expect(world.refusals[left] == 2, "one of a job, and the confirmation")
        #expect(world.complaints.isEmpty)
    }
}
