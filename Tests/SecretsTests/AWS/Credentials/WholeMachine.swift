import JobStoreTesting
import Ports

/// A machine on which every place has AWS keys, named after the place.
enum WholeMachine {
    static let environment = [
        "AWS_ACCESS_KEY_ID": "ENVIRONMENT", "AWS_SECRET_ACCESS_KEY": "planted-secret",
        "AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/web",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/keys", "AWS_REGION": "eu-west-1",
    ]

    static let config = [
        "role_arn": "arn:aws:iam::1:role/own", "credential_source": "EcsContainer", "sso_account_id": "111122223333",
        "sso_role_name": "Reader", "sso_region": "eu-west-1", "sso_start_url": "https://d-92671207e4.awsapps.com/start",
        "credential_process": "/opt/keys", "aws_access_key_id": "CONFIG", "aws_secret_access_key": "planted-secret",
    ]

    static let credentials = "[default]\naws_access_key_id = SHARED\naws_secret_access_key = planted-secret\n"

    /// The machine without some variables, some settings, or the credentials file.
    static func without(
        variables: Set<String> = [], settings: Set<String> = [], credentialsFile: Bool = false
    ) -> FakeMachine {
        let lines = config.filter { !settings.contains($0.key) }.map { "\($0) = \($1)" }.sorted()
        var machine = FakeMachine(
            environment.filter { !variables.contains($0.key) },
            config: "[default]\n" + lines.joined(separator: "\n"),
            credentials: credentialsFile ? nil : credentials, transport: ScriptedTransport(answer))
        // Its sleeps do not end, so that no program counts as slow.
        machine.timekeeper = VirtualTimekeeper()
        machine.program = FakeProgram(
            #"{"Version": 1, "AccessKeyId": "PROCESS", "SecretAccessKey": "planted-secret"}"#)
        machine.files.write("/token", "planted-identity\n")
        machine.files.write(
            // The SHA-1 of the start address above.
            "/home/me/.aws/sso/cache/13f9d35043871d073ab260e020f0ffde092cb14b.json",
            #"{"accessToken": "planted-bearer", "expiresAt": "2026-01-01T08:00:00Z"}"#)
        return machine
    }

    @Sendable
    static func answer(_ request: HTTPRequest) throws -> HTTPResponse {
        let metadata = "http://169.254.169.254/latest/"
        switch request.url {
        case "http://169.254.170.2/v2/keys": return .json(200, keys("CONTAINER"))
        case metadata + "api/token": return HTTPResponse(status: 200, body: HTTPBody(Array("metadata-token".utf8)))
        case metadata + "meta-data/iam/security-credentials/":
            return HTTPResponse(status: 200, body: HTTPBody(Array("role".utf8)))
        case metadata + "meta-data/iam/security-credentials/role": return .json(200, keys("INSTANCE"))
        case "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?role_name=Reader&account_id=111122223333":
            return .json(
                200,
                #"{"roleCredentials": {"accessKeyId": "SSO", "secretAccessKey": "planted-secret", "#
                    + #""sessionToken": "planted-token", "expiration": 1767229200000}}"#)
        case "https://sts.eu-west-1.amazonaws.com/":
            let isWeb = request.bodyText.contains("Action=AssumeRoleWithWebIdentity&")
            return isWeb ? .role("AssumeRoleWithWebIdentity", key: "WEB") : .role("AssumeRole", key: "ROLE")
        default: throw HTTPTransportError(.connect, wasSent: false, message: "nobody listens")
        }
    }

    /// What the endpoints of containers and instances say.
    static func keys(_ name: String, end: String = "2026-01-01T06:00:00Z") -> String {
        #"{"Code": "Success", "AccessKeyId": "\#(name)", "SecretAccessKey": "planted-secret", "#
            + #""Token": "planted-token", "Expiration": "\#(end)"}"#
    }
}
