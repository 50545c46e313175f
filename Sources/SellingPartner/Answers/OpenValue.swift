import OperationCatalogue

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Any JSON value, for parts of an answer whose shape depends on the product type.
public struct OpenValue: Codable, Sendable, Hashable, CustomStringConvertible {
    let json: JSONValue

    init(_ json: JSONValue) { self.json = json }

    /// Takes any value that can be written as JSON.
    ///
    /// - Throws: `EncodingError` when it cannot.
    public init(_ value: some Encodable) throws {
        json = try JSONValue(parsing: try ClientCore.encode(value))
    }

    /// Reads any JSON.
    public init(from decoder: any Decoder) throws { json = try JSONValue(from: decoder) }

    /// Writes the JSON.
    public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

    /// Decodes the value.
    ///
    /// - Throws: `DecodingError` for another shape.
    public func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(json.text.utf8))
    }

    /// The value in JSON, with sorted keys.
    public var description: String { json.text }
}
