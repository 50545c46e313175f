import JobModel
import JobStore
import JobStoreTesting
import Ports
import Synchronization
import Testing

@testable import SellerJobs

@Suite("Delivering notices", .timeLimit(.minutes(5)))
struct HookDeliveryTests {
    @Test("Every target is told of every event once, within seconds")
    func all() async throws {
        let targets = [try HookBench.post("a.example"), try HookBench.post("b.example")]
        let bench = HookBench([.onRevoked: targets])
        try await bench.deliver {
            try await bench.revoke("s1", "s2", "s3")
            try await bench.driveToEnd()
        }
        #expect(bench.clock.monotonic() < .seconds(5))
        let told = bench.transport.requests.map { "\($0.url) \($0.headers.first("Spworker-Event-Id") ?? "")" }
        #expect(told.count == 6 && Set(told).count == 6)
        // Both targets know an event by the same name.
        #expect(Set(bench.transport.requests.compactMap { $0.headers.first("Spworker-Event-Id") }).count == 3)
        #expect(bench.lines.entries.isEmpty)
    }

    @Test("A target that fails is tried again, later and later, with the same words and a new signature")
    func retries() async throws {
        let left = Mutex(4)
        let bench = HookBench([.onRevoked: [try HookBench.post("a.example")]]) { _ in
            let fails = left.withLock { left in
                left -= 1
                return left >= 0
            }
            return HTTPResponse(status: fails ? 503 : 200)
        }
        try await bench.deliver {
            try await bench.revoke("acme")
            try await bench.drive { bench.transport.requests.count == 2 }
            let row = try await bench.notice()
            #expect(row.tries >= 1 && row.lastError == "it answered 503")
            #expect(row.triedSince.map { $0 - row.at < .seconds(2) } == true)
            try await bench.driveToEnd()
            try await bench.drive(toLine: "can be told again")
        }
        let requests = bench.transport.requests
        #expect(requests.count == 5)
        #expect(Set(requests.compactMap(\.body)).count == 1)
        #expect(Set(requests.compactMap { $0.headers.first("Spworker-Signature") }).count == 5)
        // 2.5 + 5 + 10 + 20 s at least, twice as much and a look each at most.
        #expect(bench.clock.monotonic() > .seconds(37) && bench.clock.monotonic() < .seconds(85))
        #expect(bench.lines.entries.count { $0.contains("cannot be told") } == 1, "it is told once")
        #expect(bench.lines.entries.count { $0.contains("can be told again") } == 1)
        #expect(!bench.lines.entries.joined().contains("planted"))
    }

    @Test("After a day a notice is given up, with an event and a line in the log")
    func givenUp() async throws {
        let bench = HookBench([.onRevoked: [try HookBench.post("a.example")]], postLimit: .seconds(1_000_000)) { _ in
            HTTPResponse(status: 500)
        }
        try await bench.deliver {
            try await bench.revoke("acme")
            try await bench.driveToEnd(step: .seconds(20))
            try await bench.drive(toLine: "is given up")
        }
        #expect(bench.clock.monotonic() >= .seconds(86_400) && bench.clock.monotonic() < .seconds(90_000))
        #expect((40...100).contains(bench.transport.requests.count))
        let event = try #require(await bench.store.latestEvents(limit: 1).first)
        #expect(event.kind == "hookGivenUp" && event.seller == "acme")
        #expect(event.failure?.message.contains("it answered 500") == true)
        #expect(bench.lines.entries.count { $0.hasPrefix("error ") && $0.contains("is given up") } == 1)
        #expect(!("\(event)" + bench.lines.entries.joined()).contains("planted"))
    }

    @Test("What a dead target was to be told goes with the first notice that is given up")
    func manyGivenUp() async throws {
        let bench = HookBench([.onRevoked: [try HookBench.post("a.example")]], postLimit: .seconds(1_000_000)) { _ in
            HTTPResponse(status: 500)
        }
        try await bench.deliver {
            for seller in 0..<200 { try await bench.revoke("s\(seller)") }
            try await bench.driveToEnd(step: .seconds(20))
        }
        // The two hundred take turns, a minute each.
        #expect(bench.clock.monotonic() < .seconds(102_000))
        // A target that does not work is asked about once a minute, whatever waits.
        #expect(bench.transport.requests.count < 1900)
        #expect(await bench.store.latestEvents(limit: 500).count { $0.kind == "hookGivenUp" } < 50)
    }

    @Test("A target that is slow holds up nobody else")
    func slowTarget() async throws {
        let clock = VirtualTimekeeper()
        let slow = (0..<3).map { "slow\($0).example" }
        let targets = try (slow + ["quick.example"]).map { try HookBench.post($0) }
        let bench = HookBench([.onRevoked: targets], clock: clock) { request in
            if request.url.contains("slow") { try await clock.sleep(for: .seconds(3600)) }
            return HTTPResponse(status: 200)
        }
        func told() -> Int { bench.transport.requests.count { $0.url.contains("quick") } }
        try await bench.deliver {
            for seller in 0..<50 { try await bench.revoke("s\(seller)") }
            try await bench.drive(step: .milliseconds(10)) { told() == 50 }
        }
        #expect(clock.monotonic() < .seconds(10))
        #expect(bench.transport.requests.count == 53, "one try for each slow target")
    }

    @Test("A notice whose delivery the process did not live to write down is delivered again")
    func crash() async throws {
        let bench = HookBench([.onRevoked: [try HookBench.post("a.example")]])
        try await bench.revoke("acme")
        let severed = SeveredStore(bench.store, cut: .init(.before, call: 1, of: [.settleNotice]))
        try await bench.deliver(over: severed) { try await bench.drive { severed.isSevered } }
        #expect(bench.transport.requests.count == 1)
        #expect(await bench.store.noticeCount() == 1)
        let next = bench.delivery()
        try await next.begin()
        try await bench.deliver { try await bench.driveToEnd() }
        #expect(bench.transport.requests.count == 2)
        #expect(Set(bench.transport.requests.compactMap { $0.headers.first("Spworker-Event-Id") }).count == 1)
        #expect(bench.clock.monotonic() <= .seconds(62))
    }

    @Test("What is broken off by a stop costs no try and is due at once for the next worker")
    func stop() async throws {
        let clock = VirtualTimekeeper()
        let bench = HookBench([.onRevoked: [try HookBench.post("a.example")]], clock: clock) { _ in
            try await clock.sleep(for: .seconds(3600))
            return HTTPResponse(status: 200)
        }
        try await bench.revoke("acme")
        let delivery = bench.delivery()
        try await bench.run(delivery) {
            try await bench.drive { !bench.transport.requests.isEmpty }
            delivery.stopNow()
            return false
        }
        let row = try await bench.notice()
        #expect(row.tries == 0 && row.nextAt == bench.now && row.lastError == nil)
    }

    @Test("Notices of a target that is gone are told of when the next delivery begins")
    func adoption() async throws {
        let old = HookBench([.onRevoked: [try HookBench.post("old.example")]])
        try await old.revoke("acme")
        let bench = HookBench([:])
        let delivery = HookDelivery(
            targets: bench.targets, store: old.store, sender: bench.sender, timekeeper: bench.clock,
            random: SeededRandom(seed: 1), logger: bench.logger)
        try await delivery.begin()
        #expect(await old.store.noticeCount() == 0)
        #expect(bench.lines.entries.count { $0.contains("configured no longer") } == 1)
    }
}
