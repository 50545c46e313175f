import Foundation
import Ports

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Sends requests by the system's own client, for tests that call a real server.
struct SessionTransport: HTTPTransport {
    func send(_ request: HTTPRequest, onSend: @Sendable () -> Void) async throws -> HTTPResponse {
        guard let url = URL(string: request.url) else {
            throw HTTPTransportError(.connect, wasSent: false, message: "not a URL")
        }
        var native = URLRequest(url: url)
        native.httpMethod = request.method
        native.httpBody = request.body.map { Data($0) }
        for header in request.headers { native.setValue(header.value, forHTTPHeaderField: header.name) }
        onSend()
        let (data, response) = try await URLSession.shared.data(for: native)
        guard let answer = response as? HTTPURLResponse else {
            throw HTTPTransportError(.malformed, wasSent: true, message: "not HTTP")
        }
        let headers = answer.allHeaderFields.map { HTTPHeader("\($0.key)", "\($0.value)") }
        return HTTPResponse(status: answer.statusCode, headers: headers, body: HTTPBody(Array(data)))
    }
}
