import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(5))) struct PlansAndFaultsHTTPTests {
    private static let participations = "/sellers/v1/marketplaceParticipations"

    @Test func `the usage plan holds in the injected time`() async throws {
        try await withSandbox { client in
            let token = try await client.token()
            for _ in 0..<15 {
                let answer = try await client.call(Self.participations, token: token)
                #expect(answer.status == 200)
            }
            let over = try await client.call(Self.participations, token: token)
            #expect(over.status == 429)
            #expect(over.header("x-amzn-RateLimit-Limit") == nil)
            #expect(over.text.contains("QuotaExceeded"))
            let throttle = try #require(client.state.ledger.throttles.first)
            #expect(throttle.early == .milliseconds(62_500))
            client.timekeeper.advance(by: .milliseconds(62_500))
            let answer1 = try await client.call(Self.participations, token: token)
            #expect(answer1.status == 200)
            let answer2 = try await client.call(Self.participations, token: token)
            #expect(answer2.status == 429)
            #expect(client.state.ledger.throttleCount == 2)
        }
    }

    @Test func `an application limit says so`() async throws {
        var world = World.standard(sellers: 1)
        world.usagePlans = ["*": PlanOverride(burst: 1000)]
        try await withSandbox(world) { client in
            let token = try await client.token()
            let path = "/listings/2021-08-01/items/ASANDBOX000001/sku?marketplaceIds=ATVPDKIKX0DER"
            for _ in 0..<100 {
                let answer = try await client.call(path, token: token)
                #expect(answer.status == 200)
            }
            let over = try await client.call(path, token: token)
            #expect(over.status == 429)
            #expect(over.message?.contains("greater than what is allowed for the application") == true)
        }
    }

    @Test(arguments: [
        (Fault.Kind.internalError, 500), (.unavailable, 503), (.throttled, 429), (.badRequest, 400), (.denied, 403),
        (.expired, 403), (.revoked, 403), (.secretExpired, 403), (.wrongRegion, 403), (.tokenMissing, 403),
        (.unrouted, 403), (.unauthorized, 401), (.notFound, 404), (.conflict, 409), (.tooLarge, 413), (.html, 500),
        (.page, 200), (.empty, 200),
    ])
    func `an injected status takes the place of the answer`(kind: Fault.Kind, status: Int) async throws {
        try await withSandbox { client in
            let token = try await client.token()
            client.state.inject(Fault(match: .init(seller: "seller-1"), kind: kind, times: 1))
            let spoilt = try await client.call(Self.participations, token: token)
            #expect(spoilt.status == status)
            #expect(spoilt.json?["payload"] == nil)
            let answer3 = try await client.call(Self.participations, token: token)
            #expect(answer3.json?["payload"] != nil)
            #expect(client.state.ledger.throttleCount == 0)
        }
    }

    @Test func `a reset closes the connection, and the call may have taken effect`() async throws {
        try await withSandbox { client in
            let token = try await client.token()
            for carriedOut in [false, true] {
                client.state.inject(Fault(kind: .reset, carriedOut: carriedOut, times: 1))
                await #expect(throws: (any Error).self) {
                    try await client.call(
                        "POST", "/feeds/2021-06-30/documents", token: token,
                        body: #"{"contentType":"application/json; charset=UTF-8"}"#)
                }
            }
            #expect(client.state.ledger.effectCount == 1)
            #expect(client.state.ledger.callCount(status: 0) == 2)
        }
    }

    @Test func `a hanging call ends when the sandbox stops`() async throws {
        try await withSandbox { client in
            let token = try await client.token()
            client.state.inject(Fault(kind: .hang))
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await #expect(throws: (any Error).self) { try await client.call(Self.participations, token: token) }
                }
                while client.state.ledger.callCount(status: 0) == 0 { await Task.yield() }
                group.cancelAll()
            }
        }
    }

    @Test func `latency is waited out on the injected clock`() async throws {
        try await withSandbox { client in
            let token = try await client.token()
            client.state.setLatency(.seconds(5), seller: "seller-1")
            client.state.inject(Fault(kind: .slow, latency: .seconds(2), times: 1))
            async let answer = client.call(Self.participations, token: token)
            await client.timekeeper.waitForSleepers(1)
            #expect(client.timekeeper.timeToNextSleeper == .seconds(7))
            client.timekeeper.advance(by: .seconds(7))
            let late = try await answer
            #expect(late.status == 200)
        }
    }

    @Test func `a sandbox stops although clients keep their connections`() async throws {
        try await withSandbox { client in
            _ = try await client.token()
        }
    }
}
