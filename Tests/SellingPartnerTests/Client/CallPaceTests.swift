import JobStoreTesting
import OperationCatalogue
import Ports
import Testing

@testable import SellingPartner

@Suite("Staying inside usage plans")
struct CallPaceTests {
    private let plan = UsagePlan(rate: 0.5, burst: 2)

    /// Rates are binary fractions, so sums of pauses are off by the last digit.
    private func isAbout(_ duration: Duration, _ expected: Duration) -> Bool {
        duration > expected - .milliseconds(1) && duration < expected + .milliseconds(1)
    }

    @Test("A burst goes at once, and the rest one after the other")
    func burst() {
        var pace = CallPace(plan, now: .zero)
        #expect((0..<4).map { _ in pace.take(now: .zero) } == [.zero, .zero, .seconds(2), .seconds(4)])
        #expect(pace.take(now: .seconds(6)) == .zero)
    }

    @Test("A pause fills no more than the burst")
    func full() {
        var pace = CallPace(plan, now: .zero)
        #expect((0..<3).map { _ in pace.take(now: .seconds(3600)) } == [.zero, .zero, .seconds(2)])
    }

    @Test("A refusal empties the bucket, and those who wait keep their distance")
    func refused() {
        var pace = CallPace(plan, now: .zero)
        pace.refused(now: .zero)
        #expect((0..<2).map { _ in pace.take(now: .zero) } == [.seconds(2), .seconds(4)])
    }

    @Test(
        "Learned rates stay within a tenth and ten times the plan",
        arguments: [
            (1.0, 1.0), (0.001, 0.05), (1000, 5), (0, 0.5), (-1, 0.5), (.infinity, 0.5), (.nan, 0.5),
        ])
    func learned(_ told: Double, _ rate: Double) {
        var pace = CallPace(plan, now: .zero)
        pace.learn(told, now: .zero)
        #expect(pace.rate == rate)
    }

    @Test("A turn that is not used goes to the next")
    func givenBack() {
        var pace = CallPace(UsagePlan(rate: 1, burst: 1), now: .zero)
        _ = pace.take(now: .zero)
        #expect(pace.take(now: .zero) == .seconds(1))
        pace.giveBack()
        #expect(pace.take(now: .zero) == .seconds(1))
    }

    @Test("Without being asked for, no call waits")
    func off() async throws {
        let scene = try ClientScene { _, _ in .json(200, #"{"payload":[]}"#) }
        for _ in 0..<40 { _ = try await scene.client.marketplaceParticipations() }
        #expect(scene.calls.count == 40)
    }

    @Test("Calls wait for their plan, each operation for its own")
    func waiting() async throws {
        let scene = try ClientScene(settings: .with { $0.staysInUsagePlans = true }) { _, _ in
            .json(200, #"{"payload":[]}"#)
        }
        // 15 at once, then one in 62.5 s.
        let slept = try await scene.passingTime { client in
            for _ in 0..<17 { _ = try await client.marketplaceParticipations() }
            _ = try await client.notificationDestinations()
        }
        #expect(isAbout(slept, .seconds(125)))
    }

    @Test("Amazon's rate is learned, but not the sandbox's")
    func learning() async throws {
        func slept(isSandbox: Bool) async throws -> Duration {
            let scene = try ClientScene(
                settings: .with {
                    $0.staysInUsagePlans = true
                    $0.isSandbox = isSandbox
                }
            ) { _, _ in
                .json(200, #"{"payload":[]}"#, headers: [HTTPHeader("x-amzn-RateLimit-Limit", "0.16")])
            }
            return try await scene.passingTime { client in
                for _ in 0..<16 { _ = try await client.marketplaceParticipations() }
            }
        }
        #expect(isAbout(try await slept(isSandbox: false), .seconds(6.25)))
        #expect(isAbout(try await slept(isSandbox: true), .milliseconds(200)))
    }

    @Test("A call that is cancelled while it waits is not made")
    func cancelled() async throws {
        let scene = try ClientScene(settings: .with { $0.staysInUsagePlans = true }) { _, _ in
            .json(200, #"{"payload":[]}"#)
        }
        let client = scene.client
        for _ in 0..<15 { _ = try await client.marketplaceParticipations() }
        let call = Task { try await client.marketplaceParticipations() }
        await scene.clock.waitForSleepers(1)
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        #expect(scene.calls.count == 15)
    }
}
