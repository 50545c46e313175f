import JobModel
import JobStore
import Testing

@testable import SellerJobs

@Suite("What operators release", .timeLimit(.minutes(5)))
struct ReleasedByHandTests {
    private static let reason = JobFailure(kind: "resumed", message: "a hunch")
    private let start = Timestamp(microseconds: 1_800_000_000_000_000)

    private func key(_ name: String) -> AuthorizationKey {
        AuthorizationKey(application: "main", seller: name, region: "EU")
    }

    @Test("A revoked seller that a person released and Amazon refuses is suspect first, and costs two exchanges")
    func seller() async throws {
        let shop = Shop()
        shop.amazon.revoke("Atzr|value of \(Shop.refreshName(Shop.acme))")
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive { try await shop.authorization().state == .revoked }
            try await shop.drive { try await shop.row(id).state == .waiting }
            try await shop.store.change(
                AuthorizationChange(
                    key: Shop.acme, state: .active, failure: Self.reason, actor: "ann", resumes: true))
            try await shop.drive { await shop.store.latestEvents(limit: 9).count { $0.kind == "revoked" } == 2 }
            let events = await shop.store.events(after: 0, limit: 9)
            #expect(events.map(\.kind) == ["suspected", "revoked", "restored", "suspected", "revoked"])
            #expect(events[2].actor == "ann" && events[2].failure == Self.reason)
            #expect(shop.amazon.logins.count == 4)
            #expect(try await shop.row(id).attempt == 0)
            #expect(try await shop.label(id) == .parked)
        }
    }

    @Test("A revoked seller that a person released and Amazon accepts goes on")
    func works() async throws {
        let shop = Shop()
        let refresh = "Atzr|value of \(Shop.refreshName(Shop.acme))"
        shop.amazon.revoke(refresh)
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive { try await shop.authorization().state == .revoked }
            try await shop.drive { try await shop.row(id).state == .waiting }
            shop.amazon.grant(refresh, to: Shop.owner(Shop.acme))
            try await shop.store.change(
                AuthorizationChange(key: Shop.acme, state: .active, actor: "ann", resumes: true))
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.authorization().state == .active)
            #expect(try await shop.authorization().lastGoodAt != nil)
        }
    }

    @Test("A stopped application that a person resumed stops again when its secret is refused again")
    func application() async throws {
        let shop = Shop()
        shop.amazon.setSecret("a new secret", of: "client-main")
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive { await shop.store.applications().first?.state == .stopped }
            try await shop.drive { try await shop.row(id).state == .waiting }
            try await shop.store.change(
                ApplicationChange(application: "main", state: .ok, failure: Self.reason, actor: "ann", resumes: true))
            try await shop.drive {
                await shop.store.latestEvents(limit: 9).count { $0.kind == "applicationStopped" } == 2
            }
            #expect(await shop.store.authorizations().allSatisfy { $0.state == .active })
            try await shop.drive { try await shop.row(id).state == .waiting }
            #expect(try await shop.row(id).attempt == 0)
        }
    }

    @Test("An outage that a person ended begins anew only when new sellers are refused")
    func outage() {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
        var machine = RevocationMachine(policy: RevocationPolicy(), fleet: Set(names.map(key)))
        let failure = JobFailure(kind: "invalidGrant", message: "refused")
        func refuse(_ name: String, _ second: Int) -> [RevocationAction] {
            machine.handle(
                .exchangeRefused(key(name), .unusable, failure, fingerprint: "f"), at: start + .seconds(second))
        }
        for (second, name) in names.prefix(3).enumerated() { _ = refuse(name, second) }
        #expect(machine.standing.isOutage)
        let rows = names.prefix(3).map {
            AuthorizationRow(id: 1, key: key($0), applicationID: 1, state: .suspect, since: start)
        }
        machine.adopt(ApplicationRow(id: 1, name: "main", since: start), rows, at: start + .seconds(10))
        #expect(machine.standing == .ok && machine.standings.count == 3)
        for (second, name) in ["d", "e"].enumerated() { _ = refuse(name, 11 + second) }
        #expect(machine.standing == .ok)
        _ = refuse("f", 13)
        #expect(machine.standing.isOutage)
    }

    @Test("Only what speaks against somebody who is held for refused needs the store's rows")
    func needsRows() {
        var machine = RevocationMachine(policy: RevocationPolicy(), fleet: [key("a"), key("b")])
        let failure = JobFailure(kind: "invalidGrant", message: "refused")
        let refused = RevocationEvent.exchangeRefused(key("a"), .unusable, failure, fingerprint: "f")
        #expect(!machine.needsRows(for: refused))
        _ = machine.handle(refused, at: start)
        #expect(machine.needsRows(for: refused))
        #expect(!machine.needsRows(for: .exchangeRefused(key("b"), .unusable, failure, fingerprint: "f")))
        #expect(!machine.needsRows(for: .exchangeAccepted(key("a"), fingerprint: "f")))
        #expect(!machine.needsRows(for: .clientRefused(failure, fingerprint: "s")))
        _ = machine.handle(.clientRefused(failure, fingerprint: "s"), at: start)
        #expect(machine.needsRows(for: .clientRefused(failure, fingerprint: "s")))
    }

    @Test("Denied operations are told with the roles that open them, as far as those are known")
    func roles() {
        var machine = RevocationMachine(policy: RevocationPolicy(), fleet: [key("a")])
        var actions: [RevocationAction] = []
        for operation in ["easyShip.getScheduledPackage@2022-03-23", "orders.getOrder@v0", "orders.getOrders@v0"] {
            actions += machine.handle(.callDenied(key("a"), operation: operation), at: start)
        }
        guard case .tell(_, "accessTrouble", let message)? = actions.first, actions.count == 1 else {
            Issue.record("Nothing was told: \(actions)")
            return
        }
        #expect(message.hasPrefix("Amazon denies 3 operations although"))
        #expect(message.contains("the restricted role 'Direct-to-Consumer Delivery (Restricted)' for easyShip"))
        #expect(message.contains("the role that Amazon's list of role mappings names for orders"))
        #expect(message.contains("orders.getOrder@v0, orders.getOrders@v0"))
    }
}
