public import Ports

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A successful answer.
public struct CallResponse: Sendable {
    /// The status code, 200 to 299.
    public let status: Int
    /// Amazon's id of the request, which its support asks for.
    public let requestID: String?
    /// The requests a second that Amazon says it applies to this seller and operation, or `nil`. Absence means nothing.
    public let rateLimit: Double?
    /// The body as it arrives. It can be read once.
    public let body: HTTPBody

    /// Reads the whole body and decodes it.
    ///
    /// - Parameters:
    ///   - type: What to decode.
    ///   - limit: The most bytes to read into memory; 64 MiB unless told otherwise.
    /// - Throws: `DecodingError` for another shape of answer, `HTTPTransportError` when the connection breaks off.
    public func decoded<Value: Decodable>(as type: Value.Type, limit: Int = 64 << 20) async throws -> Value {
        let bytes = try await body.collect(upTo: limit)
        return try JSONDecoder().decode(type, from: Data(bytes))
    }
}
