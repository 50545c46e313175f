import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// An AWS on this machine: the program `moto_server`, which the environment variable `SPWORKER_MOTO` names.
///
/// It takes every key and every signature; whether those are right is checked where signing is tested.
struct LocalAWS {
    /// It did not come up, or did not do what it was told.
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// The program, if there is one to test with.
    static var program: URL? {
        ProcessInfo.processInfo.environment["SPWORKER_MOTO"].flatMap { $0.isEmpty ? nil : URL(filePath: $0) }
    }

    static let region = "eu-west-1"

    private let address: URL

    /// Starts a server at a port that is free. It ends with the workplace.
    static func start(in workplace: Workplace) async throws -> LocalAWS {
        guard let program else { throw Failed(description: "SPWORKER_MOTO names no moto_server") }
        let server = try workplace.start(
            program, ["-H", "127.0.0.1", "-p", "0"], environment: ["PYTHONUNBUFFERED": "1"])
        let line = try await server.line(holding: "http://127.0.0.1:")
        guard let start = line.firstRange(of: "http://127.0.0.1:"),
            let address = URL(string: "http://127.0.0.1:\(line[start.upperBound...].prefix { $0.isNumber })/")
        else { throw Failed(description: "moto_server said '\(line)'") }
        return LocalAWS(address: address)
    }

    /// What a program must see to find it, and nothing else of AWS.
    var environment: [String: String] {
        [
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": Self.region,
            "AWS_ENDPOINT_URL": address.absoluteString, "AWS_EC2_METADATA_DISABLED": "true",
        ]
    }

    /// Makes secrets, a few at a time.
    func create(_ secrets: [(name: String, value: String)]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, secret) in secrets.enumerated() {
                if index >= 8 { try await group.next() }
                group.addTask { try await call("CreateSecret", ["Name": secret.name, "SecretString": secret.value]) }
            }
            try await group.waitForAll()
        }
    }

    /// Gives a secret another value.
    func replace(_ name: String, with value: String) async throws {
        try await call("PutSecretValue", ["SecretId": name, "SecretString": value])
    }

    /// Deletes a secret for good.
    func delete(_ name: String) async throws {
        try await call("DeleteSecret", ["SecretId": name], "\"ForceDeleteWithoutRecovery\": true")
    }

    private func call(_ operation: String, _ texts: [String: String], _ others: String...) async throws {
        let members = texts.map { "\(SceneWorld.quoted($0.key)): \(SceneWorld.quoted($0.value))" } + others
        var request = URLRequest(url: address)
        request.httpMethod = "POST"
        request.httpBody = Data("{\(members.joined(separator: ", "))}".utf8)
        request.setValue("application/x-amz-json-1.1", forHTTPHeaderField: "Content-Type")
        request.setValue("secretsmanager.\(operation)", forHTTPHeaderField: "X-Amz-Target")
        // The server takes region and service from here.
        request.setValue(
            "AWS4-HMAC-SHA256 Credential=test/20260101/\(Self.region)/secretsmanager/aws4_request, "
                + "SignedHeaders=host, Signature=0", forHTTPHeaderField: "Authorization")
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw Failed(description: "\(operation): \(String(decoding: data, as: UTF8.self))")
        }
    }
}
