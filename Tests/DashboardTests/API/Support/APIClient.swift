import Dashboard
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import OperationCatalogue
import Testing

/// A program that uses the API.
struct APIClient: Sendable {
    private let client: any TestClientProtocol
    private let token: String?

    init(_ client: any TestClientProtocol, token: String?) {
        self.client = client
        self.token = token
    }

    /// The same program with another token.
    func with(token: String?) -> APIClient { APIClient(client, token: token) }

    func get(_ path: String, _ fields: [String: String] = [:]) async throws -> Answer {
        try await send("GET", path, nil, fields)
    }

    func post(_ path: String, _ body: String? = nil, _ fields: [String: String] = [:]) async throws -> Answer {
        try await send("POST", path, body.map { Array($0.utf8) }, fields)
    }

    /// Sends anything.
    ///
    /// - Parameter path: The address below `/api/v1/`.
    func send(
        _ method: String, _ path: String, _ body: [UInt8]?, _ fields: [String: String] = [:]
    ) async throws -> Answer {
        var headers = HTTPFields()
        if let token { headers[.authorization] = "Bearer \(token)" }
        if body != nil { headers[.contentType] = "application/json" }
        for (name, value) in fields { headers[try #require(HTTPField.Name(name))] = value }
        let response = try await client.executeRequest(
            uri: "/api/v1/\(path)", method: try #require(HTTPTypes.HTTPRequest.Method(method)), headers: headers,
            body: body.map { ByteBuffer(bytes: $0) })
        return Answer(
            status: response.status.code, headers: response.headers, text: String(buffer: response.body))
    }

    /// What came back.
    struct Answer: Sendable, CustomStringConvertible {
        let status: Int
        let headers: HTTPFields
        let text: String

        /// The answer's JSON; `null` when it is none.
        var json: JSONValue { (try? JSONValue(parsing: text.utf8)) ?? .null }

        subscript(_ name: String) -> JSONValue? { json[name] }

        func field(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

        /// The names of what is wrong, in alphabetical order.
        var wrong: [String] { json["errors"].list.compactMap { $0["field"]?.string }.sorted() }

        var description: String { "\(status) \(text)" }
    }
}

extension JSONValue? {
    /// The items of a list; none for anything else.
    var list: [JSONValue] {
        guard case .array(let items)? = self else { return [] }
        return items
    }

    /// Whole numbers of a list.
    var numbers: [Int64] {
        list.compactMap { if case .integer(let number) = $0 { number } else { nil } }
    }

    var number: Int64? {
        if case .integer(let number)? = self { number } else { nil }
    }
}

/// Lets a program use the API of a dashboard, as an operator unless it has another token.
func withAPI(
    _ installation: TestInstallation = .withSellers, setup: TestingSetup = .router,
    _ body: @escaping @Sendable (APIClient, TestInstallation) async throws -> Void
) async throws {
    let access = try AccessRules(token: Tokens.operators, readToken: Tokens.readers, listen: .standard)
    let dashboard = try Dashboard(installation, listen: .standard, access: access)
    try await dashboard.application.test(setup) { client in
        try await body(APIClient(client, token: Tokens.operators), installation)
    }
}
