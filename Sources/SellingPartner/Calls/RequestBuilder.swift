package import OperationCatalogue
package import Ports
package import Secrets

/// Turns a prepared call into the request that goes on the wire.
package struct RequestBuilder: Sendable {
    /// The host of the seller's region.
    package var endpoint: APIEndpoint
    /// The user agent, which Amazon requires.
    package var userAgent: UserAgent
    /// How long the answer's head may take, in real time.
    package var timeout: Duration

    /// Creates a builder. The time-out is 60 seconds unless told otherwise.
    package init(endpoint: APIEndpoint, userAgent: UserAgent, timeout: Duration = .seconds(60)) {
        self.endpoint = endpoint
        self.userAgent = userAgent
        self.timeout = timeout
    }

    /// The request of `call` with `token`, an access token or a restricted data token, at the given wall time.
    ///
    /// A GET never carries a body, nor headers that speak of one: Amazon refuses it with 400.
    package func build(_ call: PreparedCall, token: Secret, wallMicroseconds: Int64) -> HTTPRequest {
        var headers = [
            HTTPHeader("x-amz-access-token", token.reveal()),
            HTTPHeader("User-Agent", userAgent.text),
            HTTPHeader("x-amz-date", Self.timestamp(wallMicroseconds)),
            // Two families, Messaging and Solicitations, answer in HAL.
            HTTPHeader("Accept", "application/json, application/hal+json;q=0.9"),
        ]
        // The fields above are not the catalogue's to set.
        let reserved = Set(headers.map { $0.name.lowercased() } + ["content-type", "content-length", "host"])
        for header in call.headers where !reserved.contains(header.name.lowercased()) {
            headers.append(HTTPHeader(header.name, header.value))
        }
        let method = call.operation.method
        let body = method == "GET" || method == "HEAD" ? nil : call.body
        if body != nil { headers.append(HTTPHeader("Content-Type", "application/json")) }
        let query = call.query.isEmpty ? "" : "?" + call.query
        return HTTPRequest(
            method: method, url: endpoint.text + call.path + query, headers: headers, body: body, timeout: timeout)
    }

    /// `20260131T235959Z`, the form of `x-amz-date`.
    package static func timestamp(_ wallMicroseconds: Int64) -> String {
        let seconds = wallMicroseconds >= 0 ? wallMicroseconds / 1_000_000 : (wallMicroseconds - 999_999) / 1_000_000
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let time = seconds - days * 86_400
        let date = CivilDate(daysSince1970: days)
        return digits(date.year, 4) + digits(date.month, 2) + digits(date.day, 2) + "T" + digits(time / 3600, 2)
            + digits(time / 60 % 60, 2) + digits(time % 60, 2) + "Z"
    }

    private static func digits(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}
