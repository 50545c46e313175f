import Crypto
package import Ports

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Signs requests with Signature Version 4.
///
/// Copies share the derived keys that they keep. A request may be signed again: an earlier signature is replaced.
package struct RequestSigner: Sendable {
    /// The only algorithm there is: HMAC with SHA-256.
    private static let algorithm = "AWS4-HMAC-SHA256"
    /// The service with rules of its own: it wants the body's hash in the request, and paths as they are.
    private static let storage = "s3"
    private static let hashField = "X-Amz-Content-Sha256"

    let keys = SigningKeys()

    /// Creates a signer.
    package init() {}

    /// `request` with the headers that prove who sends it.
    ///
    /// - Parameters:
    ///   - request: What will be sent. Its URL is percent-encoded already. A `Host` header counts when there is one;
    ///     else the host is derived from the URL, as a transport does.
    ///   - credentials: The keys.
    ///   - service: The service's signing name, such as `secretsmanager`. For `s3` the request also tells the body's hash
    ///     in `X-Amz-Content-Sha256`, which may stand there already: whoever knows it need not have it reckoned again.
    ///   - region: The region that the service signs for.
    ///   - wallMicroseconds: The time to date the signature with; see ``SigningClock``.
    package func sign(
        _ request: HTTPRequest, with credentials: AWSCredentials, service: String, region: String,
        at wallMicroseconds: Int64
    ) -> HTTPRequest {
        let time = AWSTime.basic(wallMicroseconds)
        let date = String(time.prefix(8))
        var request = request
        let replaced: Set<String> = ["authorization", "x-amz-date", "x-amz-security-token"]
        request.headers.removeAll { replaced.contains($0.name.lowercased()) }
        request.headers.append(HTTPHeader("X-Amz-Date", time))
        if let token = credentials.sessionToken {
            request.headers.append(HTTPHeader("X-Amz-Security-Token", token.reveal()))
        }

        let isStorage = service == Self.storage
        var bodyHash = isStorage ? request.headers.first(Self.hashField) : nil
        if isStorage, bodyHash == nil {
            let hash = Self.hash(request.body ?? [])
            request.headers.append(HTTPHeader(Self.hashField, hash))
            bodyHash = hash
        }
        let canonical = CanonicalRequest(
            request, bodyHash: bodyHash ?? Self.hash(request.body ?? []), keepsPath: isStorage)
        let scope = "\(date)/\(region)/\(service)/aws4_request"
        let toSign = [Self.algorithm, time, scope, Self.hash(Array(canonical.text.utf8))].joined(separator: "\n")
        let key = keys.key(credentials, date: date, region: region, service: service)
        let signature = Self.hexadecimal(HMAC<SHA256>.authenticationCode(for: Array(toSign.utf8), using: key))
        request.headers.append(
            HTTPHeader(
                "Authorization",
                "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope), "
                    + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"))
        return request
    }

    private static func hash(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
