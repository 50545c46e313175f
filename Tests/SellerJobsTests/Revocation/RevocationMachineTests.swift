import JobModel
import JobStore
import Testing

@testable import SellerJobs

@Suite("The revocation machine")
struct RevocationMachineTests {
    private let start = Timestamp(microseconds: 1_800_000_000_000_000)
    private let refusal = JobFailure(kind: "invalidGrant", message: "refused")

    private func key(_ name: String) -> AuthorizationKey {
        AuthorizationKey(application: "main", seller: name, region: "EU")
    }

    private func machine(_ names: String...) -> RevocationMachine {
        RevocationMachine(policy: RevocationPolicy(), fleet: Set(names.map(key)))
    }

    private func refused(_ name: String, _ fingerprint: String = "old") -> RevocationEvent {
        .exchangeRefused(key(name), .unusable, refusal, fingerprint: fingerprint)
    }

    private func states(_ actions: [RevocationAction]) -> [String] {
        actions.map { action in
            switch action {
            case .seller(let key, let state, _, _, _): "\(key.seller) \(state.word)"
            case .application(let state, _, _, _, _): "application \(state.word)"
            case .tell(let key, let kind, _): "\(key.seller): \(kind)"
            }
        }
    }

    @Test("A refused exchange is confirmed after a minute, between two good exchanges of another seller")
    func confirmed() {
        var machine = machine("a", "b", "c")
        #expect(states(machine.handle(refused("a"), at: start)) == ["a suspect"])
        #expect(machine.due(at: start + .seconds(59)).questions.isEmpty)
        let first = machine.due(at: start + .seconds(60)).questions
        #expect(first.map(\.purpose) == [.witness])
        #expect(machine.due(at: start + .seconds(61)).questions.isEmpty, "one question at a time")
        _ = machine.handle(.exchangeAccepted(first[0].seller, fingerprint: nil), at: start + .seconds(62))
        let second = machine.due(at: start + .seconds(63)).questions
        #expect(second == [RevocationQuestion(seller: key("a"), purpose: .confirmation)])
        #expect(machine.handle(refused("a"), at: start + .seconds(64)).isEmpty)
        let third = machine.due(at: start + .seconds(65)).questions
        #expect(third.map(\.purpose) == [.witness])
        _ = machine.handle(.exchangeAccepted(third[0].seller, fingerprint: nil), at: start + .seconds(66))
        #expect(states(machine.due(at: start + .seconds(67)).actions) == ["a revoked"])
    }

    @Test("A refusal that does not come again is forgotten")
    func passing() {
        var machine = machine("a", "b")
        _ = machine.handle(refused("a"), at: start)
        let actions = machine.handle(.exchangeAccepted(key("a"), fingerprint: "old"), at: start + .seconds(60))
        #expect(states(actions) == ["a active"])
        #expect(machine.due(at: start + .seconds(7200)).questions.isEmpty)
    }

    @Test("Exchanges that were under way together are refused together, and confirm nothing")
    func together() {
        var machine = machine("a", "b")
        _ = machine.handle(refused("a"), at: start)
        #expect(machine.handle(refused("a"), at: start + .milliseconds(5)).isEmpty)
        #expect(machine.handle(refused("a"), at: start + .seconds(61)).isEmpty)
    }

    @Test("A suspect's jobs wait as long as nobody can be asked, and one that asks all the same has to wait on")
    func held() {
        var machine = machine("a", "b")
        func ends(_ actions: [RevocationAction]) -> [Timestamp?] {
            actions.map { if case .seller(_, .suspect, _, _, let end) = $0 { end } else { nil } }
        }
        #expect(ends(machine.handle(refused("a"), at: start)) == [start + .seconds(180)])
        let witness = machine.due(at: start + .seconds(60)).questions
        #expect(witness.map(\.purpose) == [.witness])
        _ = machine.handle(.exchangeUnsettled(key("b")), at: start + .seconds(61))
        #expect(machine.due(at: start + .seconds(119)).actions.isEmpty)
        #expect(ends(machine.due(at: start + .seconds(120)).actions) == [start + .seconds(240)])
        // No look for longer than that, as when the operator pauses the application.
        #expect(ends(machine.handle(refused("a"), at: start + .seconds(250))) == [start + .seconds(370)])
        #expect(machine.handle(refused("a"), at: start + .seconds(251)).isEmpty)
    }

    @Test("Two refused witnesses are an outage: the application waits and nobody is marked")
    func outage() {
        var machine = machine("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")
        _ = machine.handle(refused("a"), at: start)
        var now = start + .seconds(60)
        var actions: [RevocationAction] = []
        for _ in 0..<2 {
            let question = machine.due(at: now).questions
            #expect(question.map(\.purpose) == [.witness])
            actions += machine.handle(refused(question[0].seller.seller), at: now)
            now = now + .seconds(1)
        }
        #expect(states(actions).last == "application suspect")
        #expect(!states(actions).contains { $0.hasSuffix("revoked") })
        #expect(machine.due(at: now + .seconds(290)).questions.isEmpty, "the first pause is five minutes")
        let asked = machine.due(at: now + .seconds(301)).questions
        #expect(asked.count == 3)
        now = now + .seconds(302)
        var ends: [RevocationAction] = []
        for question in asked { ends += machine.handle(.exchangeAccepted(question.seller, fingerprint: nil), at: now) }
        #expect(states(ends).last == "application ok")
    }

