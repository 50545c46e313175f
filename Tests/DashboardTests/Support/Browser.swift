import Dashboard
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization

/// Somebody who looks at the pages, and keeps the cookie.
final class Browser: Sendable {
    private let client: any TestClientProtocol
    private let cookie = Mutex<String?>(nil)

    init(_ client: any TestClientProtocol) { self.client = client }

    /// Whether a cookie is held.
    var hasCookie: Bool { cookie.withLock { $0 != nil } }

    /// Asks for a page.
    func get(_ address: String, _ fields: [String: String] = [:]) async throws -> Seen {
        try await send(address, .get, ["Accept": "text/html"].merging(fields) { $1 }, nil)
    }

    /// Sends a form.
    func post(_ address: String, _ form: String, _ fields: [String: String] = [:]) async throws -> Seen {
        let type = ["Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"]
        return try await send(address, .post, type.merging(fields) { $1 }, form)
    }

    private func send(
        _ address: String, _ method: HTTPTypes.HTTPRequest.Method, _ fields: [String: String], _ body: String?
    ) async throws -> Seen {
        var headers = HTTPFields()
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        if let cookie = cookie.withLock({ $0 }) { headers[.cookie] = cookie }
        let response = try await client.executeRequest(
            uri: address, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        let seen = Seen(
            status: response.status.code, headers: response.headers, body: String(buffer: response.body))
        if let given = seen.headers[.setCookie] {
            let pair = given.prefix { $0 != ";" }
            cookie.withLock { $0 = pair.hasSuffix("=") ? nil : String(pair) }
        }
        return seen
    }
}

/// What somebody got to see.
struct Seen {
    let status: Int
    let headers: HTTPFields
    let body: String

    /// The token in the page's forms; empty when there is none.
    var csrf: String {
        guard let start = body.firstRange(of: "name=\"_csrf\" value=\"") else { return "" }
        return String(body[start.upperBound...].prefix { $0 != "\"" })
    }

    func field(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}
