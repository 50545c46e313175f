import JobStoreTesting
import OperationCatalogue
import Ports
import Secrets

@testable import SellingPartner

/// A client over an API that a test plays, on a clock that the test moves.
struct ClientScene {
    let clock = VirtualTimekeeper()
    let transport: ScriptedTransport
    let client: SellingPartnerClient

    /// - Parameters:
    ///   - region: The client's region.
    ///   - settings: Everything but transport, clock and randomness.
    ///   - api: Answers everything but token exchanges. Gets the request and its number, from 1.
    init(
        region: Region = .europe, settings: ClientSettings = ClientSettings(),
        api: @escaping @Sendable (HTTPRequest, Int) throws -> HTTPResponse
    ) throws {
        let number = Counter()
        let transport = ScriptedTransport { request in
            request.url.contains("/auth/")
                ? .json(200, Fixtures.tokenJSON("Atza|planted-\(number.value)")) : try api(request, number.next())
        }
        self.transport = transport
        var settings = settings
        settings.transport = transport
        settings.timekeeper = clock
        settings.random = SeededRandom(seed: 4)
        client = try SellingPartnerClient(
            credentials: .init(
                clientID: "client-1", clientSecret: Secret("planted-secret"),
                refreshToken: Secret("Atzr|planted-refresh")),
            region: region, settings: settings)
    }

    /// The requests that were no token exchanges.
    var calls: [HTTPRequest] { transport.requests.filter { !$0.url.contains("/auth/") } }

    /// The forms of the token exchanges.
    var exchanges: [String] {
        transport.requests.filter { $0.url.contains("/auth/") }.map { String(decoding: $0.body ?? [], as: UTF8.self) }
    }

    /// The body of a call, as text.
    func body(_ index: Int = 0) -> String { String(decoding: calls[index].body ?? [], as: UTF8.self) }

    /// Runs `work` and moves the clock to each instant for which it sleeps. Returns how long it slept in all.
    func passingTime(_ work: @escaping @Sendable (SellingPartnerClient) async throws -> Void) async throws -> Duration {
        let start = clock.monotonic()
        let client = client
        let done = Counter()
        let clock = clock
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { done.next() }
                try await work(client)
            }
            while done.value == 0 {
                if let pause = clock.timeToNextSleeper { clock.advance(by: pause) }
                await Task.yield()
            }
            try await group.waitForAll()
        }
        return clock.monotonic() - start
    }
}

/// The failure that `work` ends with, or `nil`.
func failure(of work: () async throws -> Void) async throws -> CallFailure? {
    do {
        try await work()
        return nil
    } catch let failure as CallFailure {
        return failure
    }
}

extension ClientSettings {
    /// The defaults with changes.
    static func with(_ change: (inout ClientSettings) -> Void) -> ClientSettings {
        var settings = ClientSettings()
        change(&settings)
        return settings
    }
}
