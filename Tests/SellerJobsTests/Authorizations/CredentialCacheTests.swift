import Foundation
import JobStoreTesting
import Logging
import Ports
import Secrets
import Synchronization
import Testing

@testable import SellerJobs

@Suite("The cache of credentials", .timeLimit(.minutes(5)))
struct CredentialCacheTests {
    private let clock = VirtualTimekeeper()
    private let lines = Diary<String>()

    private func cache(_ provider: any SecretProvider) -> CredentialCache {
        let lines = lines
        return CredentialCache(
            resolver: SecretResolver(providers: [provider]), timekeeper: clock, random: SeededRandom(seed: 2),
            logger: Logger(label: "test") { _ in CapturingLog(lines: lines) })
    }

    @Test("Whoever asks for a secret that is being read waits for that read, and leaves alone")
    func singleFlight() async throws {
        let source = GatedSource()
        let cache = cache(source)
        let reference = try SecretReference("aws-sm:one")
        let impatient = Task { await Self.outcome(cache, reference) }
        await source.waitForReads(1)
        let others = (0..<50).map { _ in Task { await Self.outcome(cache, reference) } }
        impatient.cancel()
        guard case .failure(let error) = await impatient.value else {
            Issue.record("It was not cancelled.")
            return
        }
        #expect(error.code == .unavailable)
        source.open()
        for other in others { #expect(try await other.value.get() == Secret("value of one")) }
        #expect(source.reads == 1)
        await cache.shutdown()
    }

    @Test("An end of the cache tells everybody who waits")
    func shutdown() async throws {
        let source = GatedSource()
        let cache = cache(source)
        let reference = try SecretReference("aws-sm:one")
        let waiting = Task { await Self.outcome(cache, reference) }
        await source.waitForReads(1)
        let end = Task { await cache.shutdown() }
        guard case .failure = await waiting.value else {
            Issue.record("It got a value.")
            return
        }
        source.open()
        await end.value
        guard case .failure = await Self.outcome(cache, reference) else {
            Issue.record("It got a value.")
            return
        }
    }

    @Test("When the worker stops nobody waits for a source any more, and what is held serves")
    func stopping() async throws {
        let source = GatedSource()
        source.open()
        let cache = cache(source)
        let (held, other) = (try SecretReference("aws-sm:held"), try SecretReference("aws-sm:other"))
        _ = try await cache.secret(held)
        source.close()
        let waiting = Task { await Self.outcome(cache, other) }
        let looking = Task { await cache.prefetch([held, other]) }
        await source.waitForReads(2)
        cache.stopReading()
        looking.cancel()
        await looking.value
        guard case .failure(let error) = await waiting.value else {
            Issue.record("It got a value.")
            return
        }
        #expect(error.code == .unavailable)
        clock.advance(by: .seconds(350))
        #expect(try await cache.secret(held) == Secret("value of held"))
        guard case .failure = await Self.outcome(cache, other) else {
            Issue.record("It got a value.")
            return
        }
        source.open()
        await cache.shutdown()
        #expect(lines.entries.allSatisfy { !$0.hasPrefix("warning") })
    }

    @Test("It tells once which secrets have changed, whoever had them read")
    func changed() async throws {
        let vault = Vault()
        let references = try ["one", "two"].map { try SecretReference("aws-sm:\($0)") }
        for reference in references { vault[reference.name] = "value" }
        let cache = cache(vault)
        for reference in references { _ = try await cache.secret(reference) }
        #expect(cache.takeChanged().isEmpty)
        vault["two"] = "another value"
        for reference in references { _ = try await cache.secret(reference, isForced: true) }
        #expect(cache.takeChanged() == [references[1]])
        #expect(cache.takeChanged().isEmpty)
        await cache.shutdown()
    }

    @Test("While a source is silent its secrets serve for a day, with one warning")
    func stale() async throws {
        let vault = Vault()
        let references = try ["one", "two"].map { try SecretReference("aws-sm:\($0)") }
        for reference in references { vault[reference.name] = "value" }
        let cache = cache(vault)
        for reference in references { _ = try await cache.secret(reference) }
        vault.silence(true)
        for _ in 0..<23 {
            clock.advance(by: .seconds(3600))
            for reference in references { #expect(try await cache.secret(reference) == Secret("value")) }
        }
        #expect(lines.entries.count { $0.hasPrefix("warning") } == 1, "\(lines.entries)")
        clock.advance(by: .seconds(3601))
        await #expect(throws: SecretError.self) { try await cache.secret(references[0]) }
        vault.silence(false)
        clock.advance(by: .seconds(10))
        for reference in references { #expect(try await cache.secret(reference) == Secret("value")) }
        await cache.shutdown()
    }

    @Test("Variables and files are read whenever somebody distrusts them, and others at most once a minute")
    func forced() async throws {
        let vault = Vault()
        for (text, reads) in [("env:A", 5), ("file:/a", 5), ("aws-sm:a", 2)] {
            let reference = try SecretReference(text)
            vault[reference.name] = "value"
            let cache = cache(vault)
            let before = vault.asked.count
            _ = try await cache.secret(reference)
            for _ in 0..<4 { _ = try await cache.secret(reference, isForced: true) }
            #expect(vault.asked.count - before == reads, "\(text)")
            await cache.shutdown()
        }
    }

    @Test("A thousand sellers' secrets cost fifty questions, and one that is missing is missed by its seller alone")
    func prefetch() async throws {
        let amazon = ScriptedTransport { request in try BatchAnswers.answer(request) }
        let cache = cache(Self.secretsManager(amazon, clock))
        let references = try (0..<1000).map { try SecretReference("aws-sm:sellers/\($0)#refreshToken") }
        let missing = try SecretReference("aws-sm:missing#refreshToken")
        await cache.prefetch(references.dropLast() + [missing])
        for (index, reference) in references.dropLast().enumerated() {
            #expect(try await cache.secret(reference) == Secret("token of sellers/\(index)"))
        }
        do {
            _ = try await cache.secret(missing)
            Issue.record("It was found.")
        } catch {
            #expect(error.code == .notFound)
        }
        // The distrust of a parked seller's secret is answered by what was just read; that of somebody whom Amazon has
        // refused with it is not.
        _ = try await cache.secret(references[0], isForced: true, acceptsReadAhead: true)
        #expect(amazon.requests.count == 50)
        _ = try? await cache.secret(references[0], isForced: true)
        #expect(amazon.requests.count == 51)
        await cache.shutdown()
    }

    @Test("A source that is down is not asked for hundreds of secrets")
    func down() async throws {
        let amazon = ScriptedTransport { _ in HTTPResponse(status: 502) }
        let cache = cache(Self.secretsManager(amazon, clock))
        await cache.prefetch(try (0..<1000).map { try SecretReference("aws-sm:sellers/\($0)#refreshToken") })
        #expect(amazon.requests.count <= 4)
        await cache.shutdown()
    }

    private static func outcome(
        _ cache: CredentialCache, _ reference: SecretReference
    ) async -> Result<Secret, SecretError> {
        do throws(SecretError) {
            return .success(try await cache.secret(reference))
        } catch {
            return .failure(error)
        }
    }

    private static func secretsManager(
        _ transport: ScriptedTransport, _ clock: VirtualTimekeeper
    ) -> SecretsManagerProvider {
        let environment = ["AWS_REGION": "eu-west-1"]
        return SecretsManagerProvider(
            caller: AWSCaller(
                transport: transport, credentials: OneKey(), endpoints: AWSEndpoints(environment: environment),
                timekeeper: clock, random: SeededRandom(seed: 6), rules: AWSRetryRules(maxAttempts: 1)),
            regions: RegionFinder(AWSRegions(environment: environment)), logger: Logger(label: "test"))
    }
}

/// A source whose answers wait until a test lets them go.
private final class GatedSource: SecretProvider {
    private struct State {
        var reads = 0
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    let schemes: Set<SecretReference.Scheme> = [.awsSecretsManager]

    var reads: Int { state.withLock { $0.reads } }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func close() { state.withLock { $0.isOpen = false } }

    func waitForReads(_ count: Int) async {
        while reads < count { await Task.yield() }
    }

    func resolve(_ reference: SecretReference) async throws(SecretError) -> ResolvedSecret {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                state.reads += 1
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
        return ResolvedSecret(secret: Secret("value of \(reference.name)"), source: "the test")
    }
}

/// Keys that are always there.
private struct OneKey: AWSCredentialSource {
    func credentials() async throws(SecretError) -> AWSCredentials {
        AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("planted-key"), source: "the test")
    }
}

/// Answers batches as Secrets Manager does; names that begin with `missing` are not there.
private enum BatchAnswers {
    private struct Asked: Decodable {
        let ids: [String]

        private enum CodingKeys: String, CodingKey {
            case ids = "SecretIdList"
        }
    }

    static func answer(_ request: HTTPRequest) throws -> HTTPResponse {
        let ids = try JSONDecoder().decode(Asked.self, from: Data(request.body ?? [])).ids
        let values = ids.filter { !$0.hasPrefix("missing") }.map { id in
            #"{"ARN": "arn:\#(id)", "Name": "\#(id)", "SecretString": "{\"refreshToken\": \"token of \#(id)\"}"}"#
        }
        let errors = ids.filter { $0.hasPrefix("missing") }.map { id in
            #"{"SecretId": "\#(id)", "ErrorCode": "ResourceNotFoundException", "Message": "no"}"#
        }
        let text =
            #"{"SecretValues": [\#(values.joined(separator: ", "))], "Errors": [\#(errors.joined(separator: ", "))]}"#
        return HTTPResponse(
            status: 200, headers: [HTTPHeader("Content-Type", "application/json")], body: HTTPBody(Array(text.utf8)))
    }
}