    @Test("More suspects together than can have left are an outage at once")
    func breaker() {
        var machine = machine("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")
        #expect(states(machine.handle(refused("a"), at: start)) == ["a suspect"])
        #expect(states(machine.handle(refused("b"), at: start + .seconds(1))) == ["b suspect"])
        #expect(states(machine.handle(refused("c"), at: start + .seconds(2))) == ["c suspect", "application suspect"])
    }

    @Test("A seller without others is believed by itself, and tried anew soon, then ever more rarely")
    func alone() {
        var machine = machine("a")
        _ = machine.handle(refused("a"), at: start)
        var now = start + .seconds(60)
        #expect(machine.due(at: now).questions.map(\.purpose) == [.confirmation])
        #expect(machine.handle(refused("a"), at: now).isEmpty)
        #expect(states(machine.due(at: now).actions) == ["a revoked"])
        for pause in [300, 600, 1200] {
            #expect(machine.due(at: now + .seconds(pause - 1)).questions.isEmpty)
            now = now + .seconds(pause)
            #expect(machine.due(at: now).questions.map(\.purpose) == [.probe])
            #expect(machine.handle(refused("a"), at: now).isEmpty)
        }
    }

    @Test("A token of another application is misconfigured at once, unless that happens to many together")
    func foreign() {
        var machine = machine("a", "b", "c", "d")
        func foreign(_ name: String) -> RevocationEvent {
            .exchangeRefused(key(name), .foreign, refusal, fingerprint: "f")
        }
        #expect(states(machine.handle(foreign("a"), at: start)) == ["a misconfigured"])
        #expect(states(machine.handle(foreign("b"), at: start)) == ["b misconfigured"])
        #expect(states(machine.handle(foreign("c"), at: start)) == ["c misconfigured", "application suspect"])
        let asked = machine.due(at: start + .seconds(301)).questions
        #expect(asked.map(\.seller) == [key("d")])
        _ = machine.handle(.exchangeAccepted(key("d"), fingerprint: nil), at: start + .seconds(302))
        let probes = machine.due(at: start + .seconds(370)).questions
        #expect(probes.map(\.purpose) == [.probe, .probe, .probe], "they may have been the first victims")
        #expect(
            states(machine.handle(.exchangeAccepted(key("a"), fingerprint: nil), at: start + .seconds(371)))
                == ["a active"])
    }

    @Test("Sellers who are believed one by one within the window are an outage all the same")
    func trickle() {
        var machine = RevocationMachine(
            policy: RevocationPolicy(confirmAfter: .seconds(1)), fleet: Set("abcd".map { key("\($0)") }))
        var now = start
        func leave(_ name: String) -> [String] {
            var found = states(machine.handle(refused(name), at: now))
            for _ in 0..<12 where machine.standing == .ok {
                now = now + .seconds(1)
                let due = machine.due(at: now)
                found += states(due.actions)
                for question in due.questions {
                    let event: RevocationEvent =
                        question.purpose == .witness
                        ? .exchangeAccepted(question.seller, fingerprint: nil) : refused(question.seller.seller)
                    found += states(machine.handle(event, at: now))
                }
            }
            return found
        }
        #expect(leave("a").contains("a revoked"))
        #expect(leave("b").contains("b revoked"))
        #expect(leave("c") == ["c suspect", "application suspect"])
    }

    @Test("A refused client secret stops the application and asks nobody until there is another one")
    func client() {
        var machine = machine("a", "b")
        _ = machine.handle(.clientAccepted(fingerprint: "1"), at: start)
        _ = machine.handle(refused("a"), at: start)
        let failure = JobFailure(kind: "applicationSecretExpired", message: "refused")
        #expect(states(machine.handle(.clientRefused(failure, fingerprint: "1"), at: start)) == ["application stopped"])
        #expect(machine.handle(.clientRefused(failure, fingerprint: "1"), at: start).isEmpty, "it is known already")
        #expect(machine.due(at: start + .seconds(3600)).questions.isEmpty)
        #expect(
            machine.handle(.clientAccepted(fingerprint: "1"), at: start).isEmpty, "Amazon minted for the old secret")
        #expect(states(machine.handle(.clientAccepted(fingerprint: "2"), at: start)) == ["application ok"])
        #expect(machine.due(at: start + .seconds(3600)).questions.count == 1)
    }

    @Test("A refused witness beside an accepted one leaves a suspect in doubt, who is asked once more")
    func disputed() {
        var machine = machine("a", "b", "c", "d", "e", "f", "g", "h")
        _ = machine.handle(refused("a"), at: start)
        var now = start + .seconds(60)
        func answer(_ questions: [RevocationQuestion], _ isAccepted: Bool) -> [RevocationAction] {
            questions.flatMap {
                machine.handle(
                    isAccepted ? .exchangeAccepted($0.seller, fingerprint: nil) : refused($0.seller.seller), at: now)
            }
        }
        _ = answer(machine.due(at: now).questions, true)
        now = now + .seconds(1)
        let confirmation = machine.due(at: now).questions
        #expect(confirmation.map(\.purpose) == [.confirmation])
        _ = answer(confirmation, false)
        // Long after the good exchange: others are asked.
        now = now + .seconds(1)
        let first = machine.due(at: now).questions
        #expect(first.map(\.purpose) == [.witness])
        #expect(states(answer(first, false)) == ["\(first[0].seller.seller) suspect"])
        now = now + .seconds(1)
        let second = machine.due(at: now).questions
        #expect(second.map(\.purpose) == [.witness])
        #expect(states(answer(second, true)) == ["a suspect"])
        now = now + .seconds(59)
        let early = machine.due(at: now).questions
        #expect(early.map(\.purpose) == [.witness], "somebody for the refused witness, and nobody for the other yet")
        _ = answer(early, true)
        now = now + .seconds(1)
        var found: [String] = []
        for _ in 0..<12 {
            let due = machine.due(at: now)
            found += states(due.actions)
            for question in due.questions { found += states(answer([question], question.purpose == .witness)) }
            now = now + .seconds(1)
        }
        #expect(found.contains("a revoked") && !found.contains("application suspect"))
    }

    @Test("A stopped application whose secret the login refused asks one seller every quarter of an hour")
    func stopped() {
        var machine = machine("a", "b", "c")
        let failure = JobFailure(kind: "invalidClient", message: "refused")
        _ = machine.handle(.clientRefused(failure, fingerprint: "1"), at: start)
        var questions: [RevocationQuestion] = []
        for second in 0..<3600 {
            let due = machine.due(at: start + .seconds(second))
            #expect(due.actions.isEmpty)
            questions += due.questions
            for question in due.questions {
                let now = start + .seconds(second)
                #expect(machine.handle(.clientRefused(failure, fingerprint: "1"), at: now).isEmpty)
                #expect(machine.handle(.exchangeUnsettled(question.seller), at: now).isEmpty)
            }
        }
        #expect(questions.map(\.purpose) == [.witness, .witness, .witness])
        #expect(states(machine.handle(.clientAccepted(fingerprint: "1"), at: start)) == ["application ok"])
        #expect(machine.due(at: start + .seconds(7200)).questions.isEmpty)
    }

    @Test("A client secret that the login refused and then takes was never wrong")
    func clientAfterAll() {
        var machine = machine("a", "b")
        let failure = JobFailure(kind: "invalidClient", message: "refused")
        #expect(states(machine.handle(.clientRefused(failure, fingerprint: "1"), at: start)) == ["application stopped"])
        #expect(states(machine.handle(.clientAccepted(fingerprint: "1"), at: start)) == ["application ok"])
    }

    @Test("Fresh tokens that calls refuse pause the seller ever longer, and an accepted call ends that")
    func calls() {
        var machine = machine("a", "b")
        let failure = JobFailure(kind: "tokenRefused", message: "refused")
        var now = start
        for pause in [60, 120, 240] {
            let actions = machine.handle(.freshTokenRefused(key("a"), failure), at: now)
            guard case .seller(_, .suspect, _, _, let until) = actions.first else {
                Issue.record("The seller is not suspect.")
                return
            }
            #expect(until == now + .seconds(pause))
            #expect(machine.handle(.freshTokenRefused(key("a"), failure), at: now + .seconds(1)).isEmpty)
            now = now + .seconds(pause)
        }
        #expect(machine.handle(.exchangeAccepted(key("a"), fingerprint: nil), at: now).isEmpty)
        #expect(states(machine.handle(.callAccepted(key("a"), operation: "o"), at: now)) == ["a active"])
    }

    @Test("Several denied operations of a seller whose exchanges work are told once")
    func denied() {
        var machine = machine("a")
        #expect(machine.handle(.callDenied(key("a"), operation: "one"), at: start).isEmpty)
        #expect(machine.handle(.callDenied(key("a"), operation: "one"), at: start).isEmpty)
        #expect(machine.handle(.callDenied(key("a"), operation: "two"), at: start).isEmpty)
        #expect(states(machine.handle(.callDenied(key("a"), operation: "three"), at: start)) == ["a: accessTrouble"])
        #expect(machine.handle(.callDenied(key("a"), operation: "four"), at: start).isEmpty)
    }

    @Test("What another process changed in the store is taken over")
    func adopted() {
        var machine = machine("a", "b")
        _ = machine.handle(refused("a"), at: start)
        machine.adopt(nil, [], at: start)
        #expect(machine.due(at: start + .seconds(3600)).questions.isEmpty, "a command released it")
        let row = AuthorizationRow(id: 1, key: key("b"), applicationID: 1, state: .revoked, since: start)
        machine.adopt(nil, [row], at: start + .seconds(100))
        #expect(machine.due(at: start + .seconds(86_399)).questions.isEmpty)
        #expect(machine.due(at: start + .seconds(86_400)).questions.map(\.purpose) == [.probe])
    }
}
