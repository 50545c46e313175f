import JobStoreTesting
import Logging
import Ports
import Synchronization

@testable import Secrets

/// Calls to an AWS that a test plays, on a clock that never makes anybody wait.
struct AWSScene {
    static let keys = AWSCredentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("planted-key"), source: "the test")

    let clock = ImpatientTimekeeper()
    let transport: ScriptedTransport
    let source: HeldKeys
    let caller: AWSCaller
    let regions = RegionFinder(AWSRegions(environment: ["AWS_REGION": "eu-west-1"]))

    /// - Parameters:
    ///   - keys: What the source of keys gives in turn; the last one again and again.
    ///   - environment: What the endpoints are told by.
    ///   - answer: Gets the request and its number, from 1.
    init(
        keys: [AWSCredentials] = [AWSScene.keys], environment: [String: String] = [:], maxAttempts: Int = 3,
        answer: @escaping @Sendable (HTTPRequest, Int) throws -> HTTPResponse
    ) {
        let count = CallCount()
        transport = ScriptedTransport { try answer($0, count.next()) }
        source = HeldKeys(keys)
        caller = AWSCaller(
            transport: transport, credentials: source, endpoints: AWSEndpoints(environment: environment),
            timekeeper: clock, random: SeededRandom(seed: 6), rules: AWSRetryRules(maxAttempts: maxAttempts))
    }

    var secretsManager: SecretsManagerProvider {
        SecretsManagerProvider(caller: caller, regions: regions, logger: Logger(label: "test"))
    }

    var parameterStore: ParameterStoreProvider { ParameterStoreProvider(caller: caller, regions: regions) }

    /// What the requests told their operations, in order.
    var bodies: [String] { transport.requests.map { String(decoding: $0.body ?? [], as: UTF8.self) } }

    /// The operations that were called, in order.
    var operations: [String] {
        transport.requests.map { request in
            String(request.headers.first("x-amz-target")?.split(separator: ".").last ?? "")
        }
    }
}

/// Counts from 1.
final class CallCount: Sendable {
    private let value = Mutex(0)

    func next() -> Int {
        value.withLock { value in
            value += 1
            return value
        }
    }
}

/// Gives keys in turn: the next ones once the ones before were refused.
final class HeldKeys: AWSCredentialSource {
    private let rest: Mutex<[AWSCredentials]>

    init(_ keys: [AWSCredentials]) {
        rest = Mutex(keys)
    }

    func credentials() async throws(SecretError) -> AWSCredentials {
        guard let keys = rest.withLock({ $0.first }) else {
            throw SecretError(.notFound, reference: nil, message: "there are no keys", cure: "give some")
        }
        return keys
    }

    func refused(_ credentials: AWSCredentials) async {
        rest.withLock { if $0.count > 1, $0.first == credentials { $0.removeFirst() } }
    }
}

extension HTTPResponse {
    /// A refusal as the JSON services write it.
    static func refusal(_ type: String, status: Int = 400, message: String = "no", date: String? = nil) -> HTTPResponse
    {
        .json(
            status, #"{"__type": "\#(type)", "message": "\#(message)"}"#,
            headers: date.map { [HTTPHeader("Date", $0)] } ?? [])
    }

    /// Anything else.
    static func text(_ status: Int, _ text: String) -> HTTPResponse {
        HTTPResponse(status: status, body: HTTPBody(Array(text.utf8)))
    }
}
