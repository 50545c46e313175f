import JobStoreTesting
import Ports
import Testing

@testable import Secrets

@Suite("Calling AWS")
struct AWSCallerTests {
    private static let operation = AWSOperation(.secretsManager, "GetSecretValue")
    private static let value = #"{"ARN": "arn:x", "Name": "app", "SecretString": "planted"}"#

    private func call(_ scene: AWSScene) async throws -> SecretValue {
        try await scene.caller.json(Self.operation, ["SecretId": "app"], region: "eu-west-1", as: SecretValue.self)
    }

    private func failure(_ scene: AWSScene) async -> AWSFailure? {
        await #expect(throws: AWSFailure.self) { try await call(scene) }
    }

    @Test("posts JSON to the service's host, with its target, signed")
    func request() async throws {
        let scene = AWSScene { _, _ in .json(200, Self.value) }
        #expect(try await call(scene).name == "app")
        let sent = try #require(scene.transport.requests.first)
        #expect(sent.method == "POST")
        #expect(sent.url == "https://secretsmanager.eu-west-1.amazonaws.com/")
        #expect(sent.headers.first("content-type") == "application/x-amz-json-1.1")
        #expect(sent.headers.first("x-amz-target") == "secretsmanager.GetSecretValue")
        #expect(sent.headers.first("x-amz-date") == "20260101T000000Z")
        let proof = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-west-1/secretsmanager/aws4_request"
        #expect(sent.headers.first("authorization")?.hasPrefix(proof) == true)
        #expect(scene.bodies == [#"{"SecretId":"app"}"#])
    }

