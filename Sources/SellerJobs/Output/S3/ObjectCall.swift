import Ports
import Secrets

/// One call of S3, not signed yet.
struct ObjectCall: Sendable {
    var method: String
    var bucket: String
    /// `nil` for a call about the bucket itself.
    var key: String?
    /// Sent in this order; a name without a value is sent alone.
    var query: [(name: String, value: String?)] = []
    var headers: [HTTPHeader] = []
    var body: [UInt8]?
    /// The body's SHA-256 in hexadecimal, where it is known.
    var bodyHash: String?
    /// What an IAM policy must allow for it.
    var right: String

    /// How long an answer may take. Bodies of several mebibytes go over slow lines.
    static let timeout = Duration.seconds(300)

    /// The request.
    ///
    /// - Parameters:
    ///   - endpoint: The service's URL.
    ///   - namesBucketInHost: Whether the bucket is part of the host's name, as AWS wants it; else it begins the path.
    func request(endpoint: String, namesBucketInHost: Bool) -> HTTPRequest {
        var url = endpoint
        var path = "/"
        if namesBucketInHost, let start = url.firstRange(of: "://") {
            url.insert(contentsOf: bucket + ".", at: start.upperBound)
        } else {
            path += bucket + "/"
        }
        if let key { path += PercentEncoding.encode(key, keepsSlashes: true) } else { path = String(path.dropLast()) }
        let pairs = query.map { pair in
            PercentEncoding.encode(pair.name) + (pair.value.map { "=" + PercentEncoding.encode($0) } ?? "")
        }
        url += (path.isEmpty ? "/" : path) + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
        var headers = headers
        if let bodyHash { headers.append(HTTPHeader("X-Amz-Content-Sha256", bodyHash)) }
        return HTTPRequest(method: method, url: url, headers: headers, body: body, timeout: Self.timeout)
    }
}

/// A call that S3 has answered with success.
struct ObjectAnswer: Sendable {
    let headers: [HTTPHeader]
    let body: [UInt8]
}
