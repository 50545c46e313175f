import AsyncHTTPClient
import JobStoreTesting
import Logging
import NIOCore
import NIOHTTP1
import OperationCatalogue
import Sandbox
import Testing

/// Talks to a running sandbox as any HTTP client does.
struct SandboxClient: Sendable {
    let address: SandboxAddress
    let state: SandboxState
    let timekeeper: VirtualTimekeeper

    /// An answer with its body read.
    struct Answer {
        var status: Int
        var headers: HTTPHeaders
        var bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }

        /// The values of a header field.
        func values(_ name: String) -> [String] { headers[name] }
        func header(_ name: String) -> String? { headers.first(name: name) }

        var json: JSONValue? { try? JSONValue(parsing: text.utf8) }
        /// The details of the first error, in the API's shape.
        var details: String? { firstError?["details"]?.string }
        var message: String? { firstError?["message"]?.string }

        private var firstError: JSONValue? {
            guard case .array(let errors)? = json?["errors"] else { return nil }
            return errors.first
        }
    }

    static let userAgent = "tests/1.0 (Language=Swift)"

    func send(
        _ method: String, _ url: String, headers: [(String, String)] = [], body: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let buffer = try await response.body.collect(upTo: 64 << 20)
        return Answer(
            status: Int(response.status.code), headers: response.headers, bytes: Array(buffer.readableBytesView))
    }

    /// Calls the API with everything that a correct client sends.
    func call(
        _ method: String, _ path: String, region: Region = .northAmerica, token: String, body: String? = nil
    ) async throws -> Answer {
        var headers = [("x-amz-access-token", token), ("user-agent", Self.userAgent)]
        if body != nil { headers.append(("content-type", "application/json")) }
        return try await send(method, address.endpoint(for: region) + path, headers: headers, body: body)
    }

    /// Reads from the API with everything that a correct client sends.
    func call(_ path: String, region: Region = .northAmerica, token: String) async throws -> Answer {
        try await call("GET", path, region: region, token: token)
    }

    /// Exchanges form-encoded fields.
    func exchange(_ fields: [(String, String)]) async throws -> Answer {
        let body = fields.map { "\($0)=\($1.replacing("|", with: "%7C").replacing(":", with: "%3A"))" }
        return try await send(
            "POST", address.lwaEndpoint,
            headers: [("content-type", "application/x-www-form-urlencoded;charset=UTF-8")],
            body: body.joined(separator: "&"))
    }

    static func refreshFields(seller: Int = 1, secret: String = "amzn1.oa2-cs.v1.sandbox") -> [(String, String)] {
        [
            ("grant_type", "refresh_token"), ("refresh_token", "Atzr|sandbox-seller-\(seller)"),
            ("client_id", "amzn1.application-oa2-client.sandbox"), ("client_secret", secret),
        ]
    }

    /// A fresh access token of a seller of the standard world.
    func token(seller: Int = 1) async throws -> String {
        let answer = try await exchange(Self.refreshFields(seller: seller))
        return try #require(answer.json?["access_token"]?.string)
    }

    /// A fresh grantless access token.
    func grantlessToken(scope: String = "sellingpartnerapi::notifications") async throws -> String {
        let answer = try await exchange([
            ("grant_type", "client_credentials"), ("scope", scope),
            ("client_id", "amzn1.application-oa2-client.sandbox"), ("client_secret", "amzn1.oa2-cs.v1.sandbox"),
        ])
        return try #require(answer.json?["access_token"]?.string)
    }

    /// Asks for a restricted data token for one path.
    func mint(_ method: String, _ path: String, _ elements: [String]? = nil, token: String) async throws -> Answer {
        let list = elements.map { #","dataElements":["# + $0.map { "\"\($0)\"" }.joined(separator: ",") + "]" } ?? ""
        return try await call(
            "POST", "/tokens/2021-03-01/restrictedDataToken", token: token,
            body: #"{"restrictedResources":[{"method":"\#(method)","path":"\#(path)"\#(list)}]}"#)
    }

    /// A restricted data token for one path.
    func restrictedToken(
        _ method: String, _ path: String, _ elements: [String]? = nil, token: String
    ) async throws -> String {
        let answer = try await mint(method, path, elements, token: token)
        return try #require(answer.json?["restrictedDataToken"]?.string, "\(answer.text)")
    }

    /// Posts to a control path.
    func control(_ path: String, _ body: String = "") async throws -> Answer {
        try await send("POST", address.controlEndpoint + path, body: body)
    }
}

/// Runs a sandbox for as long as `body` takes, and expects it to stop when it is cancelled.
func withSandbox(
    _ world: World = .standard(sellers: 3), _ body: @escaping @Sendable (SandboxClient) async throws -> Void
) async throws {
    let timekeeper = VirtualTimekeeper()
    let server = SandboxServer(
        world: world, timekeeper: timekeeper, random: SeededRandom(seed: 7),
        logger: Logger(label: "sandbox") { _ in
            SwiftLogNoOpLogHandler()
        })
    let (ready, announce) = AsyncStream<SandboxAddress>.makeStream()
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run { announce.yield($0) } }
        var addresses = ready.makeAsyncIterator()
        let address = try #require(await addresses.next())
        defer { group.cancelAll() }
        try await body(SandboxClient(address: address, state: server.state, timekeeper: timekeeper))
        group.cancelAll()
        try await group.waitForAll()
    }
}