    @Test("speaks the query protocol, signed or not, and reads its XML")
    func query() async throws {
        let xml = """
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
            <Arn>arn:aws:iam::123456789012:user/u</Arn><UserId>U</UserId><Account>123456789012</Account>
            </GetCallerIdentityResult></GetCallerIdentityResponse>
            """
        let scene = AWSScene { _, _ in .text(200, xml) }
        let identity = try await scene.caller.identity(region: "eu-west-1")
        #expect(identity.arn == "arn:aws:iam::123456789012:user/u")
        #expect(identity.account == "123456789012")
        _ = try await scene.caller.query(
            AWSOperation(.securityTokens, "GetCallerIdentity"), [("RoleArn", "a b/ü")], region: "eu-west-1",
            isSigned: false)
        #expect(
            scene.bodies == [
                "Action=GetCallerIdentity&Version=2011-06-15",
                "Action=GetCallerIdentity&Version=2011-06-15&RoleArn=a%20b%2F%C3%BC",
            ])
        #expect(scene.transport.requests[0].url == "https://sts.eu-west-1.amazonaws.com/")
        #expect(scene.transport.requests[0].headers.first("authorization") != nil)
        #expect(scene.transport.requests[1].headers.first("authorization") == nil)
    }

    @Test("repeats what may pass, signed anew each time, after growing pauses, and no oftener than allowed")
    func repeats() async throws {
        let scene = AWSScene(maxAttempts: 5) { _, number in
            switch number {
            case 1: .refusal("com.amazon.coral#ThrottlingException")
            case 2: .text(503, "<html>busy</html>")
            case 3: throw HTTPTransportError(.timeout, wasSent: true, message: "no answer within 10 s")
            case 4: .refusal("InternalServiceError", status: 500)
            default: .json(200, Self.value)
            }
        }
        _ = try await call(scene)
        #expect(scene.transport.requests.count == 5)
        #expect(scene.clock.slept.count == 4)
        for (index, pause) in scene.clock.slept.enumerated() {
            #expect(pause >= .zero && pause <= .seconds(1 << index))
        }
        let last = scene.transport.requests[4].headers.first("x-amz-date")
        #expect(last == AWSTime.basic(scene.clock.wallMicroseconds()))
        let patient = AWSScene { _, _ in .refusal("ThrottlingException") }
        #expect(await failure(patient)?.refusal?.type == "ThrottlingException")
        #expect(patient.transport.requests.count == 3)
    }

    @Test(
        "does not repeat what stays refused, whatever the status says",
        arguments: [
            ("ResourceNotFoundException", 500), ("AccessDeniedException", 400), ("AccessDenied", 503),
            ("DecryptionFailure", 400), ("InvalidRequestException", 400), ("ValidationException", 400),
            ("UnrecognizedClientException", 400), ("InvalidClientTokenId", 403), ("SomethingNew", 400),
        ])
    func once(type: String, status: Int) async {
        let scene = AWSScene { _, _ in .refusal(type, status: status) }
        #expect(await failure(scene)?.refusal?.type == type)
        #expect(scene.transport.requests.count == 1)
    }

    @Test("finds the kind of a refusal wherever it is written")
    func kinds() async {
        let header = HTTPHeader("x-amzn-ErrorType", "AccessDeniedException:http://internal.amazon.com/coral/")
        let answers: [(HTTPResponse, String)] = [
            (.refusal("com.amazonaws.ssm#ParameterNotFound"), "ParameterNotFound"),
            (.json(400, #"{"message": "no"}"#, headers: [header]), "AccessDeniedException"),
            (.json(400, #"{"code": "AccessDenied", "Message": "no"}"#), "AccessDenied"),
            (
                .text(
                    403,
                    "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code></Error></ErrorResponse>"),
                "SignatureDoesNotMatch"
            ),
            (.refusal("AccessDeniedException", status: 200), "AccessDeniedException"),
            (HTTPResponse(status: 400, headers: [header]), "AccessDeniedException"),
        ]
        for (answer, type) in answers {
            let scene = AWSScene { _, _ in answer }
            #expect(await failure(scene)?.refusal?.type == type)
        }
    }

    @Test(
        "takes no answer for one that is not JSON of the right shape",
        arguments: [
            "<ListAllMyBucketsResult></ListAllMyBucketsResult>", "<html></html>", "", "[]", "{}", "{\"Name\": 1}",
        ])
    func strangers(body: String) async {
        let scene = AWSScene { _, _ in .text(200, body) }
        #expect(
            await failure(scene) == .unreadable(host: "secretsmanager.eu-west-1.amazonaws.com", status: 200))
        #expect(scene.transport.requests.count == 1)
    }

    @Test("corrects the clock once when AWS refuses the time, and keeps it for later calls")
    func skew() async throws {
        let scene = AWSScene(maxAttempts: 1) { request, _ in
            request.headers.first("x-amz-date") == "20260101T020000Z"
                ? .json(200, Self.value)
                : .refusal("InvalidSignatureException", date: "Thu, 01 Jan 2026 02:00:00 GMT")
        }
        _ = try await call(scene)
        _ = try await call(scene)
        #expect(scene.transport.requests.count == 3)
        #expect(scene.caller.clockOffset == 7_200_000_000)
        let stubborn = AWSScene { _, number in
            .refusal("RequestTimeTooSkewed", date: "Thu, 01 Jan 2026 0\(number):00:00 GMT")
        }
        #expect(await failure(stubborn)?.refusal?.type == "RequestTimeTooSkewed")
        #expect(stubborn.transport.requests.count == 2)
        let near = AWSScene { _, _ in .refusal("SignatureDoesNotMatch", date: "Thu, 01 Jan 2026 00:00:30 GMT") }
        #expect(await failure(near)?.refusal?.type == "SignatureDoesNotMatch")
        #expect(near.transport.requests.count == 1)
    }

    @Test("asks for other keys once when they have expired, and gives up when there are none")
    func expired() async throws {
        let fresh = AWSCredentials(accessKeyID: "FRESH", secretAccessKey: Secret("planted"), source: "the test")
        let scene = AWSScene(keys: [AWSScene.keys, fresh], maxAttempts: 1) { request, _ in
            request.headers.first("authorization")?.contains("FRESH") == true
                ? .json(200, Self.value) : .refusal("ExpiredTokenException")
        }
        _ = try await call(scene)
        #expect(scene.transport.requests.count == 2)
        let stale = AWSScene { _, _ in .refusal("ExpiredTokenException") }
        #expect(await failure(stale)?.refusal?.keys == "the test")
        #expect(stale.transport.requests.count == 1)
        let none = AWSScene(keys: []) { _, _ in .json(200, Self.value) }
        guard case .unsent(let error) = await failure(none) else {
            Issue.record("a call went out without keys")
            return
        }
        #expect(error.code == .notFound)
        #expect(none.transport.requests.isEmpty)
    }

    @Test("stops when its task is cancelled")
    func cancelled() async {
        let scene = AWSScene { _, _ in throw CancellationError() }
        #expect(await failure(scene) == .cancelled)
        #expect(scene.transport.requests.count == 1)
    }

    @Test("takes the number of tries from AWS_MAX_ATTEMPTS")
    func attempts() throws {
        #expect(try AWSRetryRules(environment: [String: String]()).maxAttempts == 3)
        #expect(try AWSRetryRules(environment: ["AWS_MAX_ATTEMPTS": "7"]).maxAttempts == 7)
        for text in ["0", "x", "-1", "1000"] {
            let error = try #require(throws: SecretError.self) {
                try AWSRetryRules(environment: ["AWS_MAX_ATTEMPTS": text])
            }
            #expect(error.code == .invalid)
        }
    }
}
