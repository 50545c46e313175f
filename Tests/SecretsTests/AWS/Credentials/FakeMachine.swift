import JobStoreTesting
import Ports
import Secrets
import Synchronization

/// Files that stand only here, and may change.
final class FakeFiles: CredentialFiles {
    private let texts: Mutex<[String: String]>
    private let flaw: SecretError?

    init(_ texts: [String: String] = [:], flaw: SecretError? = nil) {
        self.texts = Mutex(texts)
        self.flaw = flaw
    }

    func write(_ path: String, _ text: String) {
        texts.withLock { $0[path] = text }
    }

    func read(_ path: String) async throws(SecretError) -> CredentialFile {
        guard let text = texts.withLock({ $0[path] }) else {
            throw SecretError(.notFound, reference: nil, message: "\(path) does not exist", cure: "create it")
        }
        return CredentialFile(text: text, flaw: flaw)
    }
}

/// A program that prints what a test says, and remembers how it was called.
final class FakeProgram: CredentialProgram {
    private let exitCode: Int32
    private let output: String
    private let log = Mutex<[[String]]>([])

    init(exitCode: Int32 = 0, _ output: String = "") {
        self.exitCode = exitCode
        self.output = output
    }

    var calls: [[String]] { log.withLock { $0 } }

    func run(_ arguments: [String]) async throws(SecretError) -> (exitCode: Int32, output: [UInt8]) {
        log.withLock { $0.append(arguments) }
        return (exitCode, Array(output.utf8))
    }
}

/// A clock whose sleeps end at once, for tests of attempts.
struct SleeplessTimekeeper: Timekeeper {
    func wallMicroseconds() -> Int64 { 1_767_225_600_000_000 }

    func monotonic() -> Duration { .zero }

    func sleep(for duration: Duration) async throws {}
}

/// A machine for one test: its variables, files, programs and network. It is 2026-01-01T00:00:00Z unless the clock says
/// otherwise, and nothing answers unless a transport is given.
struct FakeMachine {
    var environment: [String: String] = [:]
    var files = FakeFiles()
    var program = FakeProgram()
    var transport = ScriptedTransport { _ in
        throw HTTPTransportError(.connect, wasSent: false, message: "nobody listens")
    }
    var timekeeper: any Timekeeper = SleeplessTimekeeper()

    /// A machine with the given `~/.aws/config` and `~/.aws/credentials`.
    init(
        _ environment: [String: String] = [:], config: String? = nil, credentials: String? = nil,
        transport: ScriptedTransport? = nil
    ) {
        self.environment = environment
        if let config { files.write("/home/me/.aws/config", config) }
        if let credentials { files.write("/home/me/.aws/credentials", credentials) }
        if let transport { self.transport = transport }
    }

    var surroundings: AWSSurroundings {
        AWSSurroundings(
            environment: environment, files: files, program: program, home: "/home/me", transport: transport,
            timekeeper: timekeeper, random: SeededRandom(seed: 1))
    }

    /// The whole chain, with or without a configured profile.
    func chain(profile: String? = nil) -> AWSCredentialChain {
        AWSCredentialChain(AWSCredentialChain.providers(configuredProfile: profile, surroundings))
    }

    /// The error of the whole chain; `nil` when it finds keys.
    func failure(profile: String? = nil) async -> SecretError? {
        do throws(SecretError) {
            _ = try await chain(profile: profile).credentials()
            return nil
        } catch {
            return error
        }
    }
}

extension HTTPResponse {
    /// An answer of the Security Token Service that gives keys.
    static func role(_ operation: String, key: String, end: String = "2026-01-01T01:00:00Z") -> HTTPResponse {
        xml(
            200,
            """
            <\(operation)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(operation)Result><Credentials>
            <AccessKeyId>\(key)</AccessKeyId><SecretAccessKey>planted-secret</SecretAccessKey>
            <SessionToken>planted-token</SessionToken><Expiration>\(end)</Expiration></Credentials></\(operation)Result>
            </\(operation)Response>
            """)
    }

    /// A refusal of the Security Token Service.
    static func refusal(_ status: Int, _ type: String, _ message: String) -> HTTPResponse {
        xml(
            status,
            "<ErrorResponse><Error><Type>Sender</Type><Code>\(type)</Code><Message>\(message)</Message></Error>"
                + "</ErrorResponse>")
    }

    private static func xml(_ status: Int, _ text: String) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [HTTPHeader("Content-Type", "text/xml")], body: HTTPBody(Array(text.utf8)))
    }
}

extension HTTPRequest {
    /// The body as text.
    var bodyText: String { String(decoding: body ?? [], as: UTF8.self) }
}
