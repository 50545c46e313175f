import Dashboard
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JobModel
import JobStoreTesting
import Testing

@Suite("Readiness")
struct ReadinessTests {
    private static let now = Timestamp(microseconds: 1_800_000_000_000_000)
    private static let well = Readiness.Worker(leaseUntil: now + .seconds(40), claimedAt: now - .seconds(1))

    private func failing(_ change: (inout Readiness.Facts) -> Void) -> [String] {
        var facts = Readiness.Facts(worker: Self.well)
        change(&facts)
        return Readiness(facts, now: Self.now).checks.filter { !$0.passes }.map(\.name)
    }

    @Test("A worker whose store takes writes, who holds its lease and whose claims come back is ready")
    func ready() {
        #expect(failing { _ in } == [])
        #expect(failing { $0.worker?.claimedAt = Self.now - .seconds(86_400) } == [], "an idle one is")
        #expect(failing { $0.worker?.claimBeganAt = Self.now - .seconds(30) } == [], "a claim may take a while")
        #expect(failing { $0.worker = nil } == [], "a dashboard alone needs no worker")
    }

    @Test("Anything that keeps jobs from being run is told by the check that it concerns")
    func unready() {
        #expect(failing { $0.storeFault = "The disk is full." } == ["store"])
        #expect(failing { $0.worker = Readiness.Worker() } == ["lease", "claims"])
        #expect(failing { $0.worker?.leaseUntil = Self.now - .microseconds(1) } == ["lease"])
        #expect(failing { $0.worker?.claimsFailSince = Self.now } == ["claims"])
        #expect(failing { $0.worker?.claimBeganAt = Self.now - .seconds(31) } == ["claims"])
        #expect(failing { $0.worker?.obstacle = "The disk is full." } == ["claims"])
        #expect(failing { $0.worker?.isDraining = true } == ["claims"])
        #expect(failing { $0.worker?.claimedAt = nil } == ["claims"])
    }

    private func answers(to path: String, _ facts: Readiness.Facts) async throws -> (HTTPResponse.Status, String) {
        let router = Router(context: BasicRequestContext.self)
        let clock = VirtualTimekeeper()
        HealthRoutes(timekeeper: clock) { facts }.add(to: router)
        return try await Application(router: router).test(.router) { client in
            try await client.execute(uri: path, method: .get) { response in
                #expect(response.headers[.cacheControl] == "no-store")
                return (response.status, String(buffer: response.body))
            }
        }
    }

    @Test("/readyz answers 200 or 503 and says why; /healthz answers 200 either way")
    func routes() async throws {
        let ill = Readiness.Facts(storeFault: "The disk is full.")
        #expect(try await answers(to: "/healthz", ill) == (.ok, "{\"alive\":true}\n"))
        #expect(
            try await answers(to: "/readyz", ill) == (
                .serviceUnavailable,
                "{\"checks\":{\"store\":{\"detail\":\"The disk is full.\",\"ok\":false}},\"ready\":false}\n"
            ))
        #expect(
            try await answers(to: "/readyz", Readiness.Facts()) == (
                .ok, "{\"checks\":{\"store\":{\"detail\":\"It takes writes.\",\"ok\":true}},\"ready\":true}\n"
            ))
    }
}
