import JobStoreTesting
import Logging
import Ports
import Secrets
import Testing

@testable import SellingPartner

@Suite("Sources of secrets that are slow", .timeLimit(.minutes(5)))
struct SlowSourceTests {
    /// Somebody who is asked for secrets or keys over HTTP.
    enum Source: CaseIterable {
        case agent, container, secretsManager

        /// Asks a server at the port over a real connection.
        func ask(_ port: Int, _ transport: any HTTPTransport) async throws(SecretError) {
            let address = "http://127.0.0.1:\(port)"
            let random = SeededRandom(seed: 6)
            switch self {
            case .agent:
                let provider = AgentProvider(
                    transport: transport, environment: ["AWS_TOKEN": "token"], timekeeper: Sleepless(),
                    random: random, address: address)
                _ = try await provider.resolve(SecretReference("aws-agent:app#k"))
            case .container:
                let surroundings = AWSSurroundings(
                    environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": address + "/keys"], home: nil,
                    transport: transport, timekeeper: Sleepless(), random: random)
                _ = try await AWSIdentity(surroundings).credentials.credentials()
            case .secretsManager:
                let caller = AWSCaller(
                    transport: transport, credentials: Keys(),
                    endpoints: AWSEndpoints(environment: ["AWS_ENDPOINT_URL": address]), timekeeper: Sleepless(),
                    random: random)
                let regions = RegionFinder(AWSRegions(environment: ["AWS_REGION": "eu-west-1"]))
                let provider = SecretsManagerProvider(caller: caller, regions: regions, logger: .init(label: "test"))
                _ = try await provider.resolve(SecretReference("aws-sm:app#k"))
            }
        }
    }

    /// A transport with little patience, so that no test has to have more.
    private func withTransport(_ body: (AsyncHTTPClientTransport) async throws -> Void) async throws {
        var configuration = AsyncHTTPClientTransport.Configuration()
        configuration.stallTimeout = .milliseconds(300)
        configuration.totalTimeout = .milliseconds(300)
        let transport = try AsyncHTTPClientTransport(configuration)
        do {
            try await body(transport)
        } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
    }

    @Test("are given up when they do not answer, after three tries", arguments: Source.allCases)
    func silent(source: Source) async throws {
        let server = try await LoopbackServer.start(isHolding: true)
        try await withTransport { transport in
            let error = await #expect(throws: SecretError.self) { try await source.ask(server.port, transport) }
            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("no answer in time") == true, "\(String(describing: error))")
            #expect(server.requests.count == 3)
        }
        await server.stop()
    }

    @Test("are given up when their answer has no end, after three tries", arguments: Source.allCases)
    func dribbling(source: Source) async throws {
        let server = try await DribblingServer.start()
        try await withTransport { transport in
            let error = await #expect(throws: SecretError.self) { try await source.ask(server.port, transport) }
            #expect(error?.code == .unavailable)
            // On a busy machine even its head may be late.
            #expect(error?.message.contains("in time") == true, "\(String(describing: error))")
            #expect(server.requests == 3)
        }
        await server.stop()
    }

    @Test("are not waited for by a question that is cancelled", arguments: Source.allCases)
    func cancelled(source: Source) async throws {
        let server = try await LoopbackServer.start(isHolding: true)
        // With all the patience that a worker has.
        let transport = try AsyncHTTPClientTransport()
        let port = server.port
        let question =
            Task {
                do throws(SecretError) {
                    try await source.ask(port, transport)
                    return nil
                } catch {
                    return error
                }
            } as Task<SecretError?, Never>
        await server.waitForRequests(1)
        // On a busy machine the first try may have been given up already.
        let asked = server.requests.count
        question.cancel()
        #expect(await question.value?.code == .unavailable)
        #expect(server.requests.count == asked, "nothing is asked once the question is cancelled")
        await transport.shutdown()
        await server.stop()
    }
}

/// A clock whose sleeps end at once, unless whoever sleeps is to stop.
private struct Sleepless: Timekeeper {
    func wallMicroseconds() -> Int64 { 1_767_225_600_000_000 }

    func monotonic() -> Duration { .zero }

    func sleep(for duration: Duration) async throws { try Task.checkCancellation() }
}

/// Keys that nobody checks.
private struct Keys: AWSCredentialSource {
    func credentials() async throws(SecretError) -> AWSCredentials {
        AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("planted-key"), source: "the test")
    }

    func refused(_ credentials: AWSCredentials) async {}
}
