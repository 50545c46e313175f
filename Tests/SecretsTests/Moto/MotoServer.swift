import Foundation
import JobStoreTesting
import Ports
import Testing

@testable import Secrets

/// An AWS on this machine: the program `moto_server`, with its checking of signatures and rights switched on.
///
/// The environment variable `SPWORKER_MOTO` names the program; without it the tests that need it do not run.
final class MotoServer: Sendable {
    /// It did not do what it was told.
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// The server of the suite that runs.
    @TaskLocal static var current: MotoServer?

    /// The program, if there is one to test with.
    static var program: String? { MotoProgram.path }

    let transport = SessionTransport()
    private let process: MotoProgram

    private init(_ process: MotoProgram) {
        self.process = process
    }

    /// Its URL without a slash at the end.
    var address: String { process.address }

    /// Starts a server at a port that is free.
    static func start(_ program: String) async throws -> MotoServer { MotoServer(try await MotoProgram.start(program)) }

    /// Ends it.
    func stop() { process.stop() }

    // MARK: People and rights

    /// From now on signatures and rights are checked.
    func checkRights() async throws { try await checkRights(after: "0") }

    /// From now on every key may do everything.
    func ignoreRights() async throws { try await checkRights(after: "inf") }

    private func checkRights(after calls: String) async throws {
        let answer = try await transport.send(
            HTTPRequest(
                method: "POST", url: address + "/moto-api/reset-auth",
                headers: [HTTPHeader("Content-Type", "text/plain")],
                body: Array(calls.utf8)))
        guard answer.status == 200 else { throw Failed(description: "checking rights cannot be switched on") }
    }

    /// Makes a user who may do `actions` and nothing else. Only while rights are ignored.
    ///
    /// - Returns: The user's keys.
    func makeUser(_ name: String, mayDo actions: [String]) async throws -> AWSCredentials {
        _ = try await manage([("Action", "CreateUser"), ("UserName", name)])
        if !actions.isEmpty {
            let list = actions.map { "\"\($0)\"" }.joined(separator: ",")
            let policy =
                #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [\#(list)], "Resource": "*"}]}"#
            _ = try await manage([
                ("Action", "PutUserPolicy"), ("UserName", name), ("PolicyName", "rights"), ("PolicyDocument", policy),
            ])
        }
        let answer = try await manage([("Action", "CreateAccessKey"), ("UserName", name)])
        guard let id = answer.text("AccessKeyId"), let secret = answer.text("SecretAccessKey") else {
            throw Failed(description: "the user \(name) got no keys")
        }
        return AWSCredentials(accessKeyID: id, secretAccessKey: Secret(secret), source: "the user \(name)")
    }

    /// Calls the interface for people and rights. Only while rights are ignored.
    func manage(_ form: [(String, String)]) async throws -> XMLAnswer {
        let body = (form + [("Version", "2010-05-08")]).map {
            "\($0.0)=\(PercentEncoding.encode($0.1))"
        }.joined(separator: "&")
        let request = HTTPRequest(
            method: "POST", url: address + "/",
            headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: Array(body.utf8))
        let keys = AWSCredentials(accessKeyID: "test", secretAccessKey: Secret("test"), source: "the test")
        let answer = try await transport.send(
            RequestSigner().sign(request, with: keys, service: "iam", region: "us-east-1", at: SystemClock().now))
        guard let xml = XMLAnswer(try await answer.body.collect(upTo: 1 << 20)), answer.status == 200 else {
            throw Failed(description: "moto_server refused \(form[0].1)")
        }
        return xml
    }

    // MARK: Calling

    /// Calls the server with `keys`, one try each.
    func caller(_ keys: AWSCredentials) -> AWSCaller {
        AWSCaller(
            transport: transport, credentials: HeldKeys([keys]),
            endpoints: AWSEndpoints(environment: ["AWS_ENDPOINT_URL": address]), timekeeper: SystemClock(),
            random: SeededRandom(seed: 6), rules: AWSRetryRules(maxAttempts: 1), timeout: .seconds(60))
    }
}

/// Starts a server for a suite and ends it afterwards.
struct MotoTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        guard let program = MotoServer.program else { return try await function() }
        let server = try await MotoServer.start(program)
        defer { server.stop() }
        try await MotoServer.$current.withValue(server) { try await function() }
    }
}

extension Trait where Self == MotoTrait {
    /// Gives the suite an AWS of its own as `MotoServer.current`.
    static var moto: MotoTrait { MotoTrait() }
}
